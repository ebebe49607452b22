"""The tables of a world folder, declared once.

Every column states its kind, meaning, range and what it refers to. The loader checks worlds against
these declarations, `scenarios/_template/README.md` is generated from them, and nothing else knows them.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.world_series import COUNTRY_SERIES, SHOCK_TYPES, US_MONTH_SERIES

KINDS = ("text", "id", "iso3", "iso3_list", "place", "place_list", "place_or_country", "number", "share",
         "int", "flag", "date", "month", "choice")
GRADES = ("A", "B", "C")
ROLES = ("origin", "host", "destination", "transit", "gateway", "border", "sector", "reception")
MODES = ("bus", "air", "walk", "train", "boat", "truck")
CHANNELS = ("irregular", "lawful", "return")
HAZARDS = ("low", "medium", "high", "extreme")
PARTY_KINDS = ("SA", "FU", "UC")
OUTCOMES = ("removed", "expelled", "released", "waiting", "repatriated")
YEAR_TYPES = ("calendar_year", "fiscal_year", "calendar_year_jan_sep", "month")


@dataclass(frozen=True)
class Column:
    """One column: `blank` allows an empty cell, `also` lists words allowed beside a reference."""

    name: str
    kind: str
    meaning: str
    blank: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One CSV file of a world: its columns in order, its primary key, and whether it may be absent."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    optional: bool = False

    @property
    def header(self) -> list[str]:
        """Column names in the order of the file."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The declaration of one column."""
        return next(column for column in self.columns if column.name == name)


def _number(name: str, meaning: str, low: float | None = 0, high: float | None = None,
            blank: bool = False) -> Column:
    return Column(name, "number", meaning, blank, low, high)


def _share(name: str, meaning: str, blank: bool = False) -> Column:
    return Column(name, "share", meaning, blank, 0, 1)


def _text(name: str, meaning: str, blank: bool = True) -> Column:
    return Column(name, "text", meaning, blank)


def _choice(name: str, meaning: str, choices: tuple[str, ...], blank: bool = False) -> Column:
    return Column(name, "choice", meaning, blank, choices=choices)


def _iso3(name: str, meaning: str, *also: str, blank: bool = False) -> Column:
    return Column(name, "iso3", meaning, blank, also=also)


def _year(name: str = "year", meaning: str = "calendar year", blank: bool = False) -> Column:
    return Column(name, "int", meaning, blank, 1980, 2100)


SOURCE = _text("source", "where the figure comes from: publication, agency, table, or 'own judgement'", False)
GRADE = _choice("grade", "A count or official figure, B derived or surveyed, C judgement", GRADES)
NOTES = _text("notes", "anything a reader should know")

PLACES = Table(
    "places", "One row per node of the map: where people live, pass, are met or received.", ("place_id",), (
        Column("place_id", "id", "short unique name, lower case with hyphens, e.g. hnd-cortes"),
        _text("name", "name shown to people", False),
        _iso3("country_iso3", "country of the place"),
        _text("admin_level", "department, city, country, crossing ...", False),
        _choice("role", "what the place is for: origin (households start here), host, destination, transit, "
                "gateway, border, sector (border sector), reception (returnees arrive)", ROLES),
        _number("lat", "latitude in degrees", -90, 90),
        _number("lon", "longitude in degrees", -180, 180),
        _number("population", "persons living there at the start; needed for origin and settle places",
                blank=True),
        Column("settle", "flag", "1 if parties from abroad may live here"),
        Column("main", "flag", "1 for the one place per country where parties settle by default"),
        _number("capacity_month", "persons a month a reception place can serve; blank elsewhere", blank=True),
        SOURCE, GRADE, NOTES))

ROUTES = Table(
    "routes", "One row per directed use of a link. An irregular trip uses irregular rows, a lawful trip "
    "irregular and lawful rows, a homeward trip return rows only.",
    ("from_place", "to_place", "mode", "channel", "open_from", "open_to_nationalities"), (
        Column("from_place", "place", "place the leg starts from"),
        Column("to_place", "place", "place the leg leads to"),
        _choice("mode", "means of transport", MODES),
        _choice("channel", "irregular = open to anyone named, also ordinary domestic links; lawful = needs a "
                "visa, permit or appointment; return = homeward only", CHANNELS),
        _number("distance_km", "length of the leg in km"),
        _number("days", "moving time in days", 0.001, 365),
        _choice("hazard_class", "danger of the leg", HAZARDS),
        _number("fare_usd", "ordinary fare in US$ (2021) without a smuggler's fee"),
        Column("open_from", "date", "first open day; blank = always was open", True),
        Column("open_to", "date", "last open day; blank = stays open", True),
        Column("open_to_nationalities", "iso3_list", "who may use it, separated by ';'; blank = all", True),
        _text("control_group", "group of controls the leg passes, e.g. mexico-south; blank = none"),
        SOURCE, GRADE, NOTES))

