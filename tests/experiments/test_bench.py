"""What the benchmark starts still exists; what it is asked is checked. It is never timed in a test."""

from __future__ import annotations

import subprocess
import sys

import pytest

from experiments import bench
from experiments.lib.bench import measures
from experiments.lib.provenance import ROOT
from model.checks import InputError


@pytest.mark.parametrize("code", [measures.IMPORT_ENGINE, measures.COMMAND_WITH_MESA], ids=["engine", "mesa"])
def test_what_start_up_is_timed_with_runs(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_unknown_item_is_named() -> None:
    with pytest.raises(InputError, match=r"unknown item 'peer'.*'peers'"):
        bench.main(["only=[peer]"])
