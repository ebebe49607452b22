"""Where immigrants of a nationality live inside a host country with several places of residence.

Judgement (grade C) from general knowledge of settlement: the weight of a place is its population times
the pull of its nationality group; places without an entry pull with `OTHER`. Guatemalans, Hondurans and
Salvadorans in the USA follow the MPI/ACS counts by metropolitan area instead (grade B).
"""

from __future__ import annotations

CARIBBEAN = ("ATG", "BHS", "BRB", "DMA", "GRD", "GUY", "JAM", "KNA", "LCA", "SUR", "TTO", "VCT", "ABW", "CUW")
US_PULL: dict[tuple[str, ...], dict[str, float]] = {
    ("MEX",): {
        "usa-los-angeles": 4,
        "usa-riverside": 4.5,
        "usa-san-antonio": 3,
        "usa-houston": 3,
        "usa-dallas": 3,
        "usa-chicago": 2.3,
        "usa-phoenix": 2.5,
        "usa-las-vegas": 3,
        "usa-austin": 2.3,
        "usa-denver": 2.2,
        "usa-san-francisco": 1.7,
        "usa-salt-lake-city": 1.5,
        "OTHER": 0.5,
    },
    ("CUB",): {
        "usa-miami": 25,
        "usa-tampa": 3,
        "usa-orlando": 2,
        "usa-las-vegas": 1,
        "usa-houston": 0.6,
        "OTHER": 0.15,
    },
    ("HTI",): {
        "usa-miami": 12,
        "usa-new-york": 2.2,
        "usa-boston": 3.2,
        "usa-orlando": 4,
        "usa-tampa": 1,
        "OTHER": 0.1,
    },
    ("DOM",): {
        "usa-new-york": 10,
        "usa-boston": 4,
        "usa-providence": 8,
        "usa-miami": 3,
        "usa-orlando": 3,
        "OTHER": 0.1,
    },
    ("PRI",): {
        "usa-new-york": 5,
        "usa-orlando": 10,
        "usa-miami": 4,
        "usa-tampa": 6,
        "usa-boston": 3,
        "usa-providence": 4,
        "OTHER": 0.5,
    },
    CARIBBEAN: {
        "usa-new-york": 6,
        "usa-miami": 6,
        "usa-orlando": 3,
        "usa-atlanta": 1.5,
        "usa-washington": 1.2,
        "usa-boston": 1.5,
        "OTHER": 0.2,
    },
    ("VEN",): {
        "usa-miami": 8,
        "usa-orlando": 5,
        "usa-houston": 2.5,
        "usa-dallas": 1,
        "usa-new-york": 0.8,
        "OTHER": 0.4,
    },
    ("COL",): {
        "usa-miami": 6,
        "usa-new-york": 3,
        "usa-orlando": 4,
        "usa-tampa": 2,
        "usa-houston": 1.2,
        "usa-boston": 1.2,
        "OTHER": 0.4,
    },
    ("ECU",): {"usa-new-york": 7, "usa-miami": 2, "usa-chicago": 1, "OTHER": 0.3},
    ("PER",): {
        "usa-miami": 3,
        "usa-new-york": 2.5,
        "usa-washington": 2,
        "usa-los-angeles": 1.2,
        "OTHER": 0.4,
    },
    ("BRA",): {"usa-boston": 5, "usa-miami": 3, "usa-orlando": 3, "usa-new-york": 1.5, "OTHER": 0.3},
    ("NIC",): {"usa-miami": 10, "usa-san-francisco": 2, "usa-los-angeles": 1.2, "OTHER": 0.3},
    ("BLZ",): {"usa-los-angeles": 4, "usa-new-york": 2, "usa-chicago": 1.5, "OTHER": 0.3},
    ("BOL",): {"usa-washington": 8, "usa-miami": 1.5, "usa-new-york": 1, "OTHER": 0.3},
}
US_DEFAULT = {"usa-miami": 2, "usa-new-york": 2, "usa-los-angeles": 1.5, "OTHER": 1.0}

# Other hosts: weight of a place by nationality, or by population where nothing is listed.
OTHER_PULL: dict[str, dict[tuple[str, ...], dict[str, float]]] = {
    "CAN": {("HTI",): {"can-montreal": 9, "OTHER": 0.4}, ("MEX",): {"can-vancouver": 1.5, "OTHER": 1.0}},
    "ESP": {("HND",): {"esp-girona": 20, "esp-barcelona": 1.5, "OTHER": 1.0}},
    "MEX": {
        ("GTM",): {"mex-tapachula": 30, "OTHER": 0.6},
        ("SLV", "HND"): {"mex-tapachula": 12, "OTHER": 1.0},
        ("HTI",): {"mex-tijuana": 4, "OTHER": 1.0},
    },
    "BRA": {
        ("VEN",): {"bra-boa-vista": 10, "bra-manaus": 2, "OTHER": 1.0},
        ("PER", "COL"): {"bra-manaus": 2, "OTHER": 1.0},
    },
}


def pull(host: str, origin: str) -> dict[str, float]:
    """place_id -> pull factor with key OTHER for places that are not listed."""
    groups = US_PULL if host == "USA" else OTHER_PULL.get(host, {})
    for members, factors in groups.items():
        if origin in members:
            return factors
    return US_DEFAULT if host == "USA" else {"OTHER": 1.0}
