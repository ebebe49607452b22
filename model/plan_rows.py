"""From checked plan rows to lever rows, and from the timeline of a world to lever rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from model import plan_read as read
from model.checks import InputError
from model.levers import Lever, LeverRow, NotUsed, Unused, all_levers
from model.levers import _world as facts
from model.levers._rows import Limit
from model.levers._timeline import hosts_of, mask, nations

VISA_RULES = (
    "visa_required",
    "visa_free",
    "passport_required",
    "optional_visa",
    "e_authorisation",
    "transit_visa_required",
    "border_closed",
    "border_open",
    "vehicle_closed",
    "persons_closed",
    "visas_suspended",
    "charter_route_open",
)
LAWFUL = (
    "regularisation",
    "asylum_capacity",
    "safe_access_cam",
    "visas_h2a",
    "visas_h2b",
    "visas_third_country",
    "services_access",
)
"""Levers whose announcement is about living in the country that acts, not about reaching the hub."""


@dataclass(frozen=True)
class Belief:
    """An announcement: shifts perceived success once, in its month."""

    key: str
    t: int
    nationalities: tuple[int, ...]
    destinations: tuple[int, ...]
    shift: float


@dataclass
class Resolved:
    """Everything a plan is made of, before it is put in order."""

    rows: list[LeverRow] = field(default_factory=list)
    beliefs: list[Belief] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)


def from_timeline(world: Any, resolved: Resolved, last: int) -> None:
    """Add the world's timeline: rows of the levers that exist, beliefs of all rows, reasons for the rest.

    Policies that begin after step `last` are left out.
    """
    drafts: dict[str, list[LeverRow]] = {}
    reasons: list[Unused] = []
    for entry in world.tables["policy_timeline"].to_dict("records"):
        in_time = int(entry["start_month"]) <= last
        if in_time and (belief := _belief(entry, world)) is not None:
            resolved.beliefs.append(belief)
        try:
            if not in_time:
                raise NotUsed(f"begins after {world.label(last)}: this plan takes the timeline up to there")
            for row in _rows_of(entry, world):
                drafts.setdefault(row.lever_id, []).append(row)
        except NotUsed as reason:
            reasons.append(
                Unused(str(entry["policy_id"]), str(entry["lever_id"]), str(entry["instrument"]), str(reason))
            )
    for lever_id, rows in drafts.items():
        kept, idle = all_levers()[lever_id].arrange(rows, world)
        resolved.rows.extend(kept)
        reasons.extend(idle)
    heard = {belief.key for belief in resolved.beliefs}
    resolved.unused.extend(row for row in reasons if row.key not in heard)


def _rows_of(entry: Mapping[str, Any], world: Any) -> list[LeverRow]:
    lever_id = str(entry["lever_id"])
    if lever_id == "context":
        # Visa rules and closures already are opening dates of routes.csv: used twice they would count double.
        raise NotUsed(
            "acts through the opening dates of routes.csv"
            if entry["unit"] in VISA_RULES
            else "context for reading; no shift of beliefs is judged"
        )
    if lever_id not in all_levers():
        raise NotUsed(f"the lever '{lever_id}' has no file in model/levers yet")
    return all_levers()[lever_id].from_timeline(entry, world)


def _belief(entry: Mapping[str, Any], world: Any) -> Belief | None:
    shift, start = float(entry["belief"]), int(entry["start_month"])
    if np.isnan(shift) or shift == 0.0 or not 0 <= start < world.months:
        return None
    try:
        nationalities, hosts = nations(entry["target_iso3"], world), hosts_of(entry, world)
    except NotUsed:
        return None
    return Belief(
        str(entry["policy_id"]),
        start,
        nationalities,
        destinations(str(entry["lever_id"]), str(entry["setting"]), hosts, world),
        shift,
    )


def destinations(lever_id: str, setting: str, hosts: tuple[int, ...], world: Any) -> tuple[int, ...]:
    """Which destinations an announcement is about: those a `context` row names; the country that acts if it
    is about living there or being removed from there; else the hub."""
    named = tuple(world.country_index[code] for code in setting.split(";") if code in world.country_index)
    if lever_id == "context" and named:
        return named
    lives_there = lever_id in LAWFUL or (lever_id == "deportation" and world.hub not in hosts)
    return hosts if hosts and lives_there else (world.hub,)


def from_plan(content: Mapping[str, Any], file: str, world: Any, resolved: Resolved) -> None:
    """Check and add the rows of a plan, in file order. Raises InputError."""
    known: list[tuple[LeverRow, str]] = []
    for number, marked in enumerate(content["levers"], start=1):
        raw, (file, inside) = {k: v for k, v in marked.items() if k != "_of"}, marked.get("_of", (file, number))
        where = read.Where(file, inside, str(raw.get("lever", "")))
        read.check_keys(raw, read.ROW, where)
        lever = read.lever_of(raw, where)
        row = _row(lever, raw, f"row-{number}", world, where)
        _refuse_twice(row, where, known)
        mode = read.choice(raw.get("mode", lever.modes[0]), lever.modes, "mode", where)
        _meet_timeline(mode, row, lever, resolved)
        if mode != "scale" and row.strength > 0.0:
            resolved.rows.append(_last_word(lever, row, world, where))
            _plan_belief(raw, row, world, where, resolved)
        elif mode == "scale" and {"quantity", "belief", "settings", "payer"} & set(raw):
            raise where.error(
                "mode",
                mode,
                "a row that scales the timeline has no quantity, settings, payer "
                "or belief of its own; its factor is `strength`.",
            )


def _refuse_twice(row: LeverRow, where: read.Where, known: list[tuple[LeverRow, str]]) -> None:
    """Two rows of one lever for the same people and places at the same time are one row written twice."""
    for other, place in known:
        same = all(
            getattr(row, name) == getattr(other, name)
            for name in ("lever_id", "nationalities", "targets", "hosts", "where", "setting")
        )
        if same and row.start <= other.end and other.start <= row.end:
            raise where.error(
                "lever",
                row.lever_id,
                f"the same people, hosts and places in months that overlap as in {place}. "
                "Write one row with the sum, or give them dates that do not overlap.",
            )
    known.append((row, where.text))


def _meet_timeline(mode: str, row: LeverRow, lever: Lever, resolved: Resolved) -> None:
    """`scale` multiplies what the timeline of this lever does; `replace` takes it away while it is in force.

    Levers that overwrite by date (modes only `replace`) need neither: the last row wins.
    """
    if mode == "add" or len(lever.modes) == 1:
        return
    limit = Limit(
        row.start,
        row.end,
        row.origins,
        row.nationalities,
        row.hosts,
        row.strength if mode == "scale" else 0.0,
    )
    resolved.rows = [
        replace(other, limits=(*other.limits, limit))
        if other.lever_id == row.lever_id and other.kind == "timeline"
        else other
        for other in resolved.rows
    ]


def _last_word(lever: Lever, row: LeverRow, world: Any, where: read.Where) -> LeverRow:
    """The lever completes the row, or refuses it with a reason that names file and row."""
    try:
        return lever.resolve(row, world)
    except InputError as problem:
        raise InputError(f"{where.text}, {problem}") from None


def _row(lever: Lever, raw: Mapping[str, Any], key: str, world: Any, where: read.Where) -> LeverRow:
    if "start" not in raw:
        raise where.error("start", None, "every row has a first month YYYY-MM.")
    start = read.month(raw["start"], world, "start", where)
    end = read.month(raw["end"], world, "end", where) if "end" in raw else world.months - 1
    if end < start:
        raise where.error("end", raw["end"], f"before the start {raw['start']}.")
    nationalities, targets = _people(lever, raw, world, where)
    hosts = _hosts(lever, raw, world, where)
    strength = _in_range(lever, "strength", raw.get("strength", 1.0), where)
    row = LeverRow(
        lever_id=lever.lever_id,
        key=key,
        kind="plan",
        start=start,
        end=end,
        strength=strength,
        origins=mask(world, nationalities, targets),
        quantity=_quantity(lever, raw, end - start + 1, where),
        unit=lever.unit,
        nationalities=nationalities,
        targets=targets,
        hosts=hosts,
        where=_where(lever, raw, world, where),
        setting=_setting(lever, raw, world, where),
        values=_values(lever, raw, where),
        title=str(raw.get("note", "")),
        source="the plan",
        grade="J",
    )
    return replace(row, payers=_payers(lever, raw, row, world, where))


def _people(
    lever: Lever, raw: Mapping[str, Any], world: Any, where: read.Where
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Nationalities and, if single places are named, their place indices."""
    if "origins" not in raw:
        return (), ()
    if lever.who == "nobody":
        raise where.error(
            "origins", raw["origins"], "this lever acts on a country or a border, whoever passes."
        )
    share = facts.place_share(world)
    codes = [world.countries[c] for c in np.flatnonzero(facts.origin_countries(world))]
    ids = [world.place_ids[p] for p in np.flatnonzero(share > 0)] if lever.who == "places" else []
    chosen = [
        read.choice(word, (*codes, *ids), "origins", where)
        for word in read.words(raw["origins"], "origins", where)
    ]
    countries = {world.country_index[word] for word in chosen if word in codes}
    places = {world.place_index[word] for word in chosen if word in ids}
    if places:
        whole = np.isin(world.place_country, list(countries)) & (share > 0)
        places |= set(np.flatnonzero(whole).tolist())
        countries |= {int(world.place_country[place]) for place in places}
    return tuple(sorted(countries)), tuple(sorted(places))


