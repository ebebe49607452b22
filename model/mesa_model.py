"""Mesa's face of the engine: wiring only. The engine itself never imports Mesa.

    model = MigrationModel("valley", scale=10, months=24, seed=1)
    model.run_model()
    model.datacollector.get_model_vars_dataframe()

Places are Mesa agents; households are columns, looked at through `model.household(row)`. All luck comes
from the engine's counter-based draws: Mesa's own `random` and `rng` are never used. Works with
`mesa.batch_run`: any behavioural parameter or switch is a keyword (`beta_y=[0.4, 0.5]`); seeds belong into
`seed=[1, 2, 3]`, because repeated iterations of one seed are the same run.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import mesa

from model import plan as plans
from model import settings as model_settings
from model import world as worlds
from model.checks import InputError, nearest
from model.engine import Simulation
from model.household_view import HouseholdView
from model.mesa_reporters import MODEL_REPORTERS, PLACE_REPORTERS, PlaceValues

LARGEST_SEED = 2**32 - 1


class PlaceAgent(mesa.Agent):
    """A place of the world: people present, crowding, prices, reception. It reads the run, stores nothing."""

    def __init__(self, model: MigrationModel, index: int) -> None:
        super().__init__(model)
        row = model.world.places.iloc[index]
        self.index, self.place_id, self.role = index, model.world.place_ids[index], str(row["role"])
        self.name, self.country = str(row["name"]), str(row["country_iso3"])
        self.lat, self.lon = float(row["lat"]), float(row["lon"])

    @property
    def persons(self) -> dict[str, int]:
        """Weighted persons present by state; those left behind count as SETTLED at their home."""
        return self.model.place_values.persons(self.index)

    @property
    def present(self) -> int:
        """Weighted persons present in any state but LOST."""
        return self.model.place_values.present(self.index)

    @property
    def crowding(self) -> float:
        """Newcomers of two years per 1 000 residents of its country, over what hosts absorb."""
        return self.model.place_values.crowding(self.index)

    @property
    def price(self) -> float:
        """US$ of 2021 of a guided journey from here to the most sought destination; nan if none."""
        return self.model.place_values.price(self.index)

    @property
    def reception_load(self) -> float:
        """Persons received last step over the monthly capacity of the reception place; nan elsewhere."""
        return self.model.place_values.reception_load(self.index)


class MigrationModel(mesa.Model):
    """A run of the engine as a Mesa model.

    world: name, folder or World; plan: name, file or Plan; settings: values and switches by name (or a
    Settings record), further ones as keywords. rng or seed: a whole number (`seed` is taken from the
    keywords, because newer `batch_run` replaces a declared one). scale, start, months, threads, origins,
    feedbacks, dense, world_seed: as in `model.engine.Simulation`. collect_places=False leaves the table of
    places out. Raises InputError for anything unknown or out of range.
    """

    model_reporters: ClassVar[dict[str, Callable[[Any], Any]]] = MODEL_REPORTERS
    place_reporters: ClassVar[dict[str, Callable[[Any], Any]]] = PLACE_REPORTERS

    def __init__(self, world: Any = "valley", plan: Any = "none", settings: Any = None, *,
                 rng: int | str | None = None, scale: int | Mapping[str, int] | None = None,
                 start: str | None = None, months: int | None = None, threads: int = 1,
                 origins: Sequence[str] | None = None,
                 feedbacks: bool = True, dense: bool = False, world_seed: int = 0,
                 collect_places: bool = True, **kwargs: Any) -> None:
        number = chosen_seed(kwargs.pop("seed", None), rng)
        super().__init__(rng=number)
        self.world = world if isinstance(world, worlds.World) else worlds.load(world)
        first = self.world.month_of(start) if start else 0
        self.simulation = Simulation(
            self.world, plan if isinstance(plan, plans.Plan) else plans.load_plan(plan, self.world),
            chosen_settings(settings, kwargs), seed=number,
            scale=self.world.default_scale if scale is None else scale, start=start,
            months=self.world.months - first if months is None else int(months), threads=threads,
            dense=dense, feedbacks=feedbacks, origins=list(origins) if origins else None,
            world_seed=world_seed)
        self.place_values = PlaceValues(self.simulation)
        self.places = [PlaceAgent(self, index) for index in range(len(self.world.place_ids))]
        self.datacollector = mesa.DataCollector(
            model_reporters=dict(self.model_reporters),
            agent_reporters=dict(self.place_reporters) if collect_places else None)
        self.datacollector.collect(self)

    def step(self) -> None:
        """One step of the engine, then the reporters. InputError after the last month."""
        if self.simulation.t >= self.simulation.steps:
            raise InputError(f"the run ended with {self.month}; give months= for a longer one.")
        self.simulation.step()
        self.running = self.simulation.t < self.simulation.steps
        self.datacollector.collect(self)

    @property
    def month(self) -> str:
        """The month the last step simulated, YYYY-MM; the first month before any step."""
        return self.simulation.history.labels[max(0, self.simulation.t - 1)]

    @property
    def households(self) -> Any:
        """The household columns, one array a column (`model.households.COLUMNS`)."""
        return self.simulation.households

    def household(self, row: int) -> HouseholdView:
        """One household as an object."""
        return HouseholdView(self.simulation, row)

    def place(self, place_id: str) -> PlaceAgent:
        """The agent of a place. Raises InputError for an unknown id."""
        index = self.world.place_index.get(place_id)
        if index is None:
            raise InputError(f"place '{place_id}': not in the world '{self.world.name}'. "
                             f"{nearest(place_id, self.world.place_index)}")
        return self.places[index]

    def digest(self) -> str:
        """Hash of everything simulated: the same as that of a bare run."""
        return self.simulation.digest()

    def close(self) -> None:
        """Let the model go: Mesa 3.3 keeps every model alive in a registry of agent ids."""
        registry = getattr(mesa.Agent, "_ids", None)
        if registry is not None and hasattr(registry, "pop"):
            registry.pop(self, None)
        self.remove_all_agents()
        self.places = []
        self.running = False

    def __enter__(self) -> MigrationModel:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def chosen_seed(seed: int | str | None, rng: int | str | None) -> int:
    """The run's seed from either name (1 without one); sliders hand over text."""
    given = seed if seed is not None else rng
    if seed is not None and rng is not None and seed != rng:
        raise InputError(f"seed = {seed} and rng = {rng}: give one of them.")
    try:
        number = int(given) if isinstance(given, str) else operator.index(1 if given is None else given)
    except (TypeError, ValueError):
        number = -1
    if isinstance(given, bool) or not 0 <= number <= LARGEST_SEED:
        raise InputError(f"seed = {given!r}: a whole number from 0 to {LARGEST_SEED} is needed.")
    return number


def chosen_settings(settings: Any, parameters: Mapping[str, Any]) -> model_settings.Settings:
    """Settings from a record or a mapping of parameter values and switches, keywords last."""
    if isinstance(settings, model_settings.Settings):
        named = {**settings.values, **settings.switches, **parameters}
    else:
        named = {**(settings or {}), **parameters}
    switches = {key: value for key, value in named.items() if key in model_settings.SWITCH_BY_NAME}
    values = {key: value for key, value in named.items() if key not in switches}
    return model_settings.make(values, switches)
