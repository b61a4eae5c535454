"""``doorvragen translations``: how far each language is, and catalogues brought up to date."""

from __future__ import annotations

import click

from survey_app import i18n
from survey_app.cli import catalogues
from survey_app.cli.catalogues import Coverage

REQUIRED = ("en",)  # must be complete before we publish


@click.group()
def translations() -> None:
    """See how far the translations are, and bring them up to date."""


@translations.command()
@click.option("--strict", is_flag=True, help="Exit 1 when English or a placeholder is wrong.")
@click.option("--names", is_flag=True, help="Name each text that needs attention.")
def status(strict: bool, names: bool) -> None:
    """Per language and domain: how many texts are translated, and who has checked them."""
    found = [
        catalogues.coverage(language, domain)
        for language in i18n.languages()
        if language != i18n.SOURCE
        for domain in catalogues.domains()
        if language in REQUIRED or i18n.catalogue_path(language, domain).is_file()
    ]
    for coverage in found:
        click.echo(_line(coverage))
        if names:
            click.echo("".join(_names(coverage)), nl=False)
    if strict and any(_wrong(coverage) for coverage in found):
        raise SystemExit(1)


@translations.command()
@click.option("--language", "wanted", multiple=True, help="Only these; a new one is begun.")
def extract(wanted: tuple[str, ...]) -> None:
    """Bring the catalogues up to date with the texts of the interface and the questionnaires."""
    for language in wanted or i18n.languages():
        for domain in catalogues.domains():
            path = i18n.catalogue_path(language, domain)
            if language == i18n.SOURCE or not (path.is_file() or language in (*wanted, *REQUIRED)):
                continue
            text = catalogues.updated(language, domain)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            click.echo(f"{language}/{domain}")


def _line(coverage: Coverage) -> str:
    counts = {
        "missing": coverage.missing,
        "outdated": coverage.outdated,
        "fuzzy": coverage.fuzzy,
        "wrong placeholders": coverage.placeholders,
        "unused": coverage.unused,
    }
    faults = ", ".join(f"{len(keys)} {name}" for name, keys in counts.items() if keys)
    figures = f"{coverage.translated}/{coverage.total}"
    tail = f"  {faults}" if faults else ""
    return f"{coverage.language:6} {coverage.domain:12} {figures:>9}  {coverage.review}{tail}"


def _names(coverage: Coverage) -> list[str]:
    return [
        f"       {fault}: {key}\n"
        for fault in ("missing", "outdated", "fuzzy", "placeholders", "unused")
        for key in getattr(coverage, fault)
    ]


def _wrong(coverage: Coverage) -> bool:
    incomplete = coverage.language in REQUIRED and not coverage.complete
    return incomplete or bool(coverage.placeholders)
