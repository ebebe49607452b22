"""A small made-up file of every published format, and what loaders say of files that are not as expected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from experiments.lib.compile.target_tools import COLUMNS
from experiments.lib.loaders import formats, suspect
from model.checks import InputError

SOUTHWEST = """Fiscal Year,Month Grouping,Month (abbv),Component,Demographic,Citizenship Grouping,Title of Authority,Encounter Type,Encounter Count
2022,FYTD,OCT,Office of Field Operations,Accompanied Minors,El Salvador,Title 42,Expulsions,4
2022,FYTD,OCT,U.S. Border Patrol,Single Adults,El Salvador,Title 8,Apprehensions,100
2022,FYTD,JAN,U.S. Border Patrol,UC / Single Minors,Other,Title 8,Apprehensions,7
2026 (FYTD),FYTD,DEC,U.S. Border Patrol,FMUA,Mexico,Title 8,Apprehensions,"1,234"
"""  # noqa: E501
STATE = """Fiscal Year,Month Grouping,Month (abbv),Land Border Region,State,Demographic,Citizenship,Title of Authority,Encounter Count
2021,FYTD,APR,Northern Land Border,ID,Single Adults,CANADA,Title 8,1
2021,FYTD,APR,Southwest Land Border,TX,FMUA,GUATEMALA,Title 8,20
2021,FYTD,APR,Other,FL,Single Adults,"CHINA, PEOPLES REPUBLIC OF",Title 8,3
"""  # noqa: E501
AREA = """Fiscal Year,Month Grouping,Month (abbv),Component,Land Border Region,Area of Responsibility,AOR (Abbv),Demographic,Citizenship,Title of Authority,Encounter Type,Encounter Count
2023,FYTD,DEC,Office of Field Operations,Northern Land Border,Boston Field Office,Boston,UAC,HAITI,Title 42,Expulsions,3
"""  # noqa: E501
POPULATION = '''Extracted:,"United Nations High Commissioner for Refugees"
"Date extracted:","12/12/2023 21:23 UTC"

Years:
Origin:,all
Year,"Country of origin","Country of origin (ISO)","Country of asylum","Country of asylum (ISO)","Refugees under UNHCR's mandate",Asylum-seekers,"IDPs of concern to UNHCR","Other people in need of international protection"
2015,"Venezuela (Bolivarian Republic of)",VEN,Peru,PER,5,120,-,0
2015,Colombia,COL,Colombia,COL,0,0,6270000,0
2015,Afghanistan,AFG,Peru,PER,0,20,-,0
'''  # noqa: E501
BARE = '''"Year","ISO3CoO","ISO3CoA","REF","IDP","ASY","OOC","STA","OIP"
2016,"HND","MEX",2000,0,310,0,0,0
'''
APPLICATIONS = '''"Year","ISO3CoO","ISO3CoA","ProcedureType","ApplicationType","ApplicationDataType","ApplicationAveragePersonsPerCase","Applications"
2019,"HND","MEX","G","N","P","0",30000
2019,"HND","MEX","G","A","P","0",99
2019,"HND","MEX","G","N","C","2",50
'''  # noqa: E501
INCIDENTS = '''"Main ID","Incident ID",Region,"Incident Date",Year,"Reported Month","Number Dead","Minimum Estimated Number of Missing","Total Number of Dead and Missing","Migration route"
2014.M1,2014.M1,North America,"Mon, 10/27/2014 - 12:00",2014,October,,2,2,"US-Mexico border crossing"
2014.M2,2014.M2,Mediterranean,"Mon, 10/27/2014 - 12:00",2014,October,9,,9,"Eastern Mediterranean"
'''  # noqa: E501
INCIDENTS_NEW = '''"Main ID","Incident ID",Region,"Incident Date",Year,"Number Dead","Minimum Estimated Number of Missing","Migration route"
2026.M1,2026.M1,Central America,"Thu, 01/01/2026 - 12:00",2026,1,3,Darien
'''  # noqa: E501
INCIDENTS_TABLE = '''Incident Type,Incident year,Reported Month,Number of Dead,Minimum Estimated Number of Missing,Total Number of Dead and Missing,Migration route
Incident,2014,January,1,0,1,US-Mexico border crossing
'''  # noqa: E501
STOCK = '''Index,"Region, development group, country or area of destination",Notes of destination,Coverage,Location code of destination,"Region, development group, country or area of origin",Location code of origin,2015,2020,2015,2020
1,World,,,900,Honduras,340,9,9,4,4
2,United States of America*,,,840,Honduras,340,"600 000",776000,1,2
3,Mexico,,,484,Honduras,340,..,81000,1,2
'''  # noqa: E501
TIDY = """indicator,year_month,year,year_type,place,nationality,value,unit,sigma_rel,source
darien_crossings,2021-08,,month,PAN,HTI,17279,persons,0.05,my own count
"""


def put(folder: Path, text: str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path = folder / "book.xlsx"
    book.save(path)
    return path


def value(table: pd.DataFrame, indicator: str, period: str, nation: str) -> float:
    rows = table[(table["indicator"] == indicator) & (table["nationality"] == nation)]
    rows = rows[(rows["year_month"] == period) | (rows["year"] == period)]
    assert len(rows) == 1, rows
    return float(rows["value"].iloc[0])


def test_southwest_months_are_calendar_months_and_everybody_is_counted_in_all(tmp_path: Path) -> None:
    table = formats.load(put(tmp_path, SOUTHWEST))
    assert list(table.columns) == COLUMNS
    assert value(table, "encounters_swb", "2021-10", "SLV") == 104
    assert value(table, "encounters_swb_family_unit", "2021-10", "SLV") == 4
    assert value(table, "encounters_swb", "2022-01", "ALL") == 7
    assert value(table, "encounters_swb", "2025-12", "MEX") == 1234
    assert "OTHER" not in set(table["nationality"])
    assert (table["sigma_rel"] >= 0.01).all()


def test_nationwide_by_state_and_by_area(tmp_path: Path) -> None:
    table = formats.load(put(tmp_path, STATE))
    assert value(table, "encounters_nationwide", "2021-04", "ALL") == 24
    assert value(table, "encounters_swb", "2021-04", "GTM") == 20
    assert value(formats.load(put(tmp_path, AREA)), "encounters_nationwide", "2022-12", "HTI") == 3


def test_a_damaged_first_heading_is_read(tmp_path: Path) -> None:
    table = formats.load(put(tmp_path, "\ufeff" + SOUTHWEST))
    assert value(table, "encounters_swb", "2021-10", "SLV") == 104


def test_refugee_agency_with_metadata_and_bare(tmp_path: Path) -> None:
    table = formats.load(put(tmp_path, POPULATION))
    assert value(table, "asylum_pending_stock", "2015-12", "VEN") == 120
    assert value(table, "idp_stock", "2015-12", "COL") == 6270000
    assert "AFG" not in set(table["nationality"])
    assert value(formats.load(put(tmp_path, BARE)), "asylum_pending_stock", "2016-12", "HND") == 310


def test_applications_leave_out_appeals_and_cases(tmp_path: Path) -> None:
    table = formats.load(put(tmp_path, APPLICATIONS))
    assert value(table, "asylum_applications_mex_persons", "2019", "HND") == 30000 and len(table) == 1


@pytest.mark.parametrize(("text", "indicator", "year", "count"), [
    (INCIDENTS, "deaths_us_mexico_border_zone", "2014", 2), (INCIDENTS_NEW, "deaths_darien_colombia", "2026", 4),
    (INCIDENTS_TABLE, "deaths_us_mexico_border_zone", "2014", 1)])
def test_three_generations_of_incidents(tmp_path: Path, text: str, indicator: str, year: str, count: float) -> None:
    table = formats.load(put(tmp_path, text))
    assert value(table, indicator, year, "ALL") == count and table["sigma_rel"].min() >= 0.5


def test_migrant_stock_as_sheet_and_as_text(tmp_path: Path) -> None:
    lines = [line.split(",") for line in ("a,b", "c,d")]
    import csv
    import io

    cells = list(csv.reader(io.StringIO(STOCK)))
    for path in (put(tmp_path, STOCK), workbook(tmp_path, {"Table 1": [*lines, *cells]})):
        table = formats.load(path)
        assert value(table, "migrant_stock_in_usa", "2015", "HND") == 600000
        assert value(table, "migrant_stock_in_mex", "2020", "HND") == 81000 and len(table) == 3


def test_workbooks_of_homeland_security(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Monthly Rgn and Citp": [
        ["Fiscal\nYear", "Month", "Region", "Citizenship", "Quantity"],
        [2020, "01 October", "Southwest Border", "Cuba", 110], [2020, "01 October", "Coastal Border", "Cuba", 9]]})
    assert value(formats.load(path), "encounters_usbp_swb", "2019-10", "CUB") == 110
    path = workbook(tmp_path, {"TOC": [["x"]], "DHS Removals by Citizenship": [
        ["Return to Table of Contents."], ["DHS Removals: Fiscal Years 2014 to 2024"],
        ["Fiscal Year", "Month", "Total", "Mexico2", "El Salvador", "Other"],
        [2014, "Total", 500, 300, 100, 100], ["", "October", 40, 25, "X", 15], ["", "", "", ""], ["1 a note"]]})
    table = formats.load(path)
    assert value(table, "removals_usa", "2013-10", "MEX") == 25
    assert value(table, "removals_usa", "2013-10", "ALL") == 40 and len(table) == 2


def test_tidy_rows_pass_and_need_an_error(tmp_path: Path) -> None:
    assert value(formats.load(put(tmp_path, TIDY)), "darien_crossings", "2021-08", "HTI") == 17279
    with pytest.raises(InputError, match="row 2, column 'sigma_rel'.*every target carries an error"):
        formats.load(put(tmp_path, TIDY.replace("0.05", "0")))
    with pytest.raises(InputError, match="unknown 'darien_crosings'. Did you mean 'darien_crossings'"):
        formats.load(put(tmp_path, TIDY.replace("darien_crossings", "darien_crosings")))


@pytest.mark.parametrize(("change", "message"), [
    (lambda text: text[:-40], r"row 5: \d cells where the header has 9. It is the last row"),
    (lambda text: text.replace("Encounter Count", "Encounters Counted"), "no column 'Encounter Count'. Did you mean"),
    (lambda text: text.replace("El Salvador", "El Salvadro"), "unknown country 'El Salvadro'. Did you mean 'EL SALV"),
    (lambda text: text.replace(",OCT,", ",OKT,"), "row 2, column 'Month .abbv.': 'OKT' is no month"),
    (lambda text: text.replace("2022,", "22,"), "'22' is no year between 1999 and 2050"),
    (lambda text: text.replace(",100", ",-100"), "is negative"),
    (lambda text: text.replace(",100", ",0.1"), "0.1 is no whole number.*in thousands"),
    (lambda text: text.replace(",100", ",n/a"), "row 3, column 'Encounter Count': 'n/a' is not a number"),
    (lambda text: text.replace("Single Adults", "Adults"), "column 'Demographic': 'Adults' is not known"),
    (lambda text: text.replace(",", ";"), "no column|no known format"),
    (lambda text: "", "the file is empty"),
])
def test_what_is_wrong_is_named(tmp_path: Path, change, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=message):
        formats.load(put(tmp_path, change(SOUTHWEST)), "cbp_southwest")


def test_other_encodings_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="UTF-16"):
        formats.load(put(tmp_path, SOUTHWEST, encoding="utf-16"))
    with pytest.raises(InputError, match="row 2: byte 0xf1 is not UTF-8"):
        formats.load(put(tmp_path, SOUTHWEST.replace("Accompanied", "Acompañado"), encoding="latin-1"))


def test_a_missing_file_and_a_cut_workbook(tmp_path: Path) -> None:
    put(tmp_path, SOUTHWEST, "southwest.csv")
    with pytest.raises(InputError, match="Did you mean 'southwest.csv'"):
        formats.load(tmp_path / "soutwest.csv")
    whole = workbook(tmp_path, {"Table 1": [["Index"]]}).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="no readable .xlsx"):
        formats.load(tmp_path / "cut.xlsx")


def test_years_that_contradict_dates(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="2015, but the incident is dated 10/27/2014"):
        formats.load(put(tmp_path, INCIDENTS.replace(",2014,October", ",2015,October")))


def series(values: Sequence[float], first: int = 2015) -> pd.DataFrame:
    months = [f"{first + k // 12}-{k % 12 + 1:02d}" for k in range(len(values))]
    return pd.DataFrame({"indicator": "darien_crossings", "year_month": months, "year": "", "year_type": "month",
                         "place": "PAN", "nationality": "ALL", "group": "", "value": values})


def test_units_and_years_that_do_not_fit_what_is_held() -> None:
    held = series([100.0 * 1.1 ** (k % 29) for k in range(48)])
    assert suspect.warnings(held, held) == []
    assert "in thousands" in suspect.warnings(held.assign(value=held["value"] / 1000), held)[0]
    assert "look shifted by one" in suspect.warnings(series(list(held["value"]), 2016), held)[0]
