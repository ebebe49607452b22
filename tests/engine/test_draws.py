"""Luck is a function: Philox4x32-10 against published vectors, and nothing else random in the model."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest
from rule_probes import slow_draws
from scipy import stats

import model
from model.draws import PLANES, Decision, Now, key, philox_words, uniform_block
from model.rules.travel import MOST_EDGES

ROWS = 64 * 3000
RANDOM_MODULES = {"random", "secrets", "uuid", "numpy.random"}
RANDOM_NAMES = {"default_rng", "RandomState", "Generator", "urandom", "shuffle", "permutation"}
COUNTING = {"EDGE", "SEX", "START_SCORES"}
"""Decisions that take a range of numbers: edges of a month, members, scores."""
SOURCES = sorted(Path(model.PACKAGE).rglob("*.py"))


def now_of(seed: int, step: int) -> Now:
    return Now(*key(seed), *key(0), np.uint32(step), step, 1.0, 2014)


def slow(seed: int = 1, step: int = 0, uid: int = 7, count: int = ROWS, first: int = 0) -> np.ndarray:
    """Slow draws of the rows of a place, equal in both ways of computing them."""
    planes = np.zeros((PLANES, count // 64 + 2), np.uint64)
    alone, from_planes = np.zeros(count), np.zeros(count)
    slow_draws(now_of(seed, step), np.uint32(uid), first, planes, alone, from_planes)
    assert np.array_equal(alone, from_planes)
    return alone


@pytest.mark.parametrize(("counter", "keys", "words"), [
    ((0,) * 4, (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0),
     (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
])
def test_philox_gives_the_published_words(counter, keys, words):
    assert philox_words(counter, keys) == words


@pytest.mark.parametrize("first", [0, 1, 63, 64, 8191, 100_000])
def test_a_slow_draw_alone_is_the_one_of_its_bit_planes(first):
    """A chunk may begin anywhere in a place: the draw belongs to the row, not to the chunk."""
    whole = slow(count=64 * 4, first=first)
    assert np.array_equal(whole[100:], slow(count=64 * 4, first=first + 100)[:156])


def test_slow_draws_are_uniform():
    u = slow()
    assert u.min() >= 0.0 and u.max() < 1.0
    assert stats.chisquare(np.histogram(u, bins=500, range=(0, 1))[0]).pvalue > 1e-4


def test_slow_draws_below_a_bound_are_uniform_there():
    """Only candidates below a small bound are ever looked at, so the draw must be even inside it."""
    small = slow()[slow() < 1 / 64]
    assert abs(len(small) - ROWS / 64) < 5 * np.sqrt(ROWS / 64)
    assert stats.chisquare(np.histogram(small, bins=50, range=(0, 1 / 64))[0]).pvalue > 1e-4


def test_neighbours_steps_places_and_seeds_are_independent():
    base = slow()
    for other in (np.roll(base, 1), slow(step=1), slow(uid=8), slow(seed=2)):
        counts = np.histogram2d(base, other, bins=12, range=((0, 1), (0, 1)))[0]
        assert stats.chisquare(counts.ravel()).pvalue > 1e-4


def test_candidates_of_more_digits_are_among_those_of_fewer():
    u = slow()
    for k in range(PLANES):
        fewer, more = u < 2.0**-k, u < 2.0 ** -(k + 1)
        assert (more <= fewer).all() and more.sum() < fewer.sum()


def test_four_uniforms_of_a_decision_are_uniform_and_unrelated():
    block = uniform_block(seed=3, uid=11, first_row=0, count=50_000, step=4, decision=Decision.CHOICE)
    assert all(stats.kstest(block[:, n], "uniform").pvalue > 1e-4 for n in range(4))
    assert np.abs(np.corrcoef(block.T) - np.eye(4)).max() < 0.03
    again = uniform_block(seed=3, uid=11, first_row=100, count=10, step=4, decision=Decision.CHOICE)
    assert np.array_equal(block[100:110], again)


def test_no_decision_number_is_given_twice():
    numbers = {name: value for name, value in vars(Decision).items() if name.isupper()}
    assert len(set(numbers.values())) == len(numbers)


def test_decisions_that_count_on_leave_each_other_room():
    """EDGE, SEX and START_SCORES use a range of numbers each; the ranges must not meet."""
    ranges = [range(Decision.EDGE, Decision.EDGE + 4 * MOST_EDGES), range(Decision.SEX, Decision.SEX + 31),
              range(Decision.START_SCORES, Decision.START_SCORES + 2)]
    singles = [range(value, value + 1) for name, value in vars(Decision).items()
               if name.isupper() and name not in COUNTING]
    used = sorted((r.start, r.stop) for r in ranges + singles)
    assert all(before[1] <= after[0] for before, after in zip(used, used[1:], strict=False)), used


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(model.PACKAGE).as_posix())
def test_nothing_else_in_the_model_is_random(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not imported(tree) & RANDOM_MODULES
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not (attributes | names) & RANDOM_NAMES
    assert "random" not in attributes, "np.random is not allowed in model/"


def test_no_rule_adds_to_a_decision_that_has_no_range():
    """`draws(now, who, JOIN + 4096)` would meet the range of another decision; ranges are listed above."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_draw = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("draws", "word")
            if is_draw and isinstance(node.args[-1], ast.BinOp):
                names = {n.id for n in ast.walk(node.args[-1]) if isinstance(n, ast.Name) and n.id.isupper()}
                assert names <= COUNTING, f"{path.name}: {ast.unparse(node)}"


def test_what_a_winner_draws_does_not_depend_on_its_place_in_the_lottery():
    """Winners have small first words; a rule that drew with the same word would always see small numbers."""
    tree = ast.parse((Path(model.PACKAGE) / "slots.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.value) == "draws(now, who, LOTTERY)":
            assert ast.unparse(node.targets[0]).startswith("(_,")
