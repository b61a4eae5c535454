"""``python -m survey_app`` and ``doorvragen``: the commands, and the web application."""

from __future__ import annotations

from typing import Any

from survey_app import cli
from survey_app.cli.outside import Outside
from survey_app.settings import Settings


def create_app(settings: Settings) -> Any:
    """Load the web application only for the commands that serve it."""
    from survey_app import app

    return app.create_app(settings)


def main() -> None:
    """Run the command line."""
    cli.main(Outside(create_app=create_app))


if __name__ == "__main__":
    main()
