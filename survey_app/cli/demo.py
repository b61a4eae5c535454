"""``doorvragen demo``: the fictitious study, and with ``--serve`` its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from survey_app.cli.outside import Outside
from survey_app.cli.progress import bars
from survey_app.cli.serve import listening
from survey_app.services import coupon_codes
from survey_app.storage.studies import Role

LABELS = {
    "people": "600 people of Waterwijk",
    "interviews": "their interviews",
    "analysis": "segments and margins",
}


@click.command()
@click.option("--serve", is_flag=True, help="Serve it on this computer until interrupted.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.pass_obj
def demo(outside: Outside, serve: bool, port: int, quiet: bool) -> None:
    """Make a fictitious study with 600 interviews, with accounts that everybody knows."""
    from survey_app.demo import PASSWORD, ready

    home = Path(outside.environ.get("DOORVRAGEN_HOME", "var")).resolve()
    with _progress(quiet) as told:
        found = ready(home, outside.clock(), told)
    address = f"http://127.0.0.1:{port}"
    server: Any = (
        listening(outside.create_app(found.settings), "127.0.0.1", port) if serve else None
    )
    outside.say("Fictieve gegevens: niemand in dit onderzoek bestaat.")
    click.echo(f"  {address}/")
    for role in Role:
        click.echo(f"  {role.value:<12} {PASSWORD}")
    click.echo(f"  ambassador   {address}/ambassador/{found.ambassador}/")
    click.echo(f"  card         {coupon_codes.show(found.card)}")
    if server is not None:
        server.run()


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Bars at a terminal; elsewhere one line for each step that begins."""
    with bars(LABELS, quiet=quiet) as drawn:
        yield drawn or _Lines(quiet)


class _Lines:
    def __init__(self, quiet: bool) -> None:
        self._told: set[str] = set(LABELS) if quiet else set()

    def __call__(self, step: str, done: int, total: int) -> None:
        if step not in self._told:
            self._told.add(step)
            click.echo(f"demo: {LABELS[step]} …", err=True)
