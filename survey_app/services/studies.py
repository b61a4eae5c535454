"""Studies: making one, finding one, and what each has decided for itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.errors import Conflict, Invalid, NotFound
from survey_app.storage.studies import Study


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What is asked to make a study."""

    title: str
    municipality: str
    contact_number: str  # where people can ask questions and take their answers back
    withdraw_until: date  # until when answers can be taken back
    areas: Sequence[str]  # names of neighbourhoods
    slug: str = ""  # in addresses; made from the title when empty
    fictitious: bool = False
    settings: dict[str, Any] = field(default_factory=dict)


def create(session: Session, new: NewStudy, now: datetime) -> Study:
    """Make an empty study.

    Raises:
        Invalid: something is missing, or the last day to withdraw is over.
        Conflict: its name in addresses is taken.
    """
    _check(new, now.date())
    slug = slugify(new.slug or new.title)
    if session.scalar(select(Study.id).where(Study.slug == slug)):
        raise Conflict(
            "Er is al een studie met de naam ‘%(name)s’. Kies een andere naam.", name=slug
        )
    study = Study(
        slug=slug,
        title=new.title.strip(),
        municipality=new.municipality.strip(),
        contact_number=new.contact_number.strip(),
        withdraw_until=new.withdraw_until,
        areas=[{"code": slugify(name), "name": name.strip()} for name in new.areas],
        settings=dict(new.settings),
        fictitious=new.fictitious,
        created_at=now,
    )
    session.add(study)
    session.flush()
    return study


def get(session: Session, slug: str) -> Study:
    """The study of that name.

    Raises:
        NotFound: there is none.
    """
    study = session.scalar(select(Study).where(Study.slug == slug))
    if study is None:
        raise NotFound("Er is geen studie met de naam ‘%(name)s’.", name=slug)
    return study


def every(session: Session) -> list[Study]:
    """All studies, oldest first."""
    return list(session.scalars(select(Study).order_by(Study.id)))


def holds_fictitious(session: Session) -> bool:
    """Whether this database holds made-up data, and so accounts that everybody knows."""
    return session.scalar(select(Study.id).where(Study.fictitious).limit(1)) is not None


def area_name(study: Study, code: str) -> str:
    """The name of an area, or its code when the study no longer has it."""
    return next((str(area["name"]) for area in study.areas if area["code"] == code), code)


def slugify(name: str) -> str:
    """A name for addresses: ``Waterwijk-Noord`` becomes ``waterwijk-noord``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]


def _check(new: NewStudy, today: date) -> None:
    codes = [slugify(name) for name in new.areas]
    if not slugify(new.slug or new.title):
        raise Invalid("Geef de studie een titel met letters of cijfers.")
    if not new.municipality.strip():
        raise Invalid("Vul de naam van de gemeente in.")
    if not _is_number(new.contact_number):
        raise Invalid("Vul een telefoonnummer in waar mensen terecht kunnen.")
    if not codes or "" in codes or len(set(codes)) < len(codes):
        raise Invalid("Noem minstens één wijk, en elke wijk één keer.")
    if new.withdraw_until < today:
        raise Invalid("De laatste dag om antwoorden terug te nemen moet nog komen.")


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9+() -]{3,40}", text.strip()))
