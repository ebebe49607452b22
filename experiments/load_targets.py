"""`python -m experiments.load_targets file=<published file> key=value ...`: a published file as rows of targets.csv
([how](docs/loaders.md)).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from experiments.lib import cli
from experiments.lib.config import key, read
from experiments.lib.loaders import formats, suspect
from experiments.lib.loaders.tally import Tally
from experiments.lib.out_folder import writable_file
from experiments.lib.words import LANGUAGES, say
from model.checks import InputError
from model.world import load


@dataclass
class LoadConfig:
    """Keys of loading."""

    file: str | None = key("text", "the published file, CSV or workbook", default_note="none: it must be given")
    format: str | None = key("text", "its format: " + ", ".join(formats.FORMATS), default_note="guessed")
    world: str = key("text", "the world whose targets the values are compared with")
    out: str = key("text", "the CSV file to write, in the columns of targets.csv")
    lang: str = key("text", "language of the messages", choices=LANGUAGES)


def main(arguments: list[str]) -> int:
    """Load, compare with what is held, write; a suspicion is printed and does not stop."""
    config = read(arguments, LoadConfig, "load_targets")  # type: ignore[type-var]
    if not config.file:
        raise InputError("file is missing: file=<published file>. Formats: " + ", ".join(formats.FORMATS) + ".")
    _refuse_same(Path(config.file), Path(config.out))
    out = writable_file(config.out)
    tally = Tally()
    rows = formats.load(Path(config.file), config.format, tally)
    for sentence in suspect.warnings(rows, load(config.world).tables["targets"]):
        print(f"{config.file}: {sentence}", file=sys.stderr)
    rows.to_csv(out, index=False, lineterminator="\n")
    span = sorted({*rows["year_month"], *rows["year"].astype(str)} - {""})
    print(say("loaded", config.lang, rows=len(rows), path=config.out, first=span[0], last=span[-1],
              indicators=", ".join(sorted(rows["indicator"].unique()))))
    print("\n".join(tally.sentences(config.lang)))
    return 0


def _refuse_same(file: Path, out: Path) -> None:
    """Raise InputError if the published file would be overwritten."""
    if file.resolve() == out.resolve() or (out.exists() and file.exists() and out.samefile(file)):
        raise InputError(f"out = {out}: is the published file itself, which would be overwritten; name another.")


if __name__ == "__main__":
    sys.exit(cli.command(main, LoadConfig, "load_targets", "load_targets"))
