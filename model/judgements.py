"""Small tables of judgement that are neither settings nor world data: each with its reason and grade J."""

from __future__ import annotations

CLAIM_LOGIT_DEFAULT = -4.0
CLAIM_LOGIT: dict[str, dict[str, float]] = {
    "MEX": {"GTM": -2.4, "HND": -2.4, "SLV": -2.4, "HTI": -0.2, "VEN": -1.4, "CUB": -1.4, "*": -4.0},
    "USA": {"VEN": 0.5, "CUB": 0.5, "HTI": 0.0, "NIC": 0.0, "*": -1.0},
    "CRI": {"NIC": 0.0, "VEN": -0.5, "CUB": -0.5, "SLV": 0.0, "*": -2.5},
    "ESP": {"VEN": 0.3, "COL": 0.0, "HND": 0.0, "SLV": 0.0, "NIC": 0.0, "*": -2.0},
    "CAN": {"*": 0.0},
    "PER": {"VEN": -0.8, "*": -4.0},
    "BRA": {"VEN": 0.0, "HTI": 0.0, "CUB": 0.0, "*": -4.0},
    "ECU": {"VEN": -3.0, "COL": 0.0, "*": -4.0},
    "COL": {"VEN": -4.5, "*": -4.0},
    "CHL": {"VEN": -4.0, "*": -4.0},
    "PAN": {"VEN": -2.0, "NIC": -1.0, "CUB": -2.0, "*": -3.0},
    "TTO": {"VEN": -1.0, "*": -4.0},
}
"""Logit of filing a claim on arrival, by country of asylum and nationality (judgement:
orders of magnitude of claims over arrivals before 2020; `*` any other nationality)."""

CONTROL_BASE: dict[str, float] = {
    "sea-uscg": 0.5, "sea-caribbean": 0.05, "air-hub": 0.05, "darien-exit": 0.0,
}
"""Capture per passage of single controls (J; Panama registers and passes on). All other control groups stand
in series on the land way to the hub: their joint capture is the setting iota, an equal part for each."""

KAPPA_ONWARD_ONE = "VEN"
GUATEMALA = "GTM"
NORTHERN_CENTRAL_AMERICA = ("GTM", "HND", "SLV")
OVERSTAY_LOW = "MEX"
"""Nationality with the overstay of setting overstay_mex; all others take overstay_nca."""
SOUTHWEST_WORDS = ("san-diego", "el-centro", "yuma", "tucson", "el-paso", "big-bend", "del-rio", "laredo",
                   "rio-grande-valley")
"""Endings of sector place ids that count as the hub's southwest border; a world without any counts all."""
REMITTED_TO_RELATIVES = 0.5
"""Share of remittances that reaches relatives' budgets; the other half repays debt first (J)."""
DISPLACED_BY_VIOLENCE: dict[str, float] = {
    "HND": 1.0, "SLV": 0.6, "GTM": 0.3, "COL": 1.0, "HTI": 1.0, "VEN": 0.1, "MEX": 0.15, "*": 0.1,
}
"""Displacement by violence at the same homicide rate over Honduras, where surveys counted it (H1, H5; others J:
recorded displacement is far below what homicide alone would give)."""
MONTHS_ON_THE_WAY: dict[str, tuple[float, float]] = {"MEX": (0.6, 0.7), "*": (1.1, 2.9)}
"""Months from setting out to the hub's border, guided and on one's own, that departures are timed by: people set out so
as to arrive in the season they have in mind (J: rounded from runs; Mexicans are near, others cross Mexico)."""
CLOSED_ATTEMPTS = 0.12
"""Attempts while the own country keeps borders and airports closed and people at home (spring and summer of 2020,
J)."""
ONWARD_FROM_NEIGHBOUR: dict[str, tuple[str, ...]] = {"HTI": ("DOM", "BHS"), "NIC": ("CRI",), "COL": ("VEN", "ECU")}
"""Hosts next door with old, circular communities, by nationality: onward moves from there run at a tenth (J)."""
NEIGHBOUR_ONWARD = 0.1
VIOLENCE_PROGRAMME = {"moderate": 0.65, "none": 1.0, "trial": 0.49}
"""Violence where a programme reaches everybody, over violence without it, by variant of the switch (I)."""
EDUCATION_WISH = {"raise": 0.05, "lower": -0.05}
"""Logit added to the wish to leave where schooling or training reaches everybody, by variant of the switch (G11)."""
