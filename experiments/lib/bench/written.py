"""What a sitting leaves behind: a table on the screen, csv, json and the growth plot."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from experiments.lib import provenance
from experiments.lib.bench.floor import floor_seconds
from experiments.lib.bench.measures import Bench, Row, growth_cases, typical

HEADER = ("what", "budget", "measured", "x floor", "")
BUDGET_STAY, BUDGET_MOVE = 0.5, 120.0


def table(rows: Sequence[Row]) -> str:
    """The budgets as aligned text."""
    cells = [HEADER, *[_cells(row) for row in rows]]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADER) - 1)]
    lines = []
    for line in cells:
        first, *rest = line[:-1]
        numbers = "  ".join(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        lines.append(f"{first.ljust(widths[0])}  {numbers}  {line[-1]}".rstrip())
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    sign = "≥" if row.at_least else "≤"
    budget = f"{sign} {row.limit:g} {row.unit}" if row.limit is not None else ""
    verdict = {True: "kept", False: "MISSED", None: ""}[row.kept]
    ratio = f"{row.floor_ratio:.1f}" if row.floor_ratio is not None else ""
    tail = "; ".join(part for part in (verdict, row.note) if part)
    return row.what, budget, f"{_short(row.measured)} {row.unit}", ratio, tail


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def write(folder: Path, rows: Sequence[Row], bench: Bench, plot: bool) -> None:
    """bench.csv, bench.json and, where sizes were measured, growth.png and growth.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [{**asdict(row), "kept": row.kept} for row in rows]
    if lines:
        _write_csv(folder / "bench.csv", lines)
    content = {**provenance.record(), "full": bench.full, "bytes_a_second": bench.bytes_a_second,
               "rows": lines,
               "cases": [{"case": asdict(case), **asdict(timing)} for case, timing in bench.timings.items()]}
    (folder / "bench.json").write_text(json.dumps(content, indent=1), encoding="utf-8")
    if plot:
        sizes = growth(bench)
        _write_csv(folder / "growth.csv", sizes)
        _plot(folder / "growth.png", sizes)


def _write_csv(path: Path, lines: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def growth(bench: Bench) -> list[dict[str, Any]]:
    """One record a size: nanoseconds a household and step of step, kernel, floor and budget."""
    records = []
    for case in growth_cases(bench):
        timing = bench.timing(case)
        touched = float(np.median(timing.touched))
        floor = floor_seconds(timing.rows, touched, bench.bytes_a_second)
        records.append({
            "case": case.name, "households": timing.rows, "touched_share": touched / timing.rows,
            "step_ns": 1e9 * typical(timing.step_seconds) / timing.rows,
            "kernel_ns": 1e9 * typical(timing.kernel_seconds) / timing.rows,
            "floor_ns": 1e9 * floor / timing.rows,
            "budget_ns": BUDGET_STAY + BUDGET_MOVE * touched / timing.rows})
    return sorted(records, key=lambda record: record["households"])


def _plot(path: Path, sizes: Sequence[dict[str, Any]]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.5, 4.8))
    households = [record["households"] for record in sizes]
    for key, label, style in (("step_ns", "whole step", "o-"), ("kernel_ns", "kernel, 1 thread", "s-"),
                              ("budget_ns", "budget: 0.5 ns a household + 120 ns a touched one", ":"),
                              ("floor_ns", "memory-bandwidth floor of this sitting", "--")):
        axes.plot(households, [record[key] for record in sizes], style, label=label)
    for record in sizes:
        axes.annotate(f"{100 * record['touched_share']:.0f} %", (record["households"], record["kernel_ns"]),
                      textcoords="offset points", xytext=(0, -12), fontsize=7, ha="center")
    axes.set(xscale="log", yscale="log", xlabel="households simulated", ylabel="ns a household and step",
             title="Cost of a step by size (small numbers: touched share)")
    axes.grid(True, which="major", alpha=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, dpi=150)
    pyplot.close(figure)
