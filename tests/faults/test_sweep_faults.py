"""Faults of a sweep that really happen: kill -9, a full disk, a store that cannot be written, a lost scheduler.

Slow ones kill again and again at random moments. What is counted comes from the store's own history: a run may be
sent twice only if it was out when something was killed.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from experiments.lib.sweep import reading
from experiments.lib.sweep.store import Store

pytestmark = pytest.mark.xdist_group("sweep")  # one after the other: they start workers of their own
ROOT = Path(__file__).resolve().parents[2]
DASK = pytest.mark.skipif(find_spec("distributed") is None, reason="needs the extra `cluster`")
ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="needs to mount a small disk")
KILLS = 10
"""Of the whole command and of workers each: with those of other tests here, more than 20 in all."""


def words(out: Path, on: str, points: int, *more: str) -> list[str]:
    return [sys.executable, "-m", "experiments.sweep", "sweep=smoke", "scale=50", "months=3", "seeds=2",
            f"points={points}", f"out={out}", f"on={on}", *more]


def begun(out: Path, on: str, points: int, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(words(out, on, points, *more), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            text=True, start_new_session=True)


def finished(out: Path, on: str, points: int, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words(out, on, points, *more), cwd=ROOT, capture_output=True, text=True, check=False)


def stored(out: Path) -> set[str]:
    return {path.stem for path in (out / "runs").glob("*.parquet")} if (out / "runs").is_dir() else set()


def until(out: Path, count: int, process: subprocess.Popen[str], seconds: float = 120.0) -> None:
    """Wait for `count` stored runs, or for the end of the command."""
    end = time.monotonic() + seconds
    while len(stored(out)) < count and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)


def killed(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def checked(out: Path, runs: int, kills: int, window: int) -> None:
    """Every run is there and whole; no more was made twice than was out when something was killed."""
    keys = stored(out)
    assert len(keys) == runs
    for key in keys:
        assert reading.read_shard(out / "runs" / f"{key}.parquet")[1]["key"] == key
    sent = Counter(line["key"] for line in Store(out).history() if line["event"] == "sent")
    assert set(sent) == keys
    assert sum(sent.values()) - runs <= kills * window
    kept = Counter(line["key"] for line in Store(out).history() if line["event"] == "stored")
    assert all(count == 1 for count in kept.values())


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Processes below the command that make runs."""
    import psutil

    found = []
    for child in psutil.Process(process.pid).children(recursive=True):
        try:
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child.pid)
        except psutil.Error:
            continue
    return found


def test_a_second_sweep_is_refused_and_a_kill_loses_nothing(tmp_path: Path) -> None:
    out = tmp_path / "store"
    process = begun(out, "serial", 6)
    until(out, 7, process)
    os.killpg(process.pid, signal.SIGSTOP)  # so that it is still at work when the second one begins
    second = finished(out, "serial", 6)
    assert second.returncode == 2 and "another sweep" in second.stderr and "Traceback" not in second.stderr
    killed(process)
    before = {key: (out / "runs" / f"{key}.parquet").stat().st_mtime_ns for key in stored(out)}
    assert 7 <= len(before) < 24
    done = finished(out, "serial", 6)
    assert done.returncode == 0, done.stderr
    assert all((out / "runs" / f"{key}.parquet").stat().st_mtime_ns == at for key, at in before.items())
    checked(out, 24, 1, 2)


@pytest.mark.slow
def test_repeated_kills_of_the_whole_command(tmp_path: Path) -> None:
    out, luck, kills = tmp_path / "store", random.Random(1), 0
    while kills < KILLS:
        process = begun(out, "serial", 60)
        until(out, len(stored(out)) + luck.randint(0, 9), process)
        time.sleep(luck.random() * 0.3)
        if process.poll() is not None:
            break
        killed(process)
        kills += 1
    assert kills == KILLS
    assert finished(out, "serial", 60).returncode == 0
    checked(out, 240, kills, 2)
    assert not list(out.rglob(".*.tmp"))


@DASK
@pytest.mark.slow
def test_repeated_kills_of_workers(tmp_path: Path) -> None:
    out, luck, kills = tmp_path / "store", random.Random(2), 0
    process = begun(out, "dask", 60, "workers=2")
    while kills < KILLS and process.poll() is None:
        until(out, len(stored(out)) + luck.randint(1, 12), process)
        time.sleep(luck.random() * 0.2)
        workers = workers_of(process)
        if workers:
            os.kill(luck.choice(workers), signal.SIGKILL)
            kills += 1
            time.sleep(1.0)
    _, errors = process.communicate(timeout=900)
    assert process.returncode == 0, errors[-500:]
    assert kills == KILLS
    checked(out, 240, kills, 8)


