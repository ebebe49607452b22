"""Published files that were spoiled on the way: nothing is lost, doubled or misread in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from experiments import load_targets
from experiments.lib.loaders import formats, suspect
from experiments.lib.loaders.tally import Tally
from model.checks import InputError
from tests.loaders.test_loaders import (
    APPLICATIONS,
    AREA,
    BARE,
    INCIDENTS,
    INCIDENTS_TABLE,
    POPULATION,
    SOUTHWEST,
    STOCK,
    TIDY,
    put,
    value,
    workbook,
)

PATROL = [["Fiscal Year", "Month", "Region", "Citizenship", "Quantity"],
          [2020, "01 October", "Southwest Border", "Cuba", 110], [2020, "01 October", "Southwest Border", "Ghana", 50]]
MONTHLY = [["DHS Removals"], ["Fiscal Year", "Month", "Total", "Mexico2", "El Salvador", "Other"],
           [2014, "Total", 500, 300, 100, 100], ["", "October", 40, 25, "X", 15], ["", "November", 50, 30, 5, 15]]
NAMES = ("OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP")


def refused(folder: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        formats.load(put(folder, text))


def patrol(folder: Path, *more: list[object]) -> Path:
    return workbook(folder, {"Monthly Rgn and Citp": [*PATROL, *more]})


def removals(folder: Path, *more: list[object], header: list[object] | None = None) -> Path:
    rows = [MONTHLY[0], header or MONTHLY[1], *MONTHLY[2:], *more]
    return workbook(folder, {"DHS Removals by Citizenship": rows})


def tidy_months(source_of: dict[int, str]) -> str:
    """Seven months of 2021; some have another cell `source`."""
    head, row = TIDY.splitlines()
    rows = [row.replace("2021-08", f"2021-{month:02d}").replace("my own count", source_of.get(month, "my own count"))
            for month in range(1, 8)]
    return "\n".join([head, *rows]) + "\n"


# nothing is lost

@pytest.mark.parametrize("cells", [{2: '"my own count'}, {2: '"my own count', 6: '"my own count'},
                                   {2: '"my own count', 6: 'my own count"'}, {2: '"my own count', 3: 'my own count"'}])
def test_an_open_quotation_mark_swallows_no_rows(tmp_path: Path, cells: dict[int, str]) -> None:
    refused(tmp_path, tidy_months(cells), "row 3.*quotation mark is opened")


def test_a_blank_month_does_not_end_the_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="row 6, column 'Month': '' is no month"):
        formats.load(removals(tmp_path, ["", "", 60, 36, 6, 18], ["", "January", 1, 1, 1, 1]))
    with_note = removals(tmp_path, ["2 includes residents abroad"], ["", "December", 60, 36, 6, 18])
    assert value(formats.load(with_note), "removals_usa", "2013-12", "MEX") == 36


def test_a_misspelt_country_or_route_is_not_taken_for_one_elsewhere(tmp_path: Path) -> None:
    refused(tmp_path, STOCK.replace("Mexico", "Mexcio"), "row 4.*unknown 'Mexcio'. Did you mean 'MEXICO'")
    refused(tmp_path, INCIDENTS.replace("border crossing", "border crosing"), "Did you mean 'us-mexico border")
    refused(tmp_path, INCIDENTS.replace("crossing", "crossing (land)"), "Did you mean 'us-mexico border crossing'")
    header: list[object] = ["Fiscal Year", "Month", "Total", "Mexico2", "El Salvadro", "Other"]
    with pytest.raises(InputError, match="header.*'El Salvadro'. Did you mean 'EL SALVADOR'"):
        formats.load(removals(tmp_path, header=header))


@pytest.mark.parametrize(("row", "message"), [
    ([2020, "01 October", "South West Border", "Cuba", 9], "row 4.*'South West Border'. Did you mean 'southwest bor"),
    ([2020, "01 October", "Southwest Border", "Venezula", 9], "row 4.*'Venezula'. Did you mean 'VENEZUELA'"),
    ([2020, "01 October", None, "Cuba", 9], "row 4, column 'Region': is blank beside a number"),
    ([2020, "01 October", "Southwest Border", None, 9], "row 4, column 'Citizenship': is blank")])
def test_misspelt_cells_of_the_patrol(tmp_path: Path, row: list[object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        formats.load(patrol(tmp_path, row))


def test_refugee_agency_rows_without_a_code(tmp_path: Path) -> None:
    refused(tmp_path, POPULATION.replace(",VEN,Peru", ",,Peru"), r"row 7.*where the name is Venezuela.*expected VEN")
    refused(tmp_path, BARE.replace('"HND"', '""'), "row 2, column 'ISO3CoO': is blank")
    refused(tmp_path, APPLICATIONS.replace("MEX", "Mex"), "'Mex' is no code of three capitals. Did you mean 'MEX'")
    without_country = POPULATION.replace(",AFG,", ",,").replace("Afghanistan", "Various")
    assert value(formats.load(put(tmp_path, without_country)), "asylum_pending_stock", "2015-12", "VEN") == 120


def test_the_command_says_how_many_rows_were_left_out_and_why(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stock = STOCK + "4,Norway,,,578,Honduras,340,9,9,4,4\n5,Mexico,,,484,Ghana,288,9,9,4,4\n"
    assert load_targets.main([f"file={put(tmp_path, stock)}", f"out={tmp_path / 'out.csv'}"]) == 0
    said = capsys.readouterr().out
    assert "5 rows read, 2 used, 3 left out" in said
    assert "countries that are not compared, 2: Norway, Ghana." in said and "sums of countries, 1." in said


def test_at_most_ten_left_out_names_are_shown() -> None:
    tally = Tally(read=12)
    for number in range(12):
        tally.leave("route", f"route {number}")
    assert "route 9 and 2 more" in tally.sentences("en")[1] and " y 2 más" in tally.sentences("es")[1]


def test_nationalities_of_elsewhere_count_in_the_total_and_are_named(tmp_path: Path) -> None:
    tally = Tally()
    table = formats.load(patrol(tmp_path), tally=tally)
    assert value(table, "encounters_usbp_swb", "2019-10", "ALL") == 160
    assert tally.lost() == 0 and tally.aside["only_total"] == {"Ghana": 1}


# nothing is doubled

@pytest.mark.parametrize(("text", "again", "message"), [
    (SOUTHWEST, 2, "row 6: is the same as row 3"), (AREA, 1, "row 3: is the same as row 2"),
    (POPULATION, 6, "row 10: is the same as row 7"), (APPLICATIONS, 1, "row 5: is the same as row 2"),
    (INCIDENTS, 1, "row 4: is the same as row 2"), (STOCK, 2, "row 5: USA from HND stands a second time")])
def test_a_row_that_stands_twice_is_not_added(tmp_path: Path, text: str, again: int, message: str) -> None:
    refused(tmp_path, text + text.splitlines()[again] + "\n", message)


def test_incidents_without_a_number_may_look_the_same(tmp_path: Path) -> None:
    twice = INCIDENTS_TABLE + INCIDENTS_TABLE.splitlines()[1] + "\n"
    assert value(formats.load(put(tmp_path, twice)), "deaths_us_mexico_border_zone", "2014", "ALL") == 2


def test_rows_of_the_patrol_that_are_sums_or_repeats(tmp_path: Path) -> None:
    table = formats.load(patrol(tmp_path, [2020, "01 October", "Southwest Border", "Total", 160]))
    assert value(table, "encounters_usbp_swb", "2019-10", "ALL") == 160
    with pytest.raises(InputError, match="row 4: is the same as row 2"):
        formats.load(patrol(tmp_path, PATROL[1]))


def test_total_rows_of_the_border_agency_are_left_out(tmp_path: Path) -> None:
    total = SOUTHWEST + "2022,FYTD,JAN,U.S. Border Patrol,Single Adults,Total,Title 8,Apprehensions,7\n"
    assert value(formats.load(put(tmp_path, total)), "encounters_swb", "2022-01", "ALL") == 7


def test_a_second_year_without_its_number_is_not_added_to_the_first(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"row 6: October \(2013-10\) stands a second time.*fiscal year missing"):
        formats.load(removals(tmp_path, MONTHLY[3]))
    with pytest.raises(InputError, match="row 6, column 'Fiscal Year': '' is no year"):
        formats.load(removals(tmp_path, ["", "Total", 60, 36, 6, 18]))


# no nonsense

@pytest.mark.parametrize(("old", "new", "message"), [
    ("17279", "nan", "'nan' is not a number"), ("17279", "inf", "'inf' is not a number"),
    ("17279", "17.279", "'17.279' is unclear"), ("17279", '"0,125"', "'0,125' is unclear"),
    ("2021-08", "1722-08", "'1722' is no year between 1950"), ("2021-08", "0000-08", "'0000' is no year"),
    ("2021-08,,", "2021-08,1999,", "two periods, 2021-08 and 1999"),
    ("HTI", "XXX", "column 'nationality': 'XXX' is not known"), ("HTI", "Haiti", "'Haiti' is not.*Did you mean 'HTI'"),
    ("HTI", "hti", "Did you mean 'HTI'"), ("HTI", "", "column 'nationality': '' is not known"),
    ("PAN", "Panama", "column 'place': 'Panama' is a name. Did you mean 'PAN'"),
    (",persons", ",thousand persons", "column 'unit': 'thousand persons' is not known. Did you mean 'persons'"),
    (",persons", ",", "column 'unit': '' is not known"), ("my own count", "", "column 'source': is blank"),
    ("nationality", "citizenship", "no column 'nationality'"), ("place", "plaec", "Did you mean 'place'"),
    ("year,", "value,", "column 'value' stands twice")])
def test_tidy_cells_must_mean_something(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        formats.load(put(tmp_path, TIDY.replace(old, new)), "tidy")


def test_all_shares_and_notes_of_ones_own_pass_in_tidy(tmp_path: Path) -> None:
    everybody = TIDY.replace("HTI", "ALL").replace("source", "source,note").replace("count", "count,by hand")
    tally = Tally()
    assert value(formats.load(put(tmp_path, everybody), tally=tally), "darien_crossings", "2021-08", "ALL") == 17279
    assert tally.aside["column"] == {"note": 1}
    share = (TIDY.replace("darien_crossings", "repeat_encounter_share").replace("HTI", "ALL").replace(",PAN,", ",,")
             .replace("17279,persons", "0.268,share"))
    assert value(formats.load(put(tmp_path, share)), "repeat_encounter_share", "2021-08", "ALL") == 0.268


@pytest.mark.parametrize(("old", "new", "message"), [
    ('"1,234"', "12.000", "'12.000' is unclear"), (",100", ",nan", "'nan' is not a number"),
    (",100", ",inf", "'inf' is not a number"), (",OCT,", ",Mayor,", "'Mayor' is no month"),
    ("Mexico,", "Mexcio,", "Did you mean 'MEXICO'")])
def test_border_agency_cells(tmp_path: Path, old: str, new: str, message: str) -> None:
    refused(tmp_path, SOUTHWEST.replace(old, new), message)


def test_full_names_of_months_and_accents_are_read(tmp_path: Path) -> None:
    text = SOUTHWEST.replace(",OCT,", ",October,").replace("Mexico", "México")
    table = formats.load(put(tmp_path, text))
    assert value(table, "encounters_swb", "2021-10", "SLV") == 104
    assert value(table, "encounters_swb", "2025-12", "MEX") == 1234


def test_stocks_of_impossible_years_and_unclear_thousands(tmp_path: Path) -> None:
    refused(tmp_path, STOCK.replace("2015", "1722"), "'1722' is no year between 1950 and 2100")
    refused(tmp_path, STOCK.replace("776000", "776.000"), "row 3, column '2020': '776.000' is unclear")


@pytest.mark.parametrize("date", ["2014-10-27", "27/10/14", "10/27/2014", "27.10.2014"])
def test_dates_in_any_form_are_held_against_the_year(tmp_path: Path, date: str) -> None:
    text = INCIDENTS.replace("10/27/2014", date)
    assert value(formats.load(put(tmp_path, text)), "deaths_us_mexico_border_zone", "2014", "ALL") == 2
    refused(tmp_path, text.replace(",2014,October", ",2015,October"), f"2015, but the incident is dated {date}")
    refused(tmp_path, text.replace(date, "spring"), "row 2, column 'Incident Date'.*is no date")


# files and line numbers

def test_the_published_file_is_never_overwritten(tmp_path: Path) -> None:
    path = put(tmp_path, TIDY)
    with pytest.raises(InputError, match="is the published file itself"):
        load_targets.main([f"file={path}", f"out={tmp_path}/../{tmp_path.name}/file.csv"])
    assert path.read_text(encoding="utf-8") == TIDY


@pytest.mark.parametrize("out", ["no/such/folder/out.csv", "."])
def test_an_out_that_cannot_be_written(tmp_path: Path, out: str) -> None:
    with pytest.raises(InputError, match=r"out = .*cannot be written"):
        load_targets.main([f"file={put(tmp_path, TIDY)}", f"out={tmp_path / out}"])


def test_a_file_that_holds_a_mark_of_encoding_only(tmp_path: Path) -> None:
    refused(tmp_path, "\ufeff", "the file is empty")


def test_rows_are_numbered_as_editors_number_lines(tmp_path: Path) -> None:
    head, row = TIDY.splitlines()
    wrong = row.replace("17279", "many").replace("HTI", "VEN")
    refused(tmp_path, "\n".join(["", head, "", row, ",,,,,,,,,", "", wrong]), "row 7, column 'value': 'many'")
    two_lines = row.replace("my own count", '"my own\ncount"')
    refused(tmp_path, "\n".join([head, two_lines, wrong]), "row 4, column 'value': 'many'")


# suspicions

def held(nation: str, values: list[float]) -> pd.DataFrame:
    months = [f"{2015 + k // 12}-{k % 12 + 1:02d}" for k in range(len(values))]
    return pd.DataFrame({"indicator": "darien_crossings", "year_month": months, "year": "", "year_type": "month",
                         "place": "PAN", "nationality": nation, "group": "", "value": values})


@pytest.mark.parametrize(("factor", "words"), [(10, "ten times too large"), (0.1, "in tens"),
                                               (2, "twice too large"), (0.5, "half as large")])
def test_other_factors_are_suspected(factor: float, words: str) -> None:
    known = held("HTI", [100.0 * 1.1 ** (k % 29) for k in range(48)])
    assert words in suspect.warnings(known.assign(value=known["value"] * factor), known)[0]


def test_values_twice_as_large_on_average_only_are_not_suspected() -> None:
    known = held("HTI", [100.0] * 48)
    loose = known.assign(value=[100.0 * (1 + k % 3) for k in range(48)])
    assert suspect.warnings(loose, known) == []


def test_two_nationalities_that_are_swapped_are_suspected() -> None:
    known = pd.concat([held("HTI", [100.0 + k for k in range(24)]), held("VEN", [900.0 - 20 * k for k in range(24)])])
    swapped = known.assign(nationality=known["nationality"].map({"HTI": "VEN", "VEN": "HTI"}))
    assert "HTI are those held of VEN" in suspect.warnings(swapped, known)[0]
    assert suspect.warnings(known, known) == []


# fiscal years

def year_of_encounters(months: tuple[str, ...]) -> str:
    rows = [f"2022,FYTD,{month},U.S. Border Patrol,Single Adults,Cuba,Title 8,Apprehensions,{10 + k}"
            for k, month in enumerate(months)]
    haiti = "2022,FYTD,MAR,U.S. Border Patrol,UC / Single Minors,Haiti,Title 8,Apprehensions,3"
    return "\n".join([SOUTHWEST.splitlines()[0], *rows, haiti]) + "\n"


def test_complete_fiscal_years_are_summed_below_the_months(tmp_path: Path) -> None:
    table = formats.load(put(tmp_path, year_of_encounters(NAMES)))
    years = table[table["year_type"] == "fiscal_year"]
    assert set(years["year"]) == {"2022"} and set(years["year_month"]) == {""}
    assert value(years, "encounters_swb", "2022", "CUB") == sum(range(10, 22))
    assert value(years, "encounters_swb", "2022", "HTI") == 3, "a month without a row is a month without events"
    assert value(years, "encounters_swb", "2022", "ALL") == sum(range(10, 22)) + 3
    assert years["sigma_rel"].between(0.01, 1).all()


def test_a_fiscal_year_that_lacks_a_month_is_not_summed(tmp_path: Path) -> None:
    table = formats.load(put(tmp_path, year_of_encounters(NAMES[:11])))
    assert set(table["year_type"]) == {"month"}


def test_a_withheld_month_leaves_the_year_of_that_nationality_open(tmp_path: Path) -> None:
    months: list[list[object]] = [["", month, 40, 25, "X" if month == "MAY" else 5, 15] for month in NAMES[2:]]
    years = formats.load(removals(tmp_path, *months)).query("year_type == 'fiscal_year'")
    assert sorted(years["nationality"]) == ["ALL", "MEX"] and value(years, "removals_usa", "2014", "ALL") == 490


def test_what_is_written_can_be_read_again_as_tidy(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert load_targets.main([f"file={put(tmp_path, year_of_encounters(NAMES))}", f"out={out}", "lang=es"]) == 0
    again = pd.read_csv(out, dtype=str, keep_default_na=False)
    assert value(formats.load(out), "encounters_swb", "2022", "CUB") == 186
    assert all(re.fullmatch(r"20\d\d", year) for year in again.loc[again["year_type"] == "fiscal_year", "year"])
