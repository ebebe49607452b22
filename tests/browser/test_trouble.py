"""A lost connection, a killed server, ten browsers at once, tablets with and without the token."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlparse

import pytest
from looking import Server, brief, until

from experiments.lib.demo.asked import Wish
from experiments.lib.demo.session import from_text

pytestmark = pytest.mark.slow


def test_a_lost_connection_comes_back(look_at, server):
    look = look_at(server.address)
    look.open(brief())
    look.page.context.set_offline(True)
    look.page.wait_for_timeout(3000)
    look.page.context.set_offline(False)
    look.page.get_by_role("tab", name="A and B").click()
    look.page.locator("table.diff").wait_for()


def test_a_killed_server_loses_no_session(look_at):
    server = Server("workers=1")
    try:
        server.wait()
        look = look_at(server.address)
        look.open(brief(plans=[Wish(), Wish("baseline", (("reception", 40_000.0),))]), answered=False)
        look.page.get_by_role("tab", name="Map and curves").wait_for()
        server.kill()
        look.page.wait_for_timeout(2000)
        server.start()
        server.wait()
        look.answered()
        session = from_text(parse_qs(urlparse(look.page.evaluate("location.href")).query)["s"][0])
        assert session.plans[1].amount("reception") == 40_000.0
    finally:
        server.stop()


def test_ten_browsers_at_once(look_at, server):
    looks = [look_at(server.address) for _ in range(10)]
    for number, look in enumerate(looks):
        look.open(brief(plans=[Wish(), Wish("baseline", (("reception", 10_000.0 * (number % 3 + 1)),))]),
                  answered=False)
    for look in looks:
        look.answered()
        assert look.complaints == [] and look.outside() == []


def test_tablets_need_the_token():
    server = Server("workers=1", "share=true")
    try:
        line = until(lambda: (said := server.process.stdout.readline()) and "token=" in said and said, 120)
        assert "WARNING" in line
        token = re.search(r"token=([\w-]+)", line)[1]
        until(lambda: _code(f"{server.address}/?token={token}") == 200, 120)
        assert _code(server.address) == 403
        assert _code(f"{server.address}/?token=wrong") == 403
        assert _code(f"{server.address}/map.json") == 403
    finally:
        server.stop()


def _code(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_a_taken_port_is_one_message(server):
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-m", "experiments.demo", f"port={server.port}", "open=false"],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 2 and str(server.port) in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["evil.example", "192.0.2.7"])
def test_other_host_names_are_refused(server, host):
    request = urllib.request.Request(server.address, headers={"Host": host})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)
    assert refused.value.code == 400