def _hosts(lever: Lever, raw: Mapping[str, Any], world: Any, where: read.Where) -> tuple[int, ...]:
    if "hosts" in raw and not lever.hosts_taken:
        raise where.error("hosts", raw["hosts"], "this lever acts where people come from and come back to; name them "
                          "in `origins`.")
    if "hosts" in raw:
        return tuple(
            world.country_index[read.choice(word, world.countries, "hosts", where)]
            for word in read.words(raw["hosts"], "hosts", where)
        )
    hosts = lever.default_hosts(world)
    if lever.hosts_needed and not hosts and "where" not in raw:
        raise where.error(
            "hosts", None, f"the lever acts in a country: name it, e.g. hosts: [{world.countries[world.hub]}]."
        )
    return hosts


def _where(lever: Lever, raw: Mapping[str, Any], world: Any, where: read.Where) -> tuple[str, ...]:
    if "where" not in raw:
        return ()
    if not lever.where_named:
        raise where.error(
            "where", raw["where"], "this lever has no single controls or sectors; use origins, hosts."
        )
    allowed = (*facts.control_groups(world), *(world.place_ids[place] for place in world.sectors))
    return tuple(
        read.choice(word, allowed, "where", where) for word in read.words(raw["where"], "where", where)
    )


def _setting(lever: Lever, raw: Mapping[str, Any], world: Any, where: read.Where) -> str:
    names = lever.regimes(world)
    if "setting" in raw:
        if not names:
            raise where.error(
                "setting", raw["setting"], "this lever has no named settings; numbers go in `settings:`."
            )
        return read.choice(raw["setting"], names, "setting", where)
    if names and lever.modes == ("replace",):
        raise where.error("setting", None, f"name what is put in force: {', '.join(names)}.")
    return ""


