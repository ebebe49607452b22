"""Bad input: break one thing in a copy of the valley and read the message a person gets."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import here

from experiments.lib.config import RunConfig, read
from experiments.lib.jobs import prepare
from model.checks import InputError
from model.drivers import build
from model.world import SCENARIOS, load
from model.world_names import check_policies, check_shapes, check_targets
from model.world_tables import TABLES


@pytest.fixture
def world(tmp_path: Path) -> Path:
    folder = tmp_path / "valley"
    shutil.copytree(SCENARIOS / "valley", folder)
    return folder


def replace(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(folder: Path, file: str, line: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as table:
        table.write(line + "\n")


def message(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        load(folder)
    return str(caught.value)


# what is broken: file, old text, new text, words the message must hold
CELLS = [
    (
        "places.csv",
        "-89.2,26000,",
        "-89.2,-26000,",
        ["places.csv, row 2", "'population'", "'-26000'", "at least 0"],
    ),
    ("places.csv", "-89.2,26000,", "-89.2,many,", ["places.csv, row 2", "'population'", "'many'", "number"]),
    (
        "places.csv",
        "VAL,department,origin,13.7,",
        "VAL,department,origin,137,",
        ["places.csv, row 2", "'lat'", "'137'", "-90 to 90"],
    ),
    (
        "places.csv",
        "department,origin,13.5",
        "department,orign,13.5",
        ["places.csv, row 3", "'role'", "'orign'", "Did you mean 'origin'"],
    ),
    ("places.csv", "26000,1,1,", "26000,yes,1,", ["places.csv, row 2", "'settle'", "'yes'", "0 and 1"]),
    ("places.csv", "600000,1,0,", "600000,1,1,", ["countries.csv", "'NOR'", "2 places with main = 1"]),
    ("places.csv", "26000,1,1,,", "26000,1,1,50,", ["'capacity_month'", "only reception"]),
    (
        "places.csv",
        "val-hills,Green Hills",
        "val-dry,Green Hills",
        ["places.csv, row 5", "'place_id'", "'val-dry'", "already in row 4"],
    ),
    (
        "routes.csv",
        "val-port,val-capital,",
        "val-prt,val-capital,",
        ["routes.csv, row 2", "'from_place'", "'val-prt'", "Did you mean 'val-port'"],
    ),
    (
        "routes.csv",
        "val-port,val-capital,",
        "val-capital,val-capital,",
        ["'to_place'", "leads to where it starts"],
    ),
    ("routes.csv", "2017-06-01,", "2017-06-31,", ["'open_from'", "'2017-06-31'", "YYYY-MM-DD"]),
    (
        "routes.csv",
        "2017-06-01,",
        "2017-06-01,2016-01-01",
        ["routes.csv, row 32", "'open_to'", "before open_from"],
    ),
    ("routes.csv", "2017-06-01,", "2017-06-01,,,", ["routes.csv, row 32", "17 cells", "15 columns"]),
    ("routes.csv", ",irregular,1150,1.5,", ",irregular,1150,0,", ["'days'", "= '0'", "0.001 to 365"]),
    ("countries.csv", "VAL,Valley", "Val,Valley", ["'VAL'", "no country of countries.csv"]),
    (
        "country_year.csv",
        "VAL,2010,gdp_per_capita_ppp",
        "VAL,2010,gdp_per_capita",
        ["country_year.csv", "'series'", "'gdp_per_capita'", "Did you mean"],
    ),
    (
        "country_year.csv",
        "VAL,2010,homicide_rate,60",
        "VAL,2010,homicide_rate,-60",
        ["country_year.csv", "'value'", "'-60'", "0 to 500"],
    ),
    (
        "origins.csv",
        "val-dry,0.147,",
        "val-dry,0.247,",
        ["origins.csv", "'population_share'", "VAL", "sum to 1"],
    ),
    ("origins.csv", "val-dry,", "nor-lake,", ["origins.csv", "'nor-lake'", "only origins"]),
    (
        "border_outcomes.csv",
        "2014-01,VAL,SA,0.7,",
        "2014-01,VAL,SA,0.6,",
        ["border_outcomes.csv, row 2", "0.9000", "must sum to 1"],
    ),
    (
        "border_outcomes.csv",
        "2014-03,OTHER,UC",
        "2014-03,OTHER,SA",
        ["border_outcomes.csv", "already in row"],
    ),
    (
        "stocks_abroad.csv",
        "VAL,nor-lake,4200,0.55",
        "VAL,nor-lake,4200,0.99",
        ["must not sum to more than 1"],
    ),
    (
        "stocks_abroad.csv",
        "VAL,nor-lake",
        "VAL,val-capital",
        ["stocks_abroad.csv, row 2", "lies in VAL itself"],
    ),
    ("stocks_abroad.csv", "VAL,nor-lake", "VAL,val-port", ["stocks_abroad.csv, row 2", "settle = 1"]),
    (
        "shocks.csv",
        "2016-10-08",
        "2016-10-01",
        ["shocks.csv, row 4", "'end_date'", "before start_date 2016-10-04"],
    ),
    (
        "shocks.csv",
        "2016-10-04,2016-10-08",
        "2026-10-04,2026-10-08",
        ["shocks.csv, row 4", "'start_date'", "after the end of the world (2019-12"],
    ),
    (
        "shocks.csv",
        "val-port;val-capital",
        "val-port;val-capitol",
        ["shocks.csv, row 4", "'places'", "'val-capitol' is no place", "Did you mean 'val-capital'"],
    ),
    ("shocks.csv", ",storm,", ",strom,", ["'shock_type'", "'strom'", "Did you mean 'storm'"]),
    ("shocks.csv", ",3,invented", ",5,invented", ["'severity'", "'5'", "1 to 4"]),
    ("targets.csv", ",2014,fiscal_year", ",2034,fiscal_year", ["targets.csv", "'year'", "outside the world"]),
    ("targets.csv", ",2014,fiscal_year", ",,fiscal_year", ["targets.csv", "needs a year"]),
    ("targets.csv", "fiscal_year,,VAL", "fiscal_year,,VLA", ["targets.csv", "'nationality'", "'VLA'"]),
    (
        "world.yaml",
        "history_end: 2018-12",
        "history_end: 2028-12",
        ["world.yaml", "'history_end'", "between start"],
    ),
    ("world.yaml", "start: 2014-01", "start: January", ["world.yaml", "'start'", "YYYY-MM"]),
    (
        "world.yaml",
        "step_days: 30.4375",
        "step_dayz: 30.4375",
        ["world.yaml", "unknown key 'step_dayz'", "Did you mean 'step_days'", "'step_days' is missing"],
    ),
    ("world.yaml", "default_scale: 1", "default_scale: 0", ["'default_scale'", "1 to 1000"]),
    ("world.yaml", "[0.84, ", "[8.4, ", ["'season'", "mean 1"]),
    (
        "world.yaml",
        "hub_destination: NOR",
        "hub_destination: NRO",
        ["'hub_destination'", "Did you mean 'NOR'"],
    ),
    ("world.yaml", "name: valley", "name: valley\nname: twice", ["world.yaml", "'name' stands twice"]),
    ("world.yaml", "start: 2014-01", "start: [2014", ["world.yaml", "not readable YAML"]),
    (
        "fees.csv",
        "price_usd",
        "price",
        ["fees.csv, row 1", "unknown column 'price'", "Did you mean 'price_usd'"],
    ),
    ("fees.csv", "origin_iso3,channel", "channel,origin_iso3", ["fees.csv, row 1", "another order"]),
    ("fees.csv", "grade\n", "grade,extra\n", ["fees.csv, row 1", "unknown column 'extra'"]),
    ("fees.csv", "VAL,guided", "VAL,own", ["fees.csv", "'VAL, own'", "already in row"]),
    ("fees.csv", ",7000,", ",inf,", ["fees.csv, row 2", "'price_usd'", "'inf'"]),
    ("fees.csv", ",7000,", ",nan,", ["fees.csv, row 2", "'price_usd'", "'nan'"]),
    ("fees.csv", ",C\n", ",\n", ["fees.csv, row 2", "'grade'", "must not be empty"]),
    ("policy_timeline.csv", ",per,", ",pre,", ["policy_timeline.csv, row 1", "'pre'"]),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), CELLS, ids=[f"{c[0]}:{c[2][:24]!r}" for c in CELLS])
def test_one_broken_cell(world: Path, file: str, old: str, new: str, words: list[str]) -> None:
    replace(world, file, old, new)
    text = message(world)
    for word in words:
        assert word in text, text


def _cut_off_dry_plains(folder: Path) -> None:
    path = folder / "routes.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join(line for line in lines if not line.startswith("val-dry,")) + "\n", encoding="utf-8"
    )


def _no_way_home(folder: Path) -> None:
    path = folder / "routes.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not (line.startswith("nor-lake,") and ",return," in line)]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


WHOLE = [
    (lambda folder: (folder / "routes.csv").unlink(), ["routes.csv: the file is missing"]),
    (lambda folder: (folder / "world.yaml").unlink(), ["world.yaml is missing"]),
    (lambda folder: (folder / "fees.csv").write_bytes(b""), ["fees.csv", "empty"]),
    (
        lambda folder: (folder / "fees.csv").rename(folder / "feees.csv"),
        ["feees.csv", "Did you mean 'fees.csv'", "fees.csv: the file is missing"],
    ),
    (
        lambda folder: replace(folder, "places.csv", "Port of Valley", '"Port of Valley'),
        ["places.csv, row 3", "quotation marks"],
    ),
    (lambda folder: append(folder, "fees.csv", ""), ["fees.csv, row 6", "empty row"]),
    (
        lambda folder: append(folder, "places.csv", "nor-far,Far,NOR,city,destination,1,1,10,0,0,,test,C,"),
        ["places.csv, row 16", "'nor-far'", "isolated"],
    ),
    (_cut_off_dry_plains, ["places.csv, row 5", "'val-dry'", "reaches no settle place"]),
    (_no_way_home, ["places.csv", "'nor-lake'", "no return leg"]),
]


@pytest.mark.parametrize(("damage", "words"), WHOLE)
def test_one_broken_file(world: Path, damage: Callable[[Path], object], words: list[str]) -> None:
    damage(world)
    text = message(world)
    for word in words:
        assert word in text, text


def test_a_table_in_another_encoding_names_the_row(world: Path) -> None:
    replace(world, "places.csv", "Port of Valley", "Puerto Peñón")
    text = (world / "places.csv").read_text(encoding="utf-8")
    (world / "places.csv").write_bytes(text.encode("latin-1"))
    assert "places.csv, row 3: not UTF-8" in message(world) and "CSV UTF-8" in message(world)


def test_semicolons_are_recognised(world: Path) -> None:
    text = (world / "fees.csv").read_text(encoding="utf-8")
    (world / "fees.csv").write_text(text.replace(",", ";"), encoding="utf-8")
    assert "separated by ';'" in message(world)


def test_a_place_may_be_cut_off_on_purpose(world: Path) -> None:
    append(world, "places.csv", "nor-far,Far,NOR,city,destination,1,1,10,0,0,,test,C,isolated: an example")
    assert "nor-far" in load(world).place_ids


def test_several_problems_come_in_one_message(world: Path) -> None:
    replace(world, "fees.csv", ",7000,", ",x,")
    replace(world, "places.csv", "-89.2,26000,", "-89.2,-1,")
    replace(world, "shocks.csv", ",3,invented", ",9,invented")
    text = message(world)
    assert "3 problems" in text and "fees.csv" in text and "places.csv" in text and "shocks.csv" in text


def test_the_same_mistake_in_many_rows_is_one_line(world: Path) -> None:
    path = world / "country_year.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("homicide_rate", "homicide_rte"), encoding="utf-8"
    )
    text = message(world)
    assert text.count("homicide_rte") == 1 and "more rows" in text


def test_an_unknown_indicator_in_the_targets(world: Path) -> None:
    replace(world, "targets.csv", "idp_stock", "idp_stok")
    with pytest.raises(InputError) as caught:
        check_targets(load(world))
    text = str(caught.value)
    assert "targets.csv, row 17" in text and "'idp_stok'" in text and "Did you mean 'idp_stock'" in text


def test_an_unknown_lever_in_the_timeline(world: Path) -> None:
    replace(world, "policy_timeline.csv", "visas_h2a", "visas_h2x")
    with pytest.raises(InputError) as caught:
        check_policies(load(world))
    text = str(caught.value)
    assert "policy_timeline.csv, row 2" in text and "'visas_h2x'" in text and "Did you mean 'visas_h2" in text


def test_a_run_refuses_what_check_refuses(world: Path) -> None:
    replace(world, "policy_timeline.csv", "visas_h2a", "visas_h2x")
    with pytest.raises(InputError, match=r"row 2.*'visas_h2x'"):
        prepare(read([f"world={world}"], RunConfig))



NONSENSE = ("", "x", "-1", "1e400", "inf", "nan", "9" * 20, ";", "ALL", "2014-13", "2014-02-30", '"q')
FILLED = [name for name in TABLES if (SCENARIOS / "valley" / f"{name}.csv").exists()]


@pytest.mark.parametrize("table", FILLED)
def test_nonsense_in_a_cell_is_read_or_refused_in_words(world: Path, table: str) -> None:
    path = world / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    for position in range(len(cells)):
        word = NONSENSE[(position * 5 + len(table)) % len(NONSENSE)]
        broken = [*cells[:position], word, *cells[position + 1 :]]
        path.write_text("\n".join([lines[0], ",".join(broken), *lines[2:]]) + "\n", encoding="utf-8")
        with contextlib.suppress(InputError):
            build(load(world))


def test_outlines_must_be_readable_and_name_places(world: Path) -> None:
    (world / "basemap.geojson").write_text("no json", encoding="utf-8")
    feature = '{"type": "Feature", "properties": {"place_id": "val-drry"}, "geometry": null}'
    (world / "departments.geojson").write_text(f'{{"features": [{feature}]}}', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        check_shapes(load(world))
    text = str(caught.value)
    assert "basemap.geojson: not a GeoJSON" in text and "Did you mean 'val-dry'" in text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["check", "vally"], "Did you mean 'valley'"),
        (["list", "levrs"], "Did you mean 'levers'"),
        (["chek", "valley"], "Did you mean 'check'"),
    ],
)
def test_commands_say_what_is_wrong(words: list[str], expected: str) -> None:
    result = here("model", *words)
    assert result.returncode == 2 and expected in result.stderr and "Traceback" not in result.stderr
    assert result.stdout == ""


def test_check_refuses_a_broken_world(world: Path) -> None:
    replace(world, "places.csv", "-89.2,26000,", "-89.2,-26000,")
    result = here("model", "check", str(world))
    assert result.returncode == 2 and "Traceback" not in result.stderr
    assert "places.csv, row 2, column 'population' = '-26000'" in result.stderr


def test_check_and_lists_work() -> None:
    for words in (["check", "valley"], ["list", "worlds"], ["list", "states"], ["list", "settings"],
                  ["list", "indicators"], ["list", "levers"]):
        result = here("model", *words)
        assert result.returncode == 0 and result.stdout and result.stderr == "", words
