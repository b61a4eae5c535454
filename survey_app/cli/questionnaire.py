"""``doorvragen questionnaire``: what an author of questionnaires needs."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from survey_app import i18n
from survey_app.errors import NotFound
from survey_app.questionnaire.load import Loaded, find, load
from survey_app.questionnaire.model import Questionnaire
from survey_app.questionnaire.routing import routes


@click.group()
def questionnaire() -> None:
    """Check, publish, import and export questionnaires."""


@questionnaire.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def check(ctx: click.Context, path: Path, as_json: bool) -> None:
    """Check a questionnaire, or all in a folder; exit with 1 when something is wrong.

    Folders called "broken" hold examples that are wrong on purpose: give one by name to check it.
    """
    found = find(path)
    if not found:
        raise NotFound("In %(path)s staat geen vragenlijst (questionnaire.yaml).", path=str(path))
    results = {str(each): load(each, i18n.catalogues) for each in found}
    if as_json:
        reports = {name: _report(loaded) for name, loaded in results.items()}
        click.echo(_json(reports if len(reports) > 1 else next(iter(reports.values()))))
    else:
        for name, loaded in results.items():
            _print(name, loaded)
    if any(loaded.problems for loaded in results.values()):
        ctx.exit(1)


def _report(loaded: Loaded) -> dict[str, object]:
    read = loaded.questionnaire
    main = read.main_questions if read else ()
    return {
        "main_questions": len(main),
        "sub_items": sum(len(question.sub) for question in main),
        "cards": sum(len(question.cards.cards) for question in main if question.cards),
        "routes": _routes(read) if read and not loaded.problems else {},
        "problems": [asdict(problem) for problem in loaded.problems],
    }


def _routes(read: Questionnaire) -> dict[str, int]:
    return routes(read, datetime.now(UTC).date())


def _json(report: dict[str, object] | dict[str, dict[str, object]]) -> str:
    return json.dumps(report, ensure_ascii=False, separators=(",", ":"))


def _print(name: str, loaded: Loaded) -> None:
    for problem in loaded.problems:
        click.echo(f"{name}: {problem}")
    if loaded.questionnaire and not loaded.problems:
        report = _report(loaded)
        ways = "".join(
            f", {branch} {number}" for branch, number in _routes(loaded.questionnaire).items()
        )
        click.echo(
            f"{name}: {report['main_questions']} vragen, {report['sub_items']} vervolgvragen,"
            f" {report['cards']} kaarten{ways}. Geen fouten."
        )
