"""Progress on standard error, where somebody is looking at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

Tell = Callable[[str, int, int], None]
"""Called with the step, how much is done, and of how much."""


@contextmanager
def bars(labels: dict[str, str], *, quiet: bool) -> Iterator[Tell | None]:
    """One bar a step; nothing when asked to be quiet, or when nobody is at a terminal.

    Args:
        labels: what to call each step.
        quiet: show nothing.
    """
    stream = sys.stderr
    if quiet or not stream.isatty():
        yield None
        return
    drawn: dict[str, Any] = {}

    def tell(step: str, done: int, total: int) -> None:
        bar = drawn.get(step)
        if bar is None:
            bar = drawn[step] = click.progressbar(length=total, label=labels[step], file=stream)
        bar.update(done - bar.pos)
        if done >= total:
            bar.render_finish()

    yield tell
