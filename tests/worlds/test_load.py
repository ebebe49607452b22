"""A world loads into the arrays the engine relies on, and the small worlds are what they say."""

from __future__ import annotations

import hashlib
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

from model.checks import InputError
from model.world import SCENARIOS, World, available, load
from model.world_guide import PAGE, page_with_guide
from model.world_summary import persons_and_households
from model.world_tables import TABLES


@pytest.fixture(scope="module")
def valley() -> World:
    return load("valley")


def test_valley_is_tiny_and_has_everything(valley: World) -> None:
    persons, households = persons_and_households(valley)
    assert 15_000 < households < 25_000 and persons > households
    assert len(valley.countries) == 3 and len(valley.origins) == 5 and len(valley.sectors) == 2
    assert valley.label(0) == "2014-01" and valley.label(valley.months - 1) == "2019-12"
    assert all(
        len(valley.tables[name])
        for name in TABLES
        if name not in ("places", "routes", "intercepts", "affinities", "beliefs", "sector_costs", "party_weights",
                        "seasons")
    )


def test_valley_says_that_it_is_synthetic() -> None:
    assert "synthetic" in (SCENARIOS / "valley" / "README.md").read_text(encoding="utf-8")
    for table in TABLES:
        path = SCENARIOS / "valley" / f"{table}.csv"
        if path.exists() and table not in ("intercepts", "beliefs"):
            assert all("synthetic" in line for line in path.read_text(encoding="utf-8").splitlines()[1:]), (
                table
            )


def test_indices_point_both_ways(valley: World) -> None:
    for origin, place in enumerate(valley.origins):
        assert valley.place_origin[place] == origin
        assert valley.origin_country[origin] == valley.place_country[place]
    for position, place in enumerate(valley.settle_places):
        assert valley.settle_of_place[place] == position
        assert valley.dest_country[position] == valley.place_country[place]
    for country, place in enumerate(valley.main_place):
        assert valley.place_country[place] == country and valley.places["main"][place] == 1
    assert valley.countries == tuple(sorted(valley.countries))
    assert valley.countries[valley.hub] == "NOR" and bool(valley.host_only[valley.hub])


def test_dtypes_are_those_of_the_contract(valley: World) -> None:
    wanted = {
        "place_country": "i2",
        "place_uid": "u4",
        "country_block": "i1",
        "host_only": "?",
        "main_place": "i4",
        "origins": "i4",
        "origin_country": "i2",
        "place_origin": "i2",
        "settle_places": "i4",
        "settle_of_place": "i2",
        "dest_country": "i2",
        "sectors": "i4",
        "sector_of_place": "i2",
        "season": "f8",
    }
    for name, kind in wanted.items():
        assert getattr(valley, name).dtype == np.dtype(kind), name


def test_place_uid_is_a_hash_of_the_name_alone(valley: World) -> None:
    digest = hashlib.blake2s(b"val-dry", digest_size=4).digest()
    assert valley.place_uid[valley.place_index["val-dry"]] == int.from_bytes(digest, "little")
    assert len(set(valley.place_uid)) == len(valley.places)


def test_route_windows_are_months_of_the_world(valley: World) -> None:
    appointment = valley.routes[valley.routes["open_from"] == "2017-06-01"].iloc[0]
    assert valley.label(appointment["open_from_month"]) == "2017-06"
    assert appointment["open_to_month"] > valley.months
    assert valley.place_ids[appointment["tail"]] == appointment["from_place"]


def test_month_of_and_label_are_inverse(valley: World) -> None:
    assert [valley.label(valley.month_of(text)) for text in ("2014-01", "2016-12")] == ["2014-01", "2016-12"]
    for outside in ("2013-12", "2020-01", "2016", "2016-13", "soon"):
        with pytest.raises(InputError, match="2014-01 to 2019-12"):
            valley.month_of(outside)


def test_origins_can_be_restricted_without_touching_places() -> None:
    whole, part = load("valley"), load("valley", origins=["val-dry", "MID"])
    assert [part.place_ids[place] for place in part.origins] == ["val-dry", "mid-city"]
    assert len(part.places) == len(whole.places) and part.hash == whole.hash
    assert (part.place_uid == whole.place_uid).all()
    with pytest.raises(InputError, match="Did you mean 'val-dry'"):
        load("valley", origins=["val-drey"])


def test_world_can_be_pickled(valley: World) -> None:
    again = pickle.loads(pickle.dumps(valley))
    assert again.hash == valley.hash and again.routes.equals(valley.routes)


def test_hash_changes_with_any_table(tmp_path: Path) -> None:
    folder = tmp_path / "valley"
    shutil.copytree(SCENARIOS / "valley", folder)
    assert load(folder).hash == load("valley").hash
    text = (folder / "fees.csv").read_text(encoding="utf-8")
    (folder / "fees.csv").write_text(text.replace("7000", "7001"), encoding="utf-8")
    assert load(folder).hash != load("valley").hash


def test_template_copied_is_a_world(tmp_path: Path) -> None:
    shutil.copytree(SCENARIOS / "_template", tmp_path / "my-world")
    world = load(tmp_path / "my-world")
    assert len(world.origins) == 2 and "_template" not in available()


def test_a_place_and_a_route_are_added_as_rows(tmp_path: Path) -> None:
    folder = tmp_path / "valley"
    shutil.copytree(SCENARIOS / "valley", folder)
    with (folder / "places.csv").open("a", encoding="utf-8") as places:
        places.write("nor-hill,Hill City,NOR,city,destination,35.0,-90.0,50000,1,0,,test,C,\n")
    with (folder / "routes.csv").open("a", encoding="utf-8") as routes:
        routes.write("nor-bay,nor-hill,bus,irregular,300,0.3,low,15,,,,,test,C,\n")
        routes.write("nor-hill,val-reception,air,return,3000,0.3,low,0,,,,,test,C,\n")
    world = load(folder)
    assert "nor-hill" in world.place_ids and len(world.settle_places) == len(load("valley").settle_places) + 1


def test_optional_tables_may_be_absent(tmp_path: Path) -> None:
    folder = tmp_path / "valley"
    shutil.copytree(SCENARIOS / "valley", folder)
    for table in TABLES.values():
        if table.optional:
            (folder / f"{table.name}.csv").unlink(missing_ok=True)
    world = load(folder)
    assert world.tables["us_month"].empty
    assert list(world.tables["beliefs"].columns) == TABLES["beliefs"].header


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    folder = tmp_path / "valley"
    shutil.copytree(SCENARIOS / "valley", folder)
    (folder / "fees.csv").write_bytes(b"\xef\xbb\xbf" + (folder / "fees.csv").read_bytes())
    assert len(load(folder).tables["fees"]) == 4


def test_the_guide_of_the_template_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_with_guide(page), "run: python -m model.world_guide"


def test_every_table_is_described() -> None:
    for table in TABLES.values():
        assert table.meaning and all(column.meaning for column in table.columns), table.name
        assert set(table.key) <= set(table.header), table.name
