"""Which country is the hub, which borders it on the way there, which sectors are its southwest border."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from model.judgements import SOUTHWEST_WORDS

if TYPE_CHECKING:
    from model.world import World

DARIEN = "PAN"
NORTHERN_CENTRAL_AMERICA = ("GTM", "HND", "SLV")
HAITIAN_FAMILY = ("HTI", "CHL", "BRA")
DERIVED = {"NCA3": NORTHERN_CENTRAL_AMERICA, "HTI_FAMILY": HAITIAN_FAMILY}
"""Groups of nationalities that observed series use beside single ones."""


def hub(world: World) -> str:
    """Code of the main destination, e.g. USA."""
    return world.countries[world.hub]


def darien(world: World) -> str:
    """Code of the country where the Darién is counted, "" in worlds without it."""
    return DARIEN if DARIEN in world.country_index else ""


def transit(world: World) -> str:
    """Code of the country south of most border sectors, e.g. MEX; "" if there is none."""
    tails = _inbound(world)[1]
    south = tails[~_abroad_north(world)]
    counts = np.bincount(world.place_country[south], minlength=len(world.countries))
    return world.countries[int(counts.argmax())] if counts.any() else ""


def southwest_sectors(world: World) -> np.ndarray:
    """Places (i4) of the sectors that the engine counts as the hub's southwest border."""
    known = [place for place in world.sectors if world.place_ids[place].endswith(SOUTHWEST_WORDS)]
    return np.array(known if known else world.sectors, np.int32)


def sector_name(world: World, place: int) -> str:
    """`usa-bp-del-rio` -> `del-rio`; other ids lose their country only."""
    name = world.place_ids[place]
    for prefix in (f"{name[:3]}-bp-", f"{name[:3]}-sector-", f"{name[:3]}-"):
        if name.startswith(prefix):
            return name[len(prefix):]
    return name


def _inbound(world: World) -> tuple[np.ndarray, np.ndarray]:
    """Head and tail places of the irregular routes into border sectors, from other countries."""
    routes = world.routes[world.routes["channel"] == "irregular"]
    heads, tails = routes["head"].to_numpy(), routes["tail"].to_numpy()
    foreign = world.place_country[heads] != world.place_country[tails]
    into = np.isin(heads, world.sectors) & foreign
    return heads[into], tails[into]


def _abroad_north(world: World) -> np.ndarray:
    heads, tails = _inbound(world)
    latitude = world.places["lat"].to_numpy()
    return latitude[tails] > latitude[heads] + 0.5
