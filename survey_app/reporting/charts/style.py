"""How every chart looks: colours, letters, rows with their label above the bar.

Labels stand above their bar, as a phone has no room beside it; ``rows.js`` puts them beside it
where there is. Values are written on the marks; a hover says only what the table says.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from survey_app.reporting.wording import say as _

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

INK, INK_SOFT, LINE = "#1d2733", "#4a5666", "#d9d3c5"
BLUE, CLAY = "#154273", "#9a4a20"
PILES = {  # light to dark for piles 0, 1, 2
    "motivator": ("#d5e0ec", "#7fa1c6", "#154273"),
    "barrier": ("#f0dccd", "#cf9168", "#8a3f17"),
}
ON_PILES = {"motivator": (INK, INK, "#ffffff"), "barrier": (INK, INK, "#ffffff")}
ACCENT = {"motivator": BLUE, "barrier": CLAY}
# Told apart with every kind of colour blindness; each mark also carries its label.
SEGMENTS = ("#154273", "#c2571a", "#3a8f85", "#8c5aa8", "#a88a00", "#5c6570")
BELOW, MIDDLE, ABOVE = (180, 97, 47), (246, 241, 231), (47, 103, 163)  # clay, paper, blue
FAR = 1.5  # from here on the colour is full
FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif"
BAR, LABEL, GAP = 20, 19, 18  # pixels: of a bar, of a line of its label, between rows
TICKS = 5  # labels below a picture in time: more do not fit a phone
WIDTH = 40  # letters in a line of a label, so that it fits a phone


def figure(*traces: Any, height: int, **layout: Any) -> Figure:
    """A figure in our style."""
    import plotly.graph_objects as go

    base: dict[str, Any] = {
        "template": None,
        "height": height,
        "margin": {"l": 4, "r": 16, "t": 8, "b": 40},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": INK},
        "dragmode": False,
        "showlegend": False,
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": INK_SOFT, "font": {"color": INK}},
    }
    return go.Figure(data=list(traces), layout={**base, **layout})


def below_above(value: float) -> str:
    """The colour of a number below or above zero; plotly.js warns of numbers on bars with text."""
    far = min(abs(value) / FAR, 1.0)
    end = ABOVE if value > 0 else BELOW
    mixed = [round(m + far * (e - m)) for m, e in zip(MIDDLE, end, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def on_below_above(value: float) -> str:
    """The colour of a number on that scale, dark enough or light enough to read."""
    return "#ffffff" if abs(value) > 1.15 else INK


def with_margins(role: str) -> tuple[tuple[str, str], ...]:
    """The legend of a picture with dots on the lines of their intervals."""
    return (
        (f"dash-dot dash-dot--{role}", _("Uitkomst")),
        (f"dash-margin dash-margin--{role}", _("Marge: hoe ver het anders kan zijn")),
    )


def json_of(drawn: Figure) -> str:
    """The figure as Plotly's JSON."""
    return str(drawn.to_json())


def quiet_axis(**settings: Any) -> dict[str, Any]:
    """An axis with a few thin lines and no zooming."""
    base = {"gridcolor": LINE, "zeroline": False, "fixedrange": True, "tickfont": {"size": 13}}
    return {**base, **settings}


def no_axis(**settings: Any) -> dict[str, Any]:
    """An axis that only places things."""
    return {"visible": False, "fixedrange": True, **settings}


def wrapped(label: str) -> str:
    """A label over as many lines as it needs."""
    return "<br>".join(textwrap.wrap(label, WIDTH)) or label


class Rows:
    """Rows from top to bottom, each with its label above the place of its bar.

    Args:
        labels: of the rows.
        bar: height of what is drawn in a row, in pixels.

    Attributes:
        places: where the bars stand on the vertical axis, in pixels from 0 down.
        height: of the figure, in pixels, without what is below the rows.
    """

    def __init__(self, labels: Sequence[str], bar: int = BAR) -> None:
        self.labels = [wrapped(label) for label in labels]
        self.bar = bar
        self.places: list[float] = []
        top = 0.0
        for label in self.labels:
            top += LABEL * (1 + label.count("<br>")) + GAP + bar
            self.places.append(-top + bar / 2)
        self.height = int(top) + GAP

    def layout(self, below: int) -> dict[str, Any]:
        """What a figure of rows needs, with room for what stands below or above all of them.

        Args:
            below: height of an axis or a margin, in pixels.
        """
        return {
            "height": self.height + below,
            "yaxis": no_axis(range=[-self.height, 0]),
            "annotations": self._annotations(),
            "meta": {"rows": {"places": self.places, "bar": self.bar, "line": LABEL}},
        }

    def _annotations(self) -> list[dict[str, Any]]:
        """The labels, just above the bars."""
        return [
            {
                "text": label,
                "x": 0,
                "y": place + self.bar / 2 + 3,
                "xref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
                "align": "left",
                "showarrow": False,
                "font": {"size": 14, "color": INK},
            }
            for label, place in zip(self.labels, self.places, strict=True)
        ]
