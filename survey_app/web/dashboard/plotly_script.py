"""plotly.js as it stands in the installed package, for browsers to keep for a year."""

from __future__ import annotations

import gzip
import re
from functools import cache
from importlib.metadata import version
from importlib.resources import files

NAME = f"plotly-{version('plotly')}.min.js"  # a new version has a new address

# The maps in it write a style element, which our content policy forbids, unless an element with
# this id is there. We draw no maps, so the page carries an empty one.
_STYLE_ID = re.compile(r'getElementById\("([0-9a-f]{64})"\)')


@cache
def compressed() -> bytes:
    """The script, compressed once: 1.4 MB in place of 4.8."""
    return gzip.compress(_script().encode(), compresslevel=6)


@cache
def style_ids() -> tuple[str, ...]:
    """Ids of the style elements that the script would add by itself."""
    return tuple(dict.fromkeys(_STYLE_ID.findall(_script())))


def _script() -> str:
    return (files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
