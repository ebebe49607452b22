"""Keys of the command line: what passes, and one clear message with the nearest name for what does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import here

from experiments.lib.config import RunConfig, help_text, leaves, read
from experiments.lib.jobs import prepare
from experiments.story import StoryConfig
from model.checks import InputError

BAD = [
    ("sed=1", "Did you mean 'seed'?"),
    ("gamma_B=3", "Did you mean 'settings.gamma_B'?"),
    ("hump=within", "Did you mean 'switches.hump'?"),
    ("engine.dens=true", "Did you mean 'engine.dense'?"),
    ("settings.gama_B=3", "Did you mean 'gamma_B'?"),
    ("switches.hum=within", "Did you mean 'hump'?"),
    ("seed=abc", "a whole number, 0 to 4294967295 is needed"),
    ("seed=1.5", "a whole number"),
    ("seed=true", "a whole number"),
    ("seed=-1", "allowed is 0 to 4294967295"),
    ("seed=1,2", "experiments.sweep"),
    ("seed=", "seed is empty"),
    ("seed==3", "cannot be read"),
    ("seed", "write key=value"),
    ("--multirun", "write key=value"),
    ("+seed=1", "write key=value"),
    ("~seed", "write key=value"),
    ("scale=0", "allowed is 1 to 1000"),
    ("scale=abc", "a number or {country: number}"),
    ("scale={SLV:0}", "scale.SLV = 0"),
    ("scale=[1,2", "cannot be read"),
    ("start=2014", "YYYY-MM"),
    ("start=2014-13", "YYYY-MM"),
    ("months=0", "allowed is 1 to 1200"),
    ("feedbacks=flase", "true or false"),
    ("feedbacks=1", "true or false"),
    ("engine.dense=null", "engine.dense is empty"),
    ("origins=[1]", "a list like [SLV,GTM]"),
    ("lang=fr", "allowed are en, es"),
    ("settings.gamma_B=[1", "cannot be read"),
    ("settings.gamma_B=range(3)", "experiments.sweep"),
    ("switches=1", "unknown key 'switches'"),
]

BAD_CONTENT = [
    (["world=valey"], "Did you mean 'valley'?"),
    (["world=valley", "plan=baselin"], "Did you mean 'baseline'?"),
    (["world=valley", "settings=no_such"], "settings = 'no_such'"),
    (["world=valley", "settings.gamma_B=99"], "allowed is 0.5 to 2.5"),
    (["world=valley", "settings.gamma_B=x"], "a number is needed"),
    (["world=valley", "switches.hump=other"], "allowed are"),
    (["world=valley", "start=1999-01"], "1999-01"),
    (["world=valley", "months=1000"], "has 72 months"),
    (["world=valley", "origins=[XXX]"], "XXX"),
    (["world=valley", "scale={XXX:1}"], "no country 'XXX'"),
]


@pytest.mark.parametrize(("argument", "words"), BAD)
def test_bad_arguments_are_named(argument: str, words: str) -> None:
    with pytest.raises(InputError) as seen:
        read([argument], RunConfig)
    assert words in str(seen.value)
    assert "\n" not in str(seen.value)


@pytest.mark.parametrize(("arguments", "words"), BAD_CONTENT)
def test_bad_content_is_named(arguments: list[str], words: str) -> None:
    with pytest.raises(InputError) as seen:
        prepare(read(arguments, RunConfig))
    assert words in str(seen.value)


def test_a_key_given_twice_is_an_error() -> None:
    with pytest.raises(InputError, match="given twice"):
        read(["seed=1", "seed=2"], RunConfig)


def test_defaults_are_those_of_the_file() -> None:
    config = read([], RunConfig)
    assert (config.world, config.plan, config.seed, config.seeds, config.lang) == (
        "americas",
        "baseline",
        1,
        10,
        "en",
    )
    assert config.scale is None and config.start is None and config.origins == []


@pytest.mark.parametrize("text", ["/tmp/a b/c(1)", "it's", "${oc.env:HOME}", "a=b", "[x]", "ñandú", "2014"])
def test_any_text_passes_unchanged(text: str) -> None:
    assert read([f"out={text}"], RunConfig).out == text


def test_values_take_their_types() -> None:
    config = read(
        ["scale={SLV:1,GTM:20}", "origins=SLV", "settings.gamma_B=2", "switches.hump=within", "months=null"],
        RunConfig,
    )
    assert config.scale == {"SLV": 1, "GTM": 20}
    assert config.origins == ["SLV"]
    assert config.settings == {"gamma_B": 2} and config.switches == {"hump": "within"}
    assert config.months is None


def test_help_names_every_key() -> None:
    for schema, name in ((RunConfig, "config"), (StoryConfig, "story")):
        text = help_text(schema, name)
        for path in leaves(schema):
            shown = {"settings_from": "settings"}.get(path, path)
            assert shown in text


def test_the_command_prints_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "run"
    done = here("experiments.run", "world=valley", "plan=baselin", f"out={target}")
    assert done.returncode == 2
    assert "Did you mean 'baseline'?" in done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not target.exists()
