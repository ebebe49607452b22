"""The plan of the house: imports point down, files stay small, no views are kept."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from simulated import start

import model
from model.bundles import Packed

ROOT = Path(model.PACKAGE).parent
MODEL = sorted(Path(model.PACKAGE).rglob("*.py"))
EVERYTHING = sorted(MODEL + list((ROOT / "experiments").rglob("*.py")))
OUTSIDE = {"experiments", "hydra", "omegaconf", "matplotlib", "pyarrow", "jinja2", "tqdm"}
FACES = {"mesa_model.py"}
"""Files of the model that may know Mesa."""


def module(path: Path) -> str:
    name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    return name.removesuffix(".__init__")


def imports(path: Path, at_load: bool = False) -> set[str]:
    """Modules a file imports; `at_load` leaves out imports inside functions and for type checkers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in tree.body if at_load else ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODEL, ids=module)
def test_the_model_knows_no_experiment_no_hydra_no_plots(path):
    roots = {name.split(".")[0] for name in imports(path)}
    assert not roots & OUTSIDE
    assert "mesa" not in roots or path.name in FACES


def test_modules_of_the_model_form_no_circle():
    """Every file stands on files below it; `from package import file` stands on the file."""
    graph, names = nx.DiGraph(), {module(path) for path in MODEL}
    for path in MODEL:
        found = imports(path, at_load=True) & names
        graph.add_edges_from((module(path), name) for name in found
                             if not any(other.startswith(name + ".") for other in found))
    assert not [circle for circle in nx.strongly_connected_components(graph) if len(circle) > 1]


@pytest.mark.parametrize(("lower", "upper"), [
    ("model.rules", "model.engine"), ("model.rules", "model.kernels"), ("model.kernels", "model.engine"),
    ("model.rules", "model.plan"), ("model.levers", "model.engine"), ("model.indicators", "model.engine"),
    ("model.engine", "model.mesa_model"), ("model.world", "model.population")])
def test_lower_rooms_do_not_know_upper_ones(lower, upper):
    """Rules know no kernels, engine or plan; levers and indicators no engine; the engine no face."""
    for path in MODEL:
        if module(path) == lower or module(path).startswith(lower + "."):
            known = [name for name in imports(path) if name == upper or name.startswith(upper + ".")]
            assert not known, f"{module(path)} imports {known}"


def test_the_engine_imports_without_mesa():
    """Nor Hydra, nor plotting: they never enter the step."""
    code = ("import model.engine, model.indicators, sys; "
            "print(sorted({'mesa', 'hydra', 'matplotlib', 'experiments', 'omegaconf'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", EVERYTHING, ids=module)
def test_no_file_is_longer_than_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def lengths(paths: list[Path]) -> list[int]:
    """Lines of every function, signature and docstring included."""
    return [int(node.end_lineno or 0) - node.lineno + 1 for path in paths
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("room", ["model", "experiments"])
def test_functions_are_short(room):
    assert statistics.median(lengths([p for p in EVERYTHING if module(p).split(".")[0] == room])) <= 12


def test_data_and_configuration_hold_no_code():
    assert not [*(ROOT / "scenarios").rglob("*.py"), *(ROOT / "conf").rglob("*.py")]


def parts_of(thing: Any) -> Iterator[tuple[str, Any]]:
    """Named parts of a container or of an object of the model."""
    if isinstance(thing, dict):
        yield from ((f"[{key!r}]", value) for key, value in thing.items())
    elif isinstance(thing, tuple) and hasattr(thing, "_fields"):
        yield from ((f".{name}", value) for name, value in zip(thing._fields, thing, strict=True))
    elif isinstance(thing, list | tuple):
        yield from ((f"[{n}]", value) for n, value in enumerate(thing))
    elif type(thing).__module__.startswith("model."):
        yield from ((f".{name}", value) for name, value in getattr(thing, "__dict__", {}).items())


def reach(thing: Any, path: str, seen: set[int], depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Everything that hangs on an object, with the way to it; `seen` holds the ids to leave out."""
    if id(thing) in seen or depth > 9:
        return
    seen.add(id(thing))
    yield path, thing
    for name, part in parts_of(thing):
        yield from reach(part, path + name, seen, depth + 1)


def everything_on(simulation: Any) -> list[tuple[str, Any]]:
    """All that a run stores but its world and plan, which are read only."""
    return list(reach(simulation, "simulation", {id(simulation.world), id(simulation.plan)}))


def test_no_views_are_stored_on_a_run(valley):
    """Two attributes that share memory would part silently in a deep copy."""
    simulation = start(valley, months=14)
    for _ in range(13):
        simulation.step()
    found = [(path, a) for path, a in everything_on(simulation) if isinstance(a, np.ndarray) and a.size]
    assert len(found) > 150
    spans = sorted(((*np.lib.array_utils.byte_bounds(a), path, a) for path, a in found), key=lambda s: s[:3])
    shared = [f"{one} and {other}" for (_, end, one, a), (begin, _, other, b)
              in zip(spans, spans[1:], strict=False) if begin < end and np.shares_memory(a, b)]
    assert not shared


def test_no_bundle_of_pointers_is_stored_on_a_run(running):
    """Addresses of arrays would lead a deep copy into the original."""
    assert not [path for path, thing in everything_on(running) if isinstance(thing, Packed)]