COUNTRIES = Table(
    "countries", "One row per country that has a place.", ("country_iso3",), (
        Column("country_iso3", "id", "three capital letters"),
        _text("name_en", "name in English", False), _text("name_es", "name in Spanish", False),
        Column("tie_block", "int", "block of family ties: 0 USA, 1 MEX, 2 ESP+CAN, 3 CRI+PAN+BLZ, 4 COL+ECU, "
               "5 PER+CHL, 6 BRA+ARG+URY, 7 Caribbean and other", low=0, high=7),
        Column("host_only", "flag", "1 if the country's own residents are not simulated"),
        _number("price_level_ratio", "nominal over PPP price level, USA = 1", 0.01, 5),
        _share("gini", "income inequality, 0 equal to 1"),
        _share("irregular_share_default", "share of people from abroad without status where none is known"),
        _text("citizens_exempt_note", "controls that do not act on citizens, in words"), SOURCE, GRADE))

COUNTRY_YEAR = Table(
    "country_year", "Yearly drivers, one value per country, year and series.",
    ("country_iso3", "year", "series"), (
        _iso3("country_iso3", "country"), _year(),
        _choice("series", "name of the series", tuple(COUNTRY_SERIES)),
        _number("value", "the value; its range depends on the series", None),
        _text("unit", "unit of the value", False), SOURCE, GRADE))

ORIGINS = Table(
    "origins", "One row per place of role origin.", ("place_id",), (
        Column("place_id", "place", "a place with role origin"),
        _share("population_share", "share of the country's people; sums to 1 in a country"),
        _number("household_size_mean", "persons per household", 1, 12),
        _share("rural_share", "share of rural households"),
        _share("farm_share", "share of households that live from farming"),
        _share("remittance_households_share", "share of households that receive remittances"),
        _share("emigrant_households_share", "share of households with someone abroad"),
        _share("emigrant_weight", "share of the country's people abroad who came from here; sums to 1"),
        _share("deprivation", "deprivation index inside the country, 0 best to 1 worst"),
        _number("homicide_relative", "homicide rate over the national one; weighted mean 1", 0, 20),
        _choice("dry_corridor_class", "exposure to drought", ("none", "low", "medium", "high"), True),
        SOURCE, GRADE))

HOUSEHOLD_STRUCTURE = Table(
    "household_structure", "Size and age of households by country.",
    ("country_iso3", "variable", "category"), (
        _iso3("country_iso3", "country"),
        _choice("variable", "what the row describes", ("size_share", "age_share", "woman_led_share")),
        _choice("category", "size_share: 1, 2-3, 4-5, 6+; age_share: 0-17, 18-59, 60+; woman_led_share: all",
                ("1", "2-3", "4-5", "6+", "0-17", "18-59", "60+", "all")),
        _share("value", "share of households or persons"), _text("unit", "share", False), SOURCE, GRADE),
    optional=True)

BANDS = ("years_0_5", "years_5_10", "years_10_15", "years_15_20", "years_20_25", "years_25_plus")
STOCKS_ABROAD = Table(
    "stocks_abroad", "People living abroad at the start.", ("origin_iso3", "place_id"), (
        _iso3("origin_iso3", "country they came from"),
        Column("place_id", "place", "settle place abroad where they live"),
        _number("persons", "persons at the start"),
        _share("irregular_share", "share without status"),
        _share("pending_share", "share waiting for an asylum decision; the rest is lawful"),
        *(_share(band, f"share with {band[6:].replace('_', ' to ')} years abroad; the six sum to 1")
          for band in BANDS), SOURCE, GRADE))

STOCKS_DISPLACED = Table(
    "stocks_displaced", "Internally displaced people at the start.", ("place_id", "cause"), (
        Column("place_id", "place", "place they are displaced from"),
        _number("persons", "persons at the start"),
        _choice("cause", "why", ("violence", "disaster")), SOURCE, GRADE), True)

STOCKS_RETURNED = Table(
    "stocks_returned", "People returned in the 24 months before the start.", ("origin_iso3", "kind"), (
        _iso3("origin_iso3", "country they returned to"),
        _choice("kind", "removed by the host, returned from Mexico (transit), or own decision",
                ("removal", "mexico", "own")),
        _number("persons", "persons in the 24 months"), SOURCE, GRADE), True)

STOCKS_SEASONAL = Table(
    "stocks_seasonal", "Seasonal workers in a year at the start.", ("origin_iso3", "visa_class"), (
        _iso3("origin_iso3", "country they come from"),
        _text("visa_class", "class of the visa, e.g. H-2A", False),
        _number("persons", "workers a year"), SOURCE, GRADE), True)

