"""What a command gets from outside: the environment, the time, and the web application."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import click

from survey_app import i18n
from survey_app.errors import DoorvragenError, Unavailable
from survey_app.settings import Settings
from survey_app.storage import migrate
from survey_app.storage.database import Database


def _no_application(_settings: Settings) -> Any:
    raise Unavailable("Hier is geen webapplicatie om te starten.")


@dataclass
class Outside:
    """Found in ``click``'s context as its object; tests hand in their own."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    create_app: Callable[[Settings], Any] = _no_application  # stands above us: handed down

    @cached_property
    def settings(self) -> Settings:
        """The settings of this installation."""
        return Settings.from_environ(self.environ)

    @property
    def language(self) -> str:
        """The language of messages: Dutch in a Dutch terminal, else English."""
        names = ("DOORVRAGEN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
        chosen = next((self.environ[name] for name in names if self.environ.get(name)), "")
        return "nl" if chosen.startswith("nl") else "en"

    def say(self, message: str, **arguments: object) -> None:
        """Print one of our messages, translated."""
        click.echo(self._translated(message, arguments))

    def translate(self, error: DoorvragenError) -> str:
        """What is wrong, in the language of this terminal."""
        return self._translated(error.message, error.arguments)

    @contextmanager
    def database(self, *, make: bool = False) -> Iterator[Database]:
        """The database of this installation, at the right version.

        Args:
            make: bring it to this version first, and make it when it is not there.

        Raises:
            Unavailable: it is not there, empty, or of another version.
        """
        database = Database(self.settings.database_url)
        try:
            if make:
                migrate.upgrade(database)
            migrate.require_current(database)
            yield database
        finally:
            database.close()

    def _translated(self, message: str, arguments: Mapping[str, object]) -> str:
        text = i18n.interface_text(message, self.language)
        return text % arguments if arguments else text
