"""What trips cost the households: fees, debts, extortion."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from model.history import History
from model.indicators.base import Indicator
from model.indicators.frames import concat, nationalities, origin_axis, ratio, tidy
from model.ledger import MONEY_INDEX

if TYPE_CHECKING:
    from model.world import World


def _paid(*names: str) -> Callable[[History, World], pd.DataFrame]:
    """US$ by nationality with ALL, and by place of origin."""

    def function(history: History, world: World) -> pd.DataFrame:
        amount = _amount(history, *names)
        values, axis = nationalities(world, amount)
        return concat([tidy(history, values, "sum", axis), tidy(history, amount, "sum", origin_axis(world))])

    return function


def _amount(history: History, *names: str) -> np.ndarray:
    return history.money[:, [MONEY_INDEX[name] for name in names]].sum(axis=1, dtype=np.float64)


def borrowed_share(history: History, world: World) -> pd.DataFrame:
    """Borrowed money over the price of trips."""
    top, axis = nationalities(world, _amount(history, "borrowed"))
    bottom, _ = nationalities(world, _amount(history, "fees", "fares"))
    return ratio(history, top, bottom, "sum", axis)


def _money(name: str, *books: str, en: str, es: str, what_en: str, what_es: str,
           better: str = "down") -> Indicator:
    return Indicator(
        name=name, label_en=en, label_es=es, unit="usd_2021", kind="flow", better=better,
        description_en=what_en,
        description_es=what_es, definition=f"Books of money: {' + '.join(books)}; US$ of 2021.",
        function=_paid(*books))


INDICATORS = [
    _money("fees_paid", "fees", en="Fees paid to guides", es="Pagos a guías",
           what_en="Prices of guided trips paid at departure.",
           what_es="Precios de viajes con guía pagados al salir."),
    _money("trip_costs", "fees", "fares", en="Price of trips", es="Precio de los viajes", better="neither",
           what_en="Fees of guides and fares on the way.", what_es="Pagos a guías y pasajes del camino."),
    _money("borrowed", "borrowed", en="Money borrowed for trips", es="Dinero prestado para viajes",
           what_en="New debt taken to pay for trips.", what_es="Deuda nueva para pagar viajes."),
    _money("help_received", "help", en="Help of relatives for trips", es="Ayuda de familiares para viajes",
           better="neither", what_en="Money that relatives abroad gave for trips.",
           what_es="Dinero que familiares en el exterior dieron para viajes."),
    _money("extorted", "extorted", "ransom", en="Money lost to extortion and ransom",
           es="Dinero perdido por extorsión y rescates", what_en="Taken on the way, ransoms included.",
           what_es="Quitado en el camino, rescates incluidos."),
    _money("assets_seized", "seized", en="Debts that ended in the loss of assets",
           es="Deudas que terminaron en pérdida de bienes", what_en="Debt written off against house or land.",
           what_es="Deuda saldada con la casa o la tierra."),
    Indicator(
        name="borrowed_share", label_en="Borrowed share of the price of trips", unit="share", kind="rate",
        label_es="Parte prestada del precio de los viajes", better="down",
        description_en="New debt over fees and fares.", description_es="Deuda nueva entre pagos y pasajes.",
        definition="Ratio of sums.", function=borrowed_share, ratio_of=("borrowed", "trip_costs")),
]
