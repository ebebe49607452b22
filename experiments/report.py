"""`python -m experiments.report <folder> [lang=es]`: rebuild report.html of a run folder from its tables."""

from __future__ import annotations

import sys

from experiments.lib import cli
from experiments.lib.folder_arguments import one_folder
from experiments.lib.report import write_report
from experiments.lib.runfolder import open_folder
from experiments.lib.words import LANGUAGES, say

USAGE = """python -m experiments.report FOLDER [lang=en|es]

  FOLDER  a run folder, e.g. outputs/run/americas-baseline-s1-1a2b3c4d
  lang    language of the report [en or es; default the run's own]"""


def main(arguments: list[str]) -> int:
    """Read the folder's tables, draw the report again; tables of the run are not touched."""
    path, options = one_folder(arguments, {"lang": LANGUAGES}, USAGE)
    folder = open_folder(path)
    lang = options.get("lang") or folder.manifest.get("lang", "en")
    report = write_report(folder, lang)
    folder.wait()
    print(say("report_written", lang, path=report))
    return 0


if __name__ == "__main__":
    sys.exit(cli.command(main, None, "report", usage=USAGE))
