"""Portfolios: packages of rows of documented plans, each at some strength, written as a plan of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from experiments.lib import files
from model.checks import InputError
from model.plan_read import read_file, with_included

STEPS = 4
"""Strengths are whole quarters: a portfolio met before is found in the store."""


@dataclass(frozen=True)
class Package:
    """Rows that are funded together: a whole plan, or one lever of it."""

    name: str
    plan: str
    rows: tuple[Any, ...]


def packages_of(plans: Sequence[str], by: str) -> list[Package]:
    """Packages of documented plans: `by` plan or lever."""
    found = []
    for plan in plans:
        content, _ = read_file(plan)
        rows = with_included(content, plan).get("levers") or []
        if not rows:
            raise InputError(f"plans: '{plan}' has no lever of its own; there is nothing in it to fund.")
        if by == "plan":
            found.append(Package(Path(plan).stem, plan, tuple(rows)))
            continue
        for lever in dict.fromkeys(row["lever"] for row in rows):
            own = tuple(row for row in rows if row["lever"] == lever)
            found.append(Package(f"{Path(plan).stem}/{lever}", plan, own))
    return found


def snapped(shares: np.ndarray) -> np.ndarray:
    """Strengths in whole quarters."""
    return np.round(np.asarray(shares, float) * STEPS) / STEPS


def written(folder: Path, packages: Sequence[Package], strengths: Sequence[float]) -> str:
    """The plan file of a portfolio; the same strengths give the same file."""
    chosen = {package.name: float(value) for package, value in zip(packages, strengths, strict=True) if value > 0}
    name = "p" + hashlib.blake2b(json.dumps(chosen, sort_keys=True).encode(), digest_size=6).hexdigest()
    path = folder / f"{name}.yaml"
    if path.exists():
        return str(path)
    rows = [{**row, "strength": float(row.get("strength", 1.0)) * value}
            for package, value in zip(packages, strengths, strict=True) if value > 0 for row in package.rows]
    parts = ", ".join(f"{value:g} x {part}" for part, value in chosen.items()) or "-"
    content = {"name": name, "title_en": f"Portfolio: {parts}", "title_es": f"Cartera: {parts}",
               "about_en": "Packages of documented plans, each times the factor in its title.",
               "about_es": "Paquetes de planes documentados, cada uno por el factor de su título.",
               "timeline": "historical", "levers": rows}
    files.write_text(path, yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
    return str(path)
