"""The quick look: the page opens, says what it is in both languages, asks nobody else and complains of nothing."""

from __future__ import annotations

from looking import brief


def test_the_page_opens_in_both_languages(look):
    look.open(brief(), answered=False)
    assert look.page.title() == "Vaivén"
    look.page.get_by_role("img", name="Map of the Americas with routes").wait_for()
    look.page.locator("canvas").nth(4).wait_for(state="attached")  # the map and four curves draw once they are in view
    assert look.page.get_by_role("slider", name="Reception of returned people").count() == 1
    look.page.get_by_role("button", name="Español").click()
    look.page.get_by_role("tab", name="Lo que no sabemos").wait_for()
    assert look.page.evaluate("document.documentElement.lang") == "es"
