"""Pictures of the docs that the program draws itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from model.continuum import STATES, State, graph

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

PLACES: dict[str, tuple[float, float]] = {
    "NOT_YET_FORMED": (0.0, 5.3), "SETTLED": (0.0, 3.0), "DISPLACED": (2.2, 4.6), "RELOCATED": (0.0, 0.7),
    "REINTEGRATING": (2.0, -0.1), "RETURNED": (4.0, 1.0), "IN_TRANSIT": (6.2, 3.9), "STRANDED": (7.4, 5.5),
    "IN_CUSTODY": (7.0, 1.9), "LOST": (5.2, 6.2), "ASYLUM_PENDING": (9.9, 5.2), "IRREGULAR": (10.1, 3.0),
    "LAWFUL": (12.2, 4.2), "TEMPORARY_WORKER": (10.6, 0.4),
}
SIZE = (13.5, 7.8)
FONT = 9.5
DARK = 0.55
REGIONS = (((-1.1, -0.85), 6.3, 6.7, "country of origin / país de origen"),
           ((8.9, -0.85), 4.5, 6.7, "another country / otro país"))
TITLE = "The displacement continuum / El continuo del desplazamiento"


def draw_continuum(path: Path) -> None:
    """Write the graph of `model.continuum` as a PNG: states in two languages, every allowed move an arrow."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.add_subplot()
    axes.set_xlim(-1.3, 13.7)
    axes.set_ylim(-1.1, 6.7)
    axes.set_axis_off()
    axes.set_title(TITLE, fontsize=13, loc="left")
    _regions(axes)
    _arrows(axes, {state.name: _box(axes, state) for state in STATES})
    figure.savefig(path, dpi=110)


def _regions(axes: Axes) -> None:
    from matplotlib.patches import FancyBboxPatch

    for corner, width, height, text in REGIONS:
        axes.add_patch(FancyBboxPatch(corner, width, height, boxstyle="round,pad=0.1", facecolor="#f4f4f0",
                                      edgecolor="#d5d5cc", zorder=0))
        axes.text(corner[0] + width / 2, corner[1], text, fontsize=FONT, color="#6b6b60", ha="center")


def _box(axes: Axes, state: State) -> Text:
    x, y = PLACES[state.name]
    ink = "white" if _luminance(state.colour) < DARK else "black"
    return axes.text(x, y, f"{state.label_en}\n{state.label_es}", ha="center", va="center", fontsize=FONT,
                     zorder=3, color=ink,
                     bbox={"boxstyle": "round,pad=0.45", "facecolor": state.colour, "edgecolor": "white"})


def _arrows(axes: Axes, boxes: dict[str, Text]) -> None:
    colours = {state.name: state.colour for state in STATES}
    for before, after in graph().edges:
        if before != after:
            axes.annotate("", xy=PLACES[after], xytext=PLACES[before], zorder=2, arrowprops={
                "arrowstyle": "-|>", "color": colours[before], "linewidth": 1.4, "alpha": 0.9,
                "patchA": boxes[before].get_bbox_patch(), "patchB": boxes[after].get_bbox_patch(),
                "shrinkA": 2, "shrinkB": 3, "connectionstyle": "arc3,rad=0.14"})


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