@DASK
@pytest.mark.slow
def test_workers_and_command_killed_give_the_bytes_of_a_calm_run(tmp_path: Path) -> None:
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    assert finished(calm, "serial", 20).returncode == 0
    process = begun(rough, "dask", 20, "workers=2")
    until(rough, 10, process)
    for worker in workers_of(process)[:1]:
        os.kill(worker, signal.SIGKILL)
    until(rough, 30, process)
    killed(process)
    assert finished(rough, "dask", 20, "workers=1").returncode == 0
    for name in ("quantiles", "window", "years", "places", "differences"):
        one, other = (path / "tables" / f"{name}.parquet" for path in (calm, rough))
        assert one.read_bytes() == other.read_bytes(), name


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a quarter megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)], check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@ROOT_ONLY
@pytest.mark.slow
def test_a_full_disk_says_so_and_goes_on_when_there_is_room(small_disk: Path) -> None:
    out = small_disk / "store"
    done = finished(out, "serial", 40)
    assert done.returncode == 2 and "the disk is full" in done.stderr and "Traceback" not in done.stderr
    whole = len(stored(out))
    assert 0 < whole < 160
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    done = finished(out, "serial", 40)
    assert done.returncode == 0, done.stderr
    checked(out, 160, 1, 2)


@ROOT_ONLY
@pytest.mark.slow
def test_a_store_that_cannot_be_written_says_so(small_disk: Path) -> None:
    out = small_disk / "store"
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    assert finished(out, "serial", 2).returncode == 0
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    done = finished(out, "serial", 3)
    assert done.returncode == 2 and "cannot be written" in done.stderr and "8 runs are stored" in done.stderr


@DASK
@pytest.mark.slow
def test_a_scheduler_that_goes_away(tmp_path: Path) -> None:
    code = ("import dask, time; from distributed import LocalCluster\n"
            "if __name__ == '__main__':\n"
            "    c = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None)\n"
            "    print(c.scheduler_address, flush=True); time.sleep(600)\n")
    script = tmp_path / "cluster.py"
    script.write_text(code)
    cluster = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True,
                               start_new_session=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert cluster.stdout is not None
    address, out = cluster.stdout.readline().strip(), tmp_path / "store"
    process = begun(out, address, 60)
    until(out, 5, process)
    killed(cluster)
    _, errors = process.communicate(timeout=180)
    assert process.returncode == 2, errors[-1500:]
    assert "went away" in errors and "Traceback" not in errors
    assert finished(out, "serial", 60).returncode == 0
    checked(out, 240, 1, 64)


@DASK
@pytest.mark.slow
def test_an_address_where_nobody_answers(tmp_path: Path) -> None:
    done = finished(tmp_path / "store", "tcp://127.0.0.1:9", 2)
    assert done.returncode == 2 and "no scheduler answers" in done.stderr


@DASK
@pytest.mark.slow
def test_a_run_that_hangs_is_stopped_on_a_worker(tmp_path: Path) -> None:
    code = ("import sys, time\n"
            "from experiments.lib.sweep import work, conduct, engines, asked, store\n"
            "def hanging(task):\n"
            "    import time\n"
            "    from experiments.lib.sweep import reading, work\n"
            "    if task.points[0].seed == 2:\n"
            "        reading.shard_of = lambda *_: [time.sleep(0.1) for _ in range(10**6)]\n"
            "    return work.work(task)\n"
            "hanging.__module__ = '__main__'\n"
            "if __name__ == '__main__':\n"
            "    q = asked.asked_of(*asked.config_of(['sweep=smoke', 'scale=50', 'months=3', 'seeds=2', 'points=2',"
            " 'out=' + sys.argv[1]]))\n"
            "    with store.opened(q.path, q.manifest('sweep', [])) as (s, f):\n"
            "        place = engines.where_of('dask', 1)\n"
            "        order = conduct.Order(q.base, q.points, engines.engine_of(place), 1, 4, 'en', work=hanging)\n"
            "        print(conduct.conduct(s, f, order).failed)\n")
    script = tmp_path / "hanging.py"
    script.write_text(code)
    done = subprocess.run([sys.executable, str(script), str(tmp_path / "store")], capture_output=True, text=True,
                          cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 0, done.stderr[-800:]
    errors = [reading.read_shard(path)[0].column("error")[0].as_py()
              for path in (tmp_path / "store" / "runs").glob("*.parquet")]
    assert sum("longer than limit_s = 4" in error for error in errors) == int(done.stdout.split()[-1]) > 0
