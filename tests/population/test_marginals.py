"""The synthetic households meet the tables they are made from."""

from __future__ import annotations

import numpy as np
import pytest

from model.population import worst_marginals


def misses(fit, tolerance=0.02, units=1.0):
    """Marginals off by more than `tolerance` and by more than some simulated units."""
    scale = (fit["source"] / fit["units"]).round()
    gap = (fit["synthetic"] - fit["source"]).abs()
    return fit[(fit["relative_error"].abs() > tolerance) & (gap > (units + 0.01) * scale)]


def test_valley_meets_its_tables(valley_people):
    assert misses(valley_people.fit).empty, misses(valley_people.fit)


@pytest.mark.parametrize("scale", [10, 100])
def test_coarser_valley_meets_countries(valley, scale, people):
    fit = people(valley, scale=scale).fit
    countries = fit[fit["place"].isin(valley.countries)]
    large = countries[countries["units"] >= 50]
    assert (large["relative_error"].abs() < 0.02).all(), large


def test_americas_meet_their_tables_at_one_to_a_hundred(americas_people):
    fit = americas_people.fit
    assert misses(fit, units=2.5).empty, misses(fit, units=2.5)
    assert worst_marginals(fit, 1, least_units=125)["relative_error"].abs().max() < 0.02


def test_americas_countries_are_close(americas, americas_people):
    fit = americas_people.fit
    countries = fit[fit["place"].isin(americas.countries) & (fit["units"] >= 1000)]
    assert len(countries) > 300
    assert countries["relative_error"].abs().max() < 0.002


def test_coarse_americas_keep_every_place(americas, people):
    coarse = people(americas, scale=1000, months=12)
    assert (np.diff(coarse.starts) >= 1).all()
    fit = coarse.fit
    persons = fit[(fit["variable"] == "persons") & fit["place"].isin(americas.countries)]
    assert (persons[persons["units"] > 50]["relative_error"].abs() < 0.02).all()


def test_income_has_the_spread_of_the_gini(valley, valley_people):
    h, first, last = valley_people.households, valley_people.starts[0], valley_people.band_starts[0, 4]
    logs = np.log(h.inc[first:last].astype(float))
    gini = valley.tables["countries"].set_index("country_iso3")["gini"]["VAL"]
    assert 0.75 < logs.std() < 1.0
    values = np.sort(h.inc[first:last].astype(float))
    observed = 2 * (values * np.arange(1, len(values) + 1)).sum() / values.sum() / len(values) - 1
    assert observed == pytest.approx(gini, abs=0.05)


def test_later_households_follow_natural_increase(valley, valley_people):
    table = valley.tables["country_year"]
    rows = table[(table["country_iso3"] == "VAL") & table["year"].between(2014, 2018)]
    natural = rows[rows["series"] == "natural_increase"].set_index("year")["value"]
    people_then = rows[rows["series"] == "population"].set_index("year")["value"]
    yearly = natural / people_then
    grown = np.prod(1 + yearly) * (1 + yearly.loc[2018])
    p = valley_people
    code = valley.country_index["VAL"]
    later = now = 0
    for o in np.flatnonzero(valley.origin_country == code):
        members = p.households.members[p.band_starts[o, 4]:p.band_starts[o, 5]].astype(int)
        later += ((members >> 4) + (members & 15)).sum()
        now += p.persons[o]
    assert later / now == pytest.approx(grown - 1, rel=0.1)
