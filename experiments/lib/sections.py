"""What the report shows, section by section: data only. To add a chart, add a Panel.

A panel whose indicator a run does not hold is left out, so that any world can be reported.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """One chart, or one per nationality, place or group, of an indicator.

    split: "" (the total), "nationality", "place" or "group"; how: "each" (a chart each) or "lines" (one).
    only: these labels first and alone; top: how many of the largest; nationality, place, group: fixed labels.
    nations: repeat for the largest so many nationalities. more: folded away until opened.
    """

    indicator: str
    split: str = ""
    how: str = "each"
    only: tuple[str, ...] = ()
    top: int = 6
    place: str = ""
    nationality: str = "ALL"
    group: str = ""
    nations: int = 0
    more: bool = False
    reference: str = ""
    smooth: bool = False
    """Draw the mean of the last twelve months (rare events); ratios of flows are always drawn so."""
    family: bool = False
    """The indicator is a family; one chart per member."""


@dataclass(frozen=True)
class Section:
    """A heading, a few words of reading help (`section_<key>` and `section_<key>_text`) and panels."""

    key: str
    panels: tuple[Panel, ...]


RETURN_KINDS = (
    "removal_usa",
    "expulsion",
    "mexico_deportation",
    "mexico_assisted",
    "own",
    "assisted",
    "removal_other",
    "border",
)
SEX_AGE = ("men", "women", "boys", "girls")

SECTIONS: tuple[Section, ...] = (
    Section(
        "border",
        (
            Panel("encounters_swb"),
            Panel("encounters_swb_single_adult"),
            Panel("encounters_swb_family_unit"),
            Panel("encounters_swb_uac"),
            Panel("deaths_us_mexico_border_zone", smooth=True),
            Panel("repeat_encounter_share"),
            Panel("encounters_swb", "nationality", top=11),
            Panel("known_gotaways_swb", more=True),
            Panel("encounters_usbp_sector:{sector}", family=True, top=10, more=True),
            Panel("swb_outcome:{outcome}", family=True, top=8, more=True),
            Panel("title42_expulsions_swb", more=True),
        ),
    ),
    Section(
        "departures",
        (
            Panel("departures"),
            Panel("departures", "nationality", top=6),
            Panel("wish_share"),
            Panel("involuntary_immobility_share"),
            Panel("share_abused", "group", "lines"),
            Panel("abused"),
            Panel("kidnapped", smooth=True),
            Panel("deaths", smooth=True),
        Panel("deaths", "group", "lines", smooth=True),
            Panel("fee_index", "nationality", "lines", only=("GTM", "HND", "SLV"), more=True),
            Panel("borrowed", more=True),
            Panel("extorted", more=True),
            Panel("irregular_events_mexico", more=True),
        ),
    ),
    Section(
        "darien",
        (
            Panel("darien_crossings"),
            Panel("deaths_darien_colombia", smooth=True),
            Panel("darien_secondary_share"),
            Panel("darien_secondary_share", "nationality", only=("VEN",)),
            Panel("darien_crossings", "nationality", top=6),
            Panel("secondary_share"),
        ),
    ),
    Section(
        "displaced",
        (
            Panel("idp_stock"),
            Panel("idp_stock", "nationality", top=4),
            Panel("displaced", "group", "lines"),
            Panel("displacement_ended", "group", "lines"),
            Panel("ever_displaced_share"),
            Panel("ever_displaced_share", "nationality", only=("HND", "GTM", "SLV")),
        ),
    ),
    Section(
        "abroad",
        (
            Panel("persons_abroad"),
            Panel("persons_abroad", "nationality", top=6),
            Panel("venezuelans_abroad_by_host", "place", top=6, nationality="VEN"),
            Panel("remittances_received"),
            Panel("remittances_received", "nationality", top=4),
            Panel("children_left_behind"),
            Panel("crowding", "place", "lines", top=5, more=True),
        ),
    ),
    Section(
        "asylum",
        (
            Panel("asylum_pending_stock"),
            Panel("asylum_pending_stock", "place", top=6),
            Panel("asylum_wait_months", "place", "lines", top=5),
            Panel("asylum_recognition_share"),
            Panel("asylum_applications_{country}_persons", family=True, top=8, more=True),
        ),
    ),
    Section(
        "returns",
        (
            Panel("returns_received"),
            Panel("returns_received", "group", "lines", only=RETURN_KINDS),
            Panel("removals_usa", "nationality", top=4),
            Panel("returns_from_mexico", "nationality", top=4),
            Panel("returns_received", "group", "lines", only=RETURN_KINDS, nations=4),
            Panel("returns_own", more=True),
            Panel("returns_assisted", more=True),
        ),
    ),
    Section(
        "reception",
        (
            Panel("reception_load"),
            Panel("reception_served_share"),
            Panel("reception_overflow"),
            Panel("reception_load", "place", top=6, reference="reception_capacity"),
        ),
    ),
    Section(
        "reintegration",
        (
            Panel("reintegration_score", "group", "lines", only=("economic", "social", "psychosocial")),
            Panel("reintegration_persons"),
            Panel("services_delivered", "group", "lines"),
            Panel("departures_again"),
            Panel("remigration_share"),
            Panel("households_lost_assets"),
            Panel("stigma", "place", "lines", top=5, more=True),
        ),
    ),
)

CURVE = "remigration_by_months_since_return"
SEX_AGE_INDICATOR = "returns_received_24m"


def used_indicators() -> list[str]:
    """Names of the indicators (or families) the report reads; the runs behind the interval keep these."""
    names = {panel.indicator for section in SECTIONS for panel in section.panels}
    names |= {panel.reference for section in SECTIONS for panel in section.panels if panel.reference}
    return sorted(names | {CURVE, SEX_AGE_INDICATOR})