VISAS_ANNUAL = Table(
    "visas_annual", "Work visas issued.", ("fiscal_year", "visa_class", "nationality_iso3"), (
        _year("fiscal_year", "fiscal year, October to September"),
        _text("visa_class", "class of the visa, e.g. H-2A", False),
        _iso3("nationality_iso3", "nationality of the worker", "ALL", "OTHER"),
        _number("count", "visas issued"), SOURCE, GRADE), True)

ASYLUM = Table(
    "asylum", "Asylum capacity and outcomes by country of asylum.",
    ("country_iso3", "origin_iso3", "year", "series"), (
        _iso3("country_iso3", "country of asylum"),
        _iso3("origin_iso3", "nationality or ALL", "ALL", "OTHER"), _year(),
        _choice("series", "what is counted", ("decisions", "recognition_rate", "pending", "applications")),
        _number("value", "the value (recognition_rate 0 to 1)"), _text("unit", "unit of the value", False),
        SOURCE, GRADE), True)

FEES = Table(
    "fees", "What the whole journey to the hub destination costs.", ("origin_iso3", "channel"), (
        _iso3("origin_iso3", "country of origin"),
        _choice("channel", "with a guide or alone", ("guided", "own")),
        _number("price_usd", "mean price of the whole journey in US$ of 2021"),
        _number("n", "number of answers behind the mean", blank=True), SOURCE, GRADE))

US_MONTH = Table(
    "us_month", "Monthly series of the hub destination's labour market.", ("year_month", "series"), (
        Column("year_month", "month", "month, YYYY-MM"),
        _choice("series", "name of the series", tuple(US_MONTH_SERIES)),
        _number("value", "the value", None), _text("unit", "unit of the value", False), SOURCE, GRADE), True)

_OUTCOME_COLUMNS = tuple(_share(name, meaning) for name, meaning in (
    ("removed", "share removed to the home country with a sanction"),
    ("expelled", "share expelled to the nearest border city"),
    ("released", "share released with a claim or to care"),
    ("waiting", "share returned to wait across the border"),
    ("repatriated", "share voluntarily repatriated; the five sum to 1")))
_KIND = _choice("kind", "single adult, family unit, unaccompanied child", PARTY_KINDS)
_OUTCOME_ORIGIN = _iso3("origin_iso3", "nationality, or OTHER for those without rows", "OTHER")

BORDER_OUTCOMES = Table(
    "border_outcomes", "What happened to parties met at the border, for every month of history.",
    ("year_month", "origin_iso3", "kind"), (
        Column("year_month", "month", "month, YYYY-MM"), _OUTCOME_ORIGIN, _KIND, *_OUTCOME_COLUMNS, SOURCE,
        GRADE))

BORDER_REGIMES = Table(
    "border_regimes", "Named sets of border outcomes that a plan can switch to.",
    ("regime", "origin_iso3", "kind"), (
        Column("regime", "id", "name of the regime"), _OUTCOME_ORIGIN, _KIND, *_OUTCOME_COLUMNS, SOURCE,
        GRADE), True)

SHOCKS = Table(
    "shocks", "Dated causes outside the model: droughts, storms, closures.", ("shock_id",), (
        Column("shock_id", "id", "short unique name"),
        Column("start_date", "date", "first day"), Column("end_date", "date", "last day; blank = open", True),
        _text("name", "name shown to people", False),
        _choice("shock_type", "kind of shock", tuple(SHOCK_TYPES)),
        Column("countries_iso3", "iso3_list", "countries hit, separated by ';'"),
        Column("places", "place_list", "places hit, separated by ';'; blank = the whole countries", True),
        Column("severity", "int", "1 weak to 4 extreme", low=1, high=4),
        _text("basis", "what the severity rests on"), SOURCE, GRADE, NOTES))

POLICY_TIMELINE = Table(
    "policy_timeline", "What governments did, by date; the baseline plan is built from it.", ("policy_id",), (
        Column("policy_id", "id", "short unique name"),
        Column("lever_id", "id", "a lever of `python -m model list levers`, or context"),
        _text("instrument", "what it is, in words", False),
        Column("jurisdiction_iso3", "iso3_list", "who acts, separated by ';'", also=("ALL",)),
        Column("target_iso3", "iso3_list", "whose nationals are meant, or ALL", also=("ALL",)),
        Column("start_date", "date", "first day"), Column("end_date", "date", "last day; blank = open", True),
        _number("quantity", "how much in the dated period; blank = none or unknown", None, blank=True),
        _text("unit", "unit of the quantity"),
        _choice("per", "what the quantity is spread over", ("month", "year", "total"), True),
        Column("announcement", "flag", "1 if the date also moves beliefs"),
        _text("setting", "name of the setting or regime the row switches, blank = none"),
        _number("belief", "shift of perceived success, -1 to 1; blank = none", -1, 1, True),
        SOURCE, GRADE, NOTES))

