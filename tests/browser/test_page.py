"""The page in a real browser: every control, both languages, exports, restoring, accessibility."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from looking import Look, brief, until

from experiments.lib.demo.asked import Wish
from experiments.lib.demo.session import VIEWS, Session, from_text

pytestmark = pytest.mark.slow


def session_of(look: Look) -> Session:
    """The session in the page's address (asked of the page itself: it changes without a navigation)."""
    look.page.wait_for_load_state()
    return from_text(parse_qs(urlparse(look.page.evaluate("location.href")).query)["s"][0])


def tab(look: Look, label: str) -> None:
    look.page.get_by_role("tab", name=label).click()


def focus(look: Look, name: str) -> None:
    """Put the keyboard on a slider."""
    look.page.get_by_role("slider", name=name, exact=True).locator("[tabindex='0']").focus()


def test_a_slider_moved_by_keyboard_changes_plan_and_answer(look):
    look.open(brief(plans=[Wish(), Wish()]))
    focus(look, "Reception of returned people")
    for _ in range(3):
        look.page.keyboard.press("ArrowRight")
    until(lambda: session_of(look).plans[1] == Wish("baseline", (("reception", 30_000.0),)))
    look.answered()
    assert look.page.get_by_text("30,000 people received a year", exact=False).is_visible()


def test_a_named_plan_can_be_loaded_and_the_other_side_taken_in_hand(look):
    look.open(brief())
    look.page.get_by_role("combobox", name="Named plan").click()
    look.page.get_by_role("option", name="Return surge - removals tripled").click()
    until(lambda: session_of(look).plans[1].base == "return_surge")
    look.page.get_by_role("button", name="Plan A", exact=True).click()
    until(lambda: session_of(look).side == 0)
    look.answered()


def test_the_months_play_and_pause(look):
    look.open(brief())
    date = look.page.locator(".map-date")
    first = until(lambda: date.inner_text())
    look.page.get_by_role("button", name="Play or pause").click()
    until(lambda: date.inner_text() != first)
    look.page.get_by_role("button", name="Play or pause").click()
    paused = date.inner_text()
    focus(look, "Month")
    look.page.keyboard.press("ArrowLeft")
    until(lambda: date.inner_text() != paused)


def test_differences_carry_intervals_and_say_what_is_noise(look):
    look.open(brief(view="compare", seeds=2))
    table = look.page.locator("table.diff")
    table.wait_for()
    words = table.inner_text()
    for part in ("Flow", "Harm on the way", "Debt", "Families", "Return", "Capacity overflow"):
        assert part in words
    assert "inside the noise" in words


def test_a_household_is_told_twice(look):
    look.open(brief(view="lives"))
    until(lambda: "One seed: of " in look.page.locator(".wide").first.inner_text())
    text = look.page.locator(".wide").first.inner_text()
    assert "better off under B" in text and ("Household" in text or "No household" in text)


def test_a_switch_runs_everything_again(look):
    look.open(brief(view="unknown"))
    look.page.get_by_role("button", name="yes, also the wish").click()
    until(lambda: session_of(look).switches == (("hump", "within"),))
    look.answered()


def test_the_language_changes_words_and_numbers(look):
    look.open(brief())
    look.page.get_by_role("button", name="Español").click()
    look.page.get_by_role("tab", name="Lo que no sabemos").wait_for()
    look.answered()
    assert look.page.evaluate("document.documentElement.lang") == "es"
    assert "semillas pareadas" in look.page.locator(".status").inner_text()
    until(lambda: "diciembre de 2023" in look.page.locator(".map-date").inner_text())


def test_the_tour_leads_through_every_step(look):
    look.open(brief(), answered=False)
    look.page.get_by_role("button", name="Tour").click()
    bar = look.page.locator(".tour-bar")
    for step in range(1, 11):
        until(lambda step=step: f"{step}/10" in bar.inner_text())
        bar.get_by_role("button", name="Next").click()
    until(lambda: not bar.is_visible())
    assert session_of(look).view == "keep"


def test_exports_stand_alone(look, tmp_path):
    look.open(brief(view="keep"))
    files = {}
    for name in ("Report (HTML)", "Picture (PNG)", "Spreadsheet (xlsx)", "Session file"):
        with look.page.expect_download() as got:
            look.page.get_by_role("button", name=name, exact=True).click()
        files[name] = tmp_path / got.value.suggested_filename
        got.value.save_as(files[name])
    html = files["Report (HTML)"].read_text(encoding="utf-8")
    assert "<script" not in html and "src=" not in html and "href=\"http" not in html and "inside the noise" in html
    assert files["Picture (PNG)"].read_bytes()[:4] == b"\x89PNG"
    assert "xl/workbook.xml" in zipfile.ZipFile(files["Spreadsheet (xlsx)"]).namelist()
    assert json.loads(files["Session file"].read_text())["plans"][1]["base"] == "visas"


