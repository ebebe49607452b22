"""The compiled kernels: no reference counts, no forced inlining, a cache that notices edits."""

from __future__ import annotations

import ast
import shutil
from collections import namedtuple
from pathlib import Path

import numpy as np
import pytest
from numba import njit
from simulated import run

import model
from model import kernels
from model.bundles import pack
from model.households import allocate
from model.jit import entry

SOURCES = sorted(Path(model.PACKAGE).rglob("*.py"))


def stored_code(name: str) -> list[bytes]:
    """Machine code of a cached kernel, with the names of everything it calls."""
    return [path.read_bytes() for path in Path(model.KERNEL_CACHE).rglob(f"{name}-*.nbc")]


@pytest.mark.parametrize("name", ["kernels.work", "slots.grant_all", "passes.panel", "passes.form"])
def test_compiled_worker_holds_no_reference_counts(name, valley):
    """Counting references costs three times the whole rule (docs/adr/0002-kernels.md)."""
    run(valley, months=2)
    codes = stored_code(name)
    assert codes, f"{name} was not compiled into {model.KERNEL_CACHE}"
    assert all(b"NRT_incref" not in code and b"NRT_decref" not in code for code in codes)


def test_reference_counts_would_be_seen(tmp_path):
    """The search above finds them where they are on: a rule that keeps an array alive."""
    @njit
    def keep(array):
        return [array, array]

    import numpy as np

    keep(np.zeros(3))
    assert "NRT_incref" in next(iter(keep.inspect_llvm().values()))


@pytest.mark.slow
def test_fresh_compilation_holds_no_reference_counts(valley):
    """The same on the program numba hands to the compiler, compiled anew from today's sources."""
    anew = njit(nogil=True, error_model="numpy", _nrt=False)(kernels.work.py_func)
    simulation = run(valley, months=2)
    signature = kernels.work.signatures[0]
    anew.compile(signature)
    text = next(iter(anew.inspect_llvm().values()))
    assert "NRT_incref" not in text and "NRT_decref" not in text and simulation.t == 2


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(model.PACKAGE).as_posix())
def test_no_rule_is_forced_inline_and_only_one_file_runs_in_parallel(path):
    """`inline='always'` inside prange gave silently wrong results; the only prange is in kernels.py."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    keywords = {word.arg for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords}
    assert "inline" not in keywords
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert "prange" not in names or path.name == "kernels.py"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(model.PACKAGE).as_posix())
def test_compile_flags_have_one_owner(path):
    """Only jit.py and the parallel entry of kernels.py choose compile flags."""
    if path.name in ("jit.py", "kernels.py"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            for mark in node.decorator_list:
                called = mark.func if isinstance(mark, ast.Call) else mark
                assert getattr(called, "id", "") not in ("jit", "njit"), f"{path.name}: {node.name}"


def test_an_edit_anywhere_in_the_package_changes_the_folder_of_the_cache(tmp_path, monkeypatch):
    """numba does not notice edits in imported rule files; the hash of all sources does."""
    package = tmp_path / "model"
    shutil.copytree(model.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(model, "PACKAGE", package)
    assert model.source_hash() == model.CODE_VERSION
    rule = package / "rules" / "leave.py"
    rule.write_text(rule.read_text(encoding="utf-8") + "\n# a comment\n", encoding="utf-8")
    edited = model.source_hash()
    assert edited != model.CODE_VERSION
    (package / "rules" / "new_rule.py").write_text("", encoding="utf-8")
    assert model.source_hash() not in (edited, model.CODE_VERSION)


def test_the_cache_folder_carries_the_hash():
    assert model.KERNEL_CACHE.name == f"numba-{model.kernel_hash()}"


def test_only_files_that_compiled_code_can_see_count_for_the_cache(tmp_path, monkeypatch):
    """A new lever or indicator must not compile anything again; a rule or what it imports must."""
    package = tmp_path / "model"
    shutil.copytree(model.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(model, "PACKAGE", package)
    before = model.kernel_hash()
    (package / "levers" / "new_lever.py").write_text("from model.jit_like import nothing\n", encoding="utf-8")
    (package / "engine.py").write_text("# changed\n", encoding="utf-8")
    assert model.kernel_hash() == before
    for seen in ("rules/money.py", "continuum.py", "setting_table.py", "bundles.py"):
        path = package / seen
        path.write_text(path.read_text(encoding="utf-8") + "\n# a comment\n", encoding="utf-8")
        after = model.kernel_hash()
        assert after != before, seen
        before = after


@entry
def first_of(h, out):
    """Sum of a record column and of a column of its own."""
    for i in range(h.inc.shape[0]):
        out[0] += h.inc[i]
        out[1] += h.state[i]


def test_columns_of_records_are_read_in_place():
    h = allocate(16)
    h.inc[:], h.sav[:], h.state[:] = np.arange(16), -1, 2
    out = np.zeros(2)
    first_of(pack(h), out)
    assert h.inc.strides == (40,) and list(out) == [120, 32]


def test_an_array_with_holes_is_refused():
    """Compiled code would read the wrong cells."""
    table = np.zeros((4, 4))[:, ::2]
    with pytest.raises(ValueError, match=r"Table\.cells is not C-contiguous"):
        pack(namedtuple("Table", ["cells"])(table))
