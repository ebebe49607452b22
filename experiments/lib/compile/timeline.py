"""What governments did, by date (2014-2030): the raw timeline with plain units, regimes, controls, beliefs.

The judged additions stand in `judged/policy_timeline.csv`, one line per policy. Column `setting` names, by
lever: consequence_regime - a regime of border_regimes (blank: part of another regime); border_enforcement -
the control groups or sector place_ids that the multiplier concerns; deportation - the removal priorities;
context - the destinations whose `belief` moves. For other levers the belief concerns the hub (enforcement,
regimes, removals) or the jurisdiction (regularisation). Of regimes in force together the later one counts.
Counts of what happened are left out; rows after the last observation are the declared scenario.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.lib.compile.target_tools import read
from model.checks import InputError, nearest
from model.levers._catalogue import CATALOGUE

COLUMNS = [
    "policy_id",
    "lever_id",
    "instrument",
    "jurisdiction_iso3",
    "target_iso3",
    "start_date",
    "end_date",
    "quantity",
    "unit",
    "per",
    "announcement",
    "setting",
    "belief",
    "source",
    "grade",
    "notes",
]
JUDGED = Path(__file__).parent / "judged" / "policy_timeline.csv"
OUTSIDE = ("IND",)  # named once in the raw table, not a country of the world
LEVERS = (*CATALOGUE, "context")
UNITS = {  # unit of the raw table: plain unit (a blank one drops the number, too); the rest stays as it is
    "registrations": "permits",
    "cards": "permits",
    "recognitions": "permits",
    "permits_delivered": "permits",
    "visas_order_of_magnitude": "visas",
    "persons_targeted": "persons",
    "persons_reached": "persons",
    "viewers": "persons",
    "persons_registered": "persons",
    "relocations": "persons",
    "gross_jobs": "jobs",
    "requests": "visas",
    "workers": "visas",
    "share_of_new_funds": "share",
    "share_of_programmes": "share",
    "share_detained": "",
    "share_of_undocumented": "",
    "share_of_new_visas": "",
    "endorsing_countries": "",
    "usd_per_person_waived": "",
    "visas_not_delivered": "",
    "beneficiaries": "",
    "share_of_transfer": "",
}
BY_LEVER = {  # what the same word means for one lever
    ("regularisation", "visas"): "permits",
    ("regularisation", "persons"): "permits",
    ("asylum_capacity", "applications"): "cases",
    ("asylum_capacity", "grants"): "cases",
    ("visas_third_country", "permits"): "visas",
    ("visas_third_country", "cards"): "visas",
}
HELD = {
    "persons_eligible": "number of people eligible, an upper bound of holders",
    "permits_possible": "number who could apply, an upper bound",
}


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Table policy_timeline.csv; settings are checked against border_regimes, routes, places in `tables`."""
    rows = read(
        raw, "drivers/policy_timeline.csv", ["policy_id", "lever_id", "quantity", "unit", "strength_note"]
    )
    judged = _judged(set(rows["policy_id"]))
    table = pd.DataFrame([_row(row, judged.get(str(row["policy_id"]), {})) for _, row in rows.iterrows()])
    _check_levers(table)
    _check_settings(table, tables)
    return table[COLUMNS]


def _judged(known: set[str]) -> dict[str, dict[str, str]]:
    table = pd.read_csv(JUDGED, keep_default_na=False, dtype=str)
    for policy in table["policy_id"]:
        if policy not in known:
            raise InputError(
                f"{JUDGED.name}, column 'policy_id': no policy '{policy}'. {nearest(policy, known)}"
            )
    return {str(row["policy_id"]): dict(row) for _, row in table.iterrows()}


def _row(row: pd.Series, judged: dict[str, str]) -> dict[str, object]:
    quantity, unit, per = _amount(row, judged)
    changed = judged.get("quantity", "") not in ("", "none")
    targets = ";".join(code for code in row["target_iso3"].split(";") if code not in OUTSIDE)
    return {
        **{
            name: row[name]
            for name in (
                "policy_id",
                "instrument",
                "jurisdiction_iso3",
                "start_date",
                "end_date",
                "announcement",
                "source",
            )
        },
        "lever_id": judged.get("lever_id") or row["lever_id"],
        "target_iso3": targets,
        "quantity": quantity,
        "unit": unit,
        "per": per,
        "setting": judged.get("setting", ""),
        "belief": judged.get("belief", ""),
        "grade": "C" if changed else row["grade"],
        "notes": _notes(row, judged, quantity),
    }


def _amount(row: pd.Series, judged: dict[str, str]) -> tuple[str, str, str]:
    """Quantity, plain unit and per; blank where the number is an outcome or there is none."""
    if judged.get("quantity", "") not in ("", "none"):
        return judged["quantity"], judged["unit"], judged["per"]
    unit = BY_LEVER.get((row["lever_id"], row["unit"]), UNITS.get(row["unit"], row["unit"]))
    if judged.get("quantity") == "none" or not row["quantity"] or not unit:
        keeps_unit = row["lever_id"] not in ("context", "consequence_regime", "deportation")
        return "", unit if keeps_unit else "", ""
    return row["quantity"], unit, row["per"]


def _notes(row: pd.Series, judged: dict[str, str], quantity: str) -> str:
    parts = [row["strength_note"], row["notes"], judged.get("why", ""), HELD.get(row["unit"], "")]
    if row["quantity"] and quantity != row["quantity"] and row["unit"]:
        parts.append(f"raw table: {row['quantity']} {row['unit']}")
    if judged.get("belief"):
        parts.append("belief: judged from the falls of 2017 and 2025 (-0.11 is about -36 % of attempts)")
    return "; ".join(part for part in parts if part)


def _check_levers(table: pd.DataFrame) -> None:
    for row in table.itertuples():
        if row.lever_id not in LEVERS:
            raise InputError(
                f"drivers/policy_timeline.csv, {row.policy_id}, column 'lever_id': '{row.lever_id}' is not "
                f"a lever. {nearest(str(row.lever_id), LEVERS)}"
            )


def _check_settings(table: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """Settings must name regimes, controls or sectors of the compiled world, where those are compiled."""
    for lever, allowed in _allowed(tables).items():
        for row in table[(table["lever_id"] == lever) & (table["setting"] != "")].itertuples():
            for name in str(row.setting).split(";"):
                if name not in allowed:
                    raise InputError(
                        f"{JUDGED.name}, {row.policy_id}, column 'setting': '{name}' is not known. "
                        f"{nearest(name, allowed)}"
                    )


def _allowed(tables: dict[str, pd.DataFrame]) -> dict[str, set[str]]:
    allowed: dict[str, set[str]] = {}
    if "border_regimes" in tables:
        allowed["consequence_regime"] = set(tables["border_regimes"]["regime"])
    if "routes" in tables and "places" in tables:
        places = tables["places"]
        sectors = set(places.loc[places["role"] == "sector", "place_id"])
        allowed["border_enforcement"] = set(tables["routes"]["control_group"].dropna()) - {""} | sectors
    return allowed