def upload(look: Look, path: Path) -> None:
    look.page.locator("input[type=file]").set_input_files(str(path))


def test_a_session_file_brings_everything_back(look, tmp_path):
    path = tmp_path / "session.json"
    path.write_text(json.dumps(brief(lang="es", plans=[Wish(), Wish("integration")]).record()))
    look.open(brief(view="keep"), answered=False)
    upload(look, path)
    look.page.get_by_role("tab", name="Mapa y curvas").wait_for()
    assert session_of(look).plans[1].base == "integration"


def test_a_bad_file_is_one_message_and_changes_nothing(look, tmp_path):
    path = tmp_path / "bad.json"
    look.open(brief(view="keep"), answered=False)
    before = session_of(look)
    for content in ("{", "[]", '{"vaiven_session": 1}', '{"vaiven_session": 1, "plans": [1, 2]}'):
        path.write_text(content)
        upload(look, path)
        message = look.page.get_by_role("alert").filter(has_text="Nothing was changed")
        message.wait_for()
        message.get_by_role("button").click()
        message.wait_for(state="detached")
    assert session_of(look) == before


def test_a_damaged_link_opens_the_page_with_a_message(look):
    look.page.goto(f"{look.address}/?s=damaged")
    look.page.get_by_text("The link could not be read", exact=False).wait_for()


def test_a_reload_keeps_the_session(look):
    look.open(brief(plans=[Wish(), Wish("baseline", (("root_jobs", 20_000.0),))]), answered=False)
    look.page.reload()
    look.answered()
    assert session_of(look).plans[1].amount("root_jobs") == 20_000.0


def test_month_speed_and_curves_come_back_too(look):
    look.open(brief())
    date = look.page.locator(".map-date")
    first = until(lambda: date.inner_text())
    focus(look, "Month")
    look.page.keyboard.press("ArrowLeft")
    until(lambda: date.inner_text() != first)
    look.page.get_by_role("button", name="4×", exact=True).click()
    look.page.get_by_label("Choose what this curve shows").first.click()
    look.page.get_by_role("option", name="Remittances").click()
    until(lambda: session_of(look).curves[0] == "remittances" and session_of(look).speed == 4)
    moved = date.inner_text()
    look.page.reload()
    look.answered()
    until(lambda: date.inner_text() == moved)
    assert session_of(look).curves[0] == "remittances"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_view_breaks_the_rules_of_accessibility(look, lang):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    for view in VIEWS:
        look.open(brief(view=view, lang=lang))
        found = axe.Axe().run(look.page).response["violations"]
        serious = [(view, rule["id"], [node["html"][:160] for node in rule["nodes"]][:4]) for rule in found
                   if rule["impact"] in ("serious", "critical")]
        assert serious == []


def test_every_other_control_answers(look):
    look.open(brief(), answered=False)
    for name in ("4×", "North"):
        look.page.get_by_role("button", name=name, exact=True).click()
    look.page.get_by_role("button", name="A", exact=True).click()
    until(lambda: "plan A" in look.page.locator(".map-date").inner_text())
    look.page.get_by_label("Choose what this curve shows").first.click()
    look.page.get_by_role("option", name="Remittances").click()
    look.page.get_by_role("img", name="Remittances").wait_for()
    budget = look.page.get_by_label("Budget, US$ M a year")
    budget.fill("250")
    until(lambda: session_of(look).budget == 250.0)
    budget.fill("-5")
    look.page.get_by_text("the old one stays", exact=False).wait_for()
    assert session_of(look).budget == 250.0
    look.page.get_by_role("button", name="Type for a projector").click()
    look.page.locator("body.projector").wait_for()
    assert session_of(look).projector


def test_a_click_on_a_pie_tells_the_place(look):
    look.open(brief())
    map_box = look.page.get_by_role("img", name="Map of the Americas with routes")
    until(lambda: look.page.locator(".map-date").inner_text())
    box = map_box.bounding_box()
    look.page.mouse.click(box["x"] + box["width"] * 0.475, box["y"] + box["height"] * 0.215)
    look.page.get_by_text(re.compile(r"^abroad, irregular: [\d,]+$")).wait_for()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (820, 1180)])
def test_nothing_runs_over_the_side(look_at, server, width, height):
    look = look_at(server.address, width, height)
    look.open(brief())
    assert look.page.evaluate("document.documentElement.scrollWidth") <= width
