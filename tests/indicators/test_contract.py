"""Every indicator keeps the contract: tidy, finite, described in two languages, kind and unit declared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from model.checks import InputError
from model.history import History
from model.indicators import all_indicators, find, is_known, label, markdown, table
from model.indicators.base import BETTER, COLUMNS, KINDS, Indicator
from model.world import World

RECORDS = {indicator.name: indicator for indicator in all_indicators()}
KEY = ["year_month", "indicator", "place", "nationality", "group"]


@pytest.fixture(scope="module")
def whole(busy: History, valley: World) -> pd.DataFrame:
    return table(busy, valley)


@pytest.mark.parametrize("name", RECORDS)
def test_frame_is_tidy_and_finite(name: str, busy: History, valley: World) -> None:
    frame = RECORDS[name].frame(busy, valley)
    assert tuple(frame.columns) == COLUMNS
    assert np.isfinite(frame["value"].to_numpy(float)).all()
    assert not frame.duplicated(KEY).any()
    assert not frame[list(COLUMNS)].isna().any().any()
    assert (frame["unit"].astype(str) != "").all()
    assert set(frame["year_month"].astype(str)) <= set(busy.labels)
    assert all(RECORDS[name].part(str(seen)) is not None for seen in frame["indicator"].unique())


@pytest.mark.parametrize("name", RECORDS)
def test_empty_history_divides_nothing_by_zero(name: str, empty: History, valley: World) -> None:
    frame = RECORDS[name].frame(empty, valley)
    assert np.isfinite(frame["value"].to_numpy(float)).all()
    if RECORDS[name].ratio_of:
        assert frame.empty, "a ratio without a denominator has no row"


@pytest.mark.parametrize("name", RECORDS)
def test_record_is_complete(name: str) -> None:
    record = RECORDS[name]
    assert record.kind in KINDS and record.better in BETTER
    assert record.label_en != record.label_es and record.description_en != record.description_es
    assert "illegal" not in (record.description_en + record.label_en).lower()
    for part in record.ratio_of or ():
        assert RECORDS[part].kind in ("flow", "stock")
    assert record.ratio_of is None or record.kind == "rate"


def test_places_and_nationalities_exist(whole: pd.DataFrame, valley: World) -> None:
    places = {"", *valley.place_ids, *valley.countries}
    nations = {"ALL", "NCA3", "HTI_FAMILY", *valley.countries}
    assert set(whole["place"].astype(str)) <= places
    assert set(whole["nationality"].astype(str)) <= nations


def test_names_asked_for_bring_their_parts(busy: History, valley: World) -> None:
    found = set(table(busy, valley, ["repeat_encounter_share"])["indicator"].astype(str))
    assert found == {"repeat_encounter_share", "encounters_repeat", "encounters_between_ports"}


def test_unknown_name_teaches(busy: History, valley: World) -> None:
    with pytest.raises(InputError, match="darien_crossings"):
        table(busy, valley, ["darien_crossing"])


def test_names_of_families() -> None:
    assert find("encounters_usbp_sector:del-rio").name == "encounters_usbp_sector:{sector}"
    assert label("encounters_usbp_sector:del-rio", "es").endswith(": del-rio")
    assert find("asylum_applications_mex_persons").label("asylum_applications_mex_persons").endswith("mex")
    assert is_known("removals_usa_calendar") and is_known("recidivism_rate_usbp") and not is_known("removal")


def test_empty_words_are_refused() -> None:
    with pytest.raises(ValueError, match="unit"):
        Indicator("x", "X", "Equis", " ", "flow", "up", "d", "d", "d", lambda history, world: pd.DataFrame())
    with pytest.raises(ValueError, match="kind"):
        Indicator("x", "X", "Equis", "u", "level", "up", "d", "d", "d", lambda history, world: pd.DataFrame())


def test_page_names_every_indicator() -> None:
    for lang in ("en", "es"):
        page = markdown(lang)
        assert all(f"## `{name}`" in page for name in RECORDS)


def test_totals_are_sums_of_nationalities(whole: pd.DataFrame) -> None:
    rows = whole[whole["indicator"] == "encounters_swb"]
    total = rows[rows["nationality"] == "ALL"].set_index("year_month")["value"]
    parts = rows[rows["nationality"] != "ALL"].groupby("year_month", observed=True)["value"].sum()
    assert (total.sort_index() == parts.sort_index()).all()


def test_shares_are_ratios_of_their_parts(whole: pd.DataFrame) -> None:
    for name, (top, bottom) in {n: r.ratio_of for n, r in RECORDS.items() if r.ratio_of}.items():
        if name == "encounters_per_person":
            continue
        key = ["year_month", "place", "nationality", "group"]
        plain = whole.astype(dict.fromkeys(key, str)).set_index(key)
        rate, above, below = (plain.loc[(plain["indicator"] == n).to_numpy(), "value"]
                              for n in (name, top, bottom))
        assert len(rate), name
        expected = above.reindex(rate.index).fillna(0.0) / below.reindex(rate.index)
        np.testing.assert_allclose(rate.to_numpy(), expected.to_numpy(), err_msg=name)
