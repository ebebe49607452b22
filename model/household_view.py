"""A household as an object: a light view of one row of the columns, with money as of today.

A view stores the run and a row number, never an array; it reads the columns when it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from model.bundles import pack
from model.checks import InputError
from model.continuum import (
    ASYLUM_PENDING,
    DISPLACED,
    INDEX_MASK,
    IRREGULAR,
    LAWFUL,
    NOT_YET_FORMED,
    REINTEGRATING,
    RELOCATED,
    RETURNED,
    SETTLED,
    name,
)
from model.households import NEVER, NOWHERE, Flag
from model.jit import entry
from model.kernels import who_is
from model.rules.abroad import lawful_code
from model.rules.leave import wish, year_luck
from model.rules.money import balance_abroad, balance_home, integration_today

if TYPE_CHECKING:
    from model.engine import Simulation

FLAGS: dict[str, int] = {key: bit for key, bit in vars(Flag).items() if key.isupper()}
LEGAL = ("none", "refugee", "regularised", "family", "parole", "seasonal", "citizen")
CAUSES = ("economic", "violence", "disaster")
SCORE_UNIT = 250.0


@entry
def balances(rows, origins, now, h, b, out):
    """Savings, debt (US$) and integration (0..1) today of some rows, into out f8[n,3]; changes nothing."""
    for n in range(rows.shape[0]):
        i = rows[n]
        who = who_is(i, origins[n], b.geo)
        state = h.state[i] & INDEX_MASK
        out[n, 0], out[n, 1], out[n, 2] = h.sav[i], h.debt[i], h.integ[i] / SCORE_UNIT
        if state in (IRREGULAR, LAWFUL, ASYLUM_PENDING):
            lawful = lawful_code(state)
            score = integration_today(i, now, h, b, lawful)
            sav, debt, _ = balance_abroad(i, who, now, score, lawful, h, b)
            out[n, 0], out[n, 1], out[n, 2] = sav, debt, score
        elif state in (SETTLED, RELOCATED, DISPLACED, RETURNED, REINTEGRATING):
            sav, debt, _ = balance_home(i, who, now, h, b)
            out[n, 0], out[n, 1] = sav, debt


@entry
def wishes(rows, origins, now, h, b, out):
    """The wish of some rows under the fields of their home place, into out f8[n]; changes nothing."""
    for n in range(rows.shape[0]):
        who = who_is(rows[n], origins[n], b.geo)
        out[n] = wish(who, origins[n], year_luck(who, now)[0], h, b)


def origins_of(simulation: Simulation, rows: np.ndarray) -> np.ndarray:
    """i8[n] origin index of rows."""
    return np.searchsorted(simulation.band_starts[:, 0], rows, side="right") - 1


def is_formed(simulation: Simulation, rows: np.ndarray) -> np.ndarray:
    """bool[n] False for rows of the reserve whose household does not exist yet."""
    o = origins_of(simulation, rows)
    step = min(len(simulation.formed) - 1, int(simulation.t * simulation.dt + 1e-9))
    return rows < simulation.band_starts[o, 4] + simulation.formed[step, o]


def money_today(simulation: Simulation, rows: np.ndarray) -> np.ndarray:
    """f8[n,3] savings (the wallet on the way), debt in US$ of 2021 and integration 0..1 of rows, today."""
    rows = np.asarray(rows, np.int64)
    h = simulation.households
    if simulation.t == 0:
        return np.stack([h.sav[rows], h.debt[rows], h.integ[rows] / SCORE_UNIT], axis=1).astype(float)
    out = np.empty((len(rows), 3))
    balances(rows, origins_of(simulation, rows), simulation._now(), pack(h), simulation._bundle(), out)
    return out


def wish_today(simulation: Simulation, rows: np.ndarray) -> np.ndarray:
    """f8[n] the wish to leave, 0..1, of rows that live in their country, under the fields of the last step."""
    rows = np.asarray(rows, np.int64)
    out = np.empty(len(rows))
    h = simulation.households
    wishes(rows, origins_of(simulation, rows), simulation._now(), pack(h), simulation._bundle(), out)
    return out


def checked_row(simulation: Simulation, row: Any) -> int:
    """`row` as an int; InputError outside 0 .. rows - 1."""
    rows = simulation.population.rows
    if not 0 <= int(row) < rows:
        raise InputError(f"household {row}: this run has rows 0 to {rows - 1}.")
    return int(row)


class HouseholdView:
    """One household of a run, read where it stands. Raises InputError for a row outside the run."""

    __slots__ = ("row", "simulation")

    def __init__(self, simulation: Simulation, row: int) -> None:
        self.simulation, self.row = simulation, checked_row(simulation, row)

    def _cell(self, column: str) -> int:
        return int(getattr(self.simulation.households, column)[self.row])

    def _place(self, index: int) -> str | None:
        return None if index == NOWHERE else self.simulation.world.place_ids[index]

    @property
    def state(self) -> str:
        """Name of the continuum state of the party."""
        formed = bool(is_formed(self.simulation, np.array([self.row]))[0])
        return name(self._cell("state") & INDEX_MASK if formed else NOT_YET_FORMED)

    @property
    def place(self) -> str:
        """Place id where the party is."""
        return self.simulation.world.place_ids[self._cell("where")]

    @property
    def goal(self) -> str | None:
        """Place id the party travels to or lives at abroad; None without one."""
        return self._place(self._cell("goal"))

    @property
    def home(self) -> str:
        """Place id of the origin."""
        return self.simulation.world.place_ids[self.simulation.world.origins[self._origin]]

    @property
    def country(self) -> str:
        """Nationality, ISO3."""
        world = self.simulation.world
        return world.countries[world.origin_country[self._origin]]

    @property
    def _origin(self) -> int:
        return int(origins_of(self.simulation, np.array([self.row]))[0])

    @property
    def members(self) -> tuple[int, int]:
        """(adults, children) of the whole household."""
        return self._cell("members") >> 4, self._cell("members") & 15

    @property
    def party(self) -> tuple[int, int]:
        """(adults, children) of those who moved; everybody at home."""
        return self._cell("party") >> 4, self._cell("party") & 15

    @property
    def income(self) -> int:
        """Household cash income at base index, US$ of 2021 a month."""
        return self._cell("inc")

    @property
    def savings(self) -> int:
        """Savings today, or the wallet on the way; US$ of 2021."""
        return int(money_today(self.simulation, np.array([self.row]))[0, 0])

    @property
    def debt(self) -> int:
        """Migration debt today, US$ of 2021 (as last touched while travelling)."""
        return int(money_today(self.simulation, np.array([self.row]))[0, 1])

    @property
    def integration(self) -> float:
        """Integration at destination today, 0..1."""
        return float(money_today(self.simulation, np.array([self.row]))[0, 2])

    @property
    def scores(self) -> dict[str, float]:
        """Economic, social, psychosocial reintegration, 0..1."""
        keys = {"economic": "rss_e", "social": "rss_s", "psychosocial": "rss_p"}
        return {key: self._cell(column) / SCORE_UNIT for key, column in keys.items()}

    @property
    def legal(self) -> str:
        """Legal detail of a stay abroad (LEGAL)."""
        return LEGAL[self._cell("status") & 7]

    @property
    def cause(self) -> str:
        """Cause of the last displacement (CAUSES)."""
        return CAUSES[(self._cell("status") >> 3) & 3]

    @property
    def flags(self) -> frozenset[str]:
        """Names of the bits of `model.households.Flag` that are set."""
        value = self._cell("flags")
        return frozenset(key for key, bit in FLAGS.items() if value & bit)

    @property
    def since(self) -> int:
        """Step in which the current state was entered (negative before the run)."""
        return self._cell("t_in")

    @property
    def returned(self) -> int | None:
        """Step of the last return to the country of origin, None if there was none."""
        step = self._cell("t_ret")
        return None if step == NEVER else step

    @property
    def weight(self) -> int:
        """Real households this one stands for."""
        return int(self.simulation.weight[self._origin])

    def __repr__(self) -> str:
        adults, children = self.members
        who = f"household {self.row} of {self.home}: {adults} adults, {children} children"
        return f"<{who}, {self.state} in {self.place}>"