TARGETS = Table(
    "targets", "Observed values of indicators; never drivers.",
    ("indicator", "year_month", "year", "year_type", "place", "nationality", "group", "series"), (
        Column("indicator", "id", "an indicator of `python -m model list indicators`"),
        Column("year_month", "month", "month of a monthly value, blank for years", True),
        _year(meaning="year of a yearly value, blank for months", blank=True),
        _choice("year_type", "what the period is", YEAR_TYPES),
        Column("place", "place_or_country", "place or country meant; blank = all", True, also=("ALL",)),
        _iso3("nationality", "nationality; blank or ALL = all", "ALL", "OTHER", "HTI_FAMILY",
              "NCA3", blank=True),
        _text("group", "party kind, sex, age or other group; blank or ALL = all"),
        _number("value", "the observed value", None), _text("unit", "unit of the value", False),
        _number("sigma_rel", "relative error, one standard deviation", 0, 10),
        _text("series", "name of the observed series", False), SOURCE))

INTERCEPTS = Table(
    "intercepts", "Solved departure intercept by country (compiled).", ("origin_iso3",), (
        _iso3("origin_iso3", "country of origin"),
        _number("kappa", "multiplier of the base departure hazard, destinations other than the hub"),
        _number("kappa_hub", "the same for the hub"),
        _number("departures_target", "persons a year to other destinations it was solved on"),
        _number("departures_target_hub", "persons a year to the hub it was solved on"), SOURCE), True)

BELIEFS = Table(
    "beliefs", "Perceived success at the start (compiled).", ("origin_iso3", "kind", "destination_iso3"), (
        _iso3("origin_iso3", "country of origin"), _KIND, _iso3("destination_iso3", "country of destination"),
        _share("belief", "perceived chance that a trip succeeds")), True)

AFFINITIES = Table(
    "affinities", "What draws a nationality to a country besides work, income, distance and relatives (compiled).",
    ("origin_iso3", "destination_iso3"), (
        _iso3("origin_iso3", "country of origin"), _iso3("destination_iso3", "country of destination, not the hub"),
        _number("factor", "multiplier of attempts and onward moves", 0, 1e6),
        _number("growth", "persons by which the stock grew, 2015 to 2020, that it was solved on", None),
        _number("simulated", "the same in the run that solved it", None), SOURCE), True)

SECTOR_COSTS = Table(
    "sector_costs", "Solved cost of crossing a border sector besides danger, days and guides (compiled).",
    ("place_id",), (
        Column("place_id", "place", "border sector"),
        _number("cost_kusd", "thousand US$ a party reckons with; the mean over those met is zero", -20, 20),
        _share("observed_share", "share of the sector in the encounters it was solved on"),
        _share("simulated_share", "the same in the run that solved it"), SOURCE), True)

PARTY_WEIGHTS = Table(
    "party_weights", "Solved weight of families and children alone among departures to the hub, by country (compiled).",
    ("origin_iso3", "kind"), (
        _iso3("origin_iso3", "country of origin"), _KIND,
        _number("factor", "multiplier of w_FU or w_UC; 1 for single adults", 0, 1e3),
        _share("observed_share", "share of the kind in the encounters it was solved on"),
        _share("simulated_share", "the same in the run that solved it"), SOURCE), True)

SEASONS = Table(
    "seasons", "Solved season that departures are aimed at, by month of arrival (compiled).", ("month",), (
        _number("month", "1 = January", 1, 12),
        _number("factor", "multiplier of attempts that would arrive in the month; mean 1", 0, 12),
        _number("observed", "share of the month in a year's encounters times 12 that it was solved on", 0, 12),
        _number("simulated", "the same in the run that solved it", 0, 12), SOURCE), True)

TABLES: dict[str, Table] = {table.name: table for table in (
    PLACES, ROUTES, COUNTRIES, COUNTRY_YEAR, ORIGINS, HOUSEHOLD_STRUCTURE, STOCKS_ABROAD, STOCKS_DISPLACED,
    STOCKS_RETURNED, STOCKS_SEASONAL, VISAS_ANNUAL, ASYLUM, FEES, US_MONTH, BORDER_OUTCOMES, BORDER_REGIMES,
    SHOCKS, POLICY_TIMELINE, TARGETS, INTERCEPTS, AFFINITIES, BELIEFS, SECTOR_COSTS, PARTY_WEIGHTS, SEASONS)}
