"""Worlds and populations shared by the tests of the synthesis."""

from __future__ import annotations

import pytest

from model import drivers as drivers_module
from model import settings as settings_module
from model import world as world_module
from model.population import synthesise


@pytest.fixture(scope="session")
def people():
    """Function that makes the population of a world with default settings, for the world's length."""
    def make(world, **options):
        chosen = {"months": world.months} | options
        return synthesise(world, drivers_module.build(world), settings_module.make(), **chosen)

    return make


@pytest.fixture(scope="session")
def valley():
    return world_module.load("valley")


@pytest.fixture(scope="session")
def valley_people(valley, people):
    return people(valley, scale=1)


@pytest.fixture(scope="session")
def americas():
    return world_module.load("americas")


@pytest.fixture(scope="session")
def americas_people(americas, people):
    return people(americas, scale=100)