def _in_range(lever: Lever, name: str, value: Any, where: read.Where) -> float:
    setting = lever.setting(name)
    return read.number(value, setting.low, setting.high, f"{setting.meaning}; {setting.unit}", name, where)


def _quantity(lever: Lever, raw: Mapping[str, Any], months: int, where: read.Where) -> float:
    """Units a month; nan when the plan leaves it to the catalogue."""
    if "quantity" not in raw:
        if "per" in raw:
            raise where.error("per", raw["per"], "has no meaning without a quantity.")
        return float("nan")
    if "per" not in raw:
        raise where.error("per", None, f"say what the quantity is spread over: {', '.join(read.PERS)}.")
    per = read.choice(raw["per"], read.PERS, "per", where)
    spread = {"month": 1.0, "year": 12.0, "total": float(months)}[per]
    setting = lever.setting("quantity")
    what = f"{lever.unit}s per {per}; {setting.meaning}"
    return (
        read.number(raw["quantity"], setting.low * spread, setting.high * spread, what, "quantity", where)
        / spread
    )


def _values(lever: Lever, raw: Mapping[str, Any], where: read.Where) -> dict[str, float]:
    values = raw.get("settings", {})
    if not isinstance(values, dict):
        raise where.error("settings", values, "lines of `name: number` are needed.")
    allowed = [setting.name for setting in lever.settings if setting.name not in ("strength", "quantity")]
    read.check_keys(values, allowed, where)
    return {name: _in_range(lever, name, value, where) for name, value in values.items()}


def _payers(
    lever: Lever, raw: Mapping[str, Any], row: LeverRow, world: Any, where: read.Where
) -> tuple[tuple[str, float], ...]:
    payer = raw.get("payer", lever.default_payer(row, world))
    allowed = (*world.countries, *read.OTHER_PAYERS)
    if isinstance(payer, str):
        return ((read.choice(payer, allowed, "payer", where), 1.0),)
    if not isinstance(payer, dict) or not payer:
        raise where.error("payer", payer, "a payer, or payers with shares, e.g. {USA: 0.7, donors: 0.3}.")
    shares = {
        read.choice(name, allowed, "payer", where): read.number(
            share, 0.0, 1.0, f"share of {name}", "payer", where
        )
        for name, share in payer.items()
    }
    if abs(sum(shares.values()) - 1.0) > 1e-6:
        raise where.error("payer", payer, f"the shares sum to {sum(shares.values()):g}; they must sum to 1.")
    return tuple(sorted(shares.items()))


def _plan_belief(
    raw: Mapping[str, Any], row: LeverRow, world: Any, where: read.Where, resolved: Resolved
) -> None:
    if "belief" in raw:
        shift = read.number(
            raw["belief"], -1.0, 1.0, "shift of perceived success when announced", "belief", where
        )
        aim = destinations(row.lever_id, "", row.hosts, world)
        resolved.beliefs.append(Belief(row.key, row.start, row.nationalities, aim, shift))
