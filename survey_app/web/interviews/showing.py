"""A screen on its way to the reader: the page, or only the screen for the script in the page.

Of two interviews at one question mostly ids, times and addresses differ. So a screen is drawn once
with marks where those stand, and kept; for each interview they are put in. What is kept anybody
may see: never words that somebody said, nor what a page still holds for somebody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache

from flask import render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import format_time, get_domain
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from survey_app.questionnaire.model import Choice, Questionnaire
from survey_app.services.notes import note_of
from survey_app.web.interviews import pictures
from survey_app.web.interviews.screen import Frame, Remarks, Screen

FRAGMENT = "X-Doorvragen"  # the script in the page asks for the screen only
OF_ONE = {"action", "address", "kept", "hidden", "interview", "revision"}
OF_ONE |= {"started_at", "saved_at", "rested"}
COMMON = [field.name for field in fields(Frame) if field.name not in OF_ONE]
MOST = 4000  # screens of some 10 kB; then it begins anew


@dataclass(frozen=True, slots=True)
class Own:
    """What is of one interview alone; as it stands in the page."""

    id: str  # of this screen: made when it was drawn
    token: str
    action: str
    address: str
    revision: str
    now: str
    since: str
    began: str
    saved: str


MARKS = Own(**{field.name: f"@@{field.name}@@" for field in fields(Own)})
MARKED = re.compile("@@(" + "|".join(field.name for field in fields(Own)) + ")@@")


def show(screen: Screen, status: int = 200) -> ResponseReturnValue:
    """Answer with it."""
    if only_the_screen():
        return _html(screen), status, {FRAGMENT: "screen"}
    drawn = Markup(_html(screen))  # noqa: S704 - by our own template
    return render_template("interviews/screen.html", question=screen.question, drawn=drawn), status


def only_the_screen() -> bool:
    """Whether the script in the page asks, which puts the screen in place itself."""
    return request.headers.get(FRAGMENT) == "screen"


def own(screen: Screen, token: str) -> Own:
    """What this interview has for itself."""
    frame = screen.frame
    return Own(
        id=str(screen.id),
        token=token,
        action=frame.action,
        address=frame.address,
        revision="" if frame.revision is None else str(frame.revision),
        now=screen.now.isoformat(),
        since=(frame.started_at + frame.rested).isoformat() if frame.started_at else "",
        began=_hour(frame.started_at, screen.interface),
        saved=_hour(frame.saved_at, screen.interface),
    )


def _hour(moment: datetime | None, interface: str) -> str:
    return _hour_in(moment.replace(second=0, microsecond=0), interface) if moment else ""


@lru_cache(maxsize=500)
def _hour_in(minute: datetime, _interface: str) -> str:
    return str(format_time(minute, "short"))


# Pieces between marks, and the questionnaire that they are of: its id may be used again later.
_kept: dict[Hashable, tuple[Questionnaire, list[str]]] = {}


def _html(screen: Screen) -> str:
    choices, mine = screen.choices, own(screen, _token())
    key = _key(screen, choices)
    if key is None:
        return _draw(screen, choices, mine)
    whole = screen.route.questionnaire
    known = _kept.get(key)
    if known is None or known[0] is not whole:
        if len(_kept) >= MOST:
            _kept.clear()
        known = _kept[key] = (whole, MARKED.split(_draw(screen, choices, MARKS)))
    return _put_in(known[1], mine)


def _token() -> str:
    """The form's own, which was checked when it came in, as long as the session is the same."""
    known = request.form.get("csrf_token") if "csrf_token" in session else None
    return known or generate_csrf()


def _put_in(pieces: list[str], mine: Own) -> str:
    """Every second piece is the name of a mark."""
    texts = list(pieces)
    texts[1::2] = [escape(getattr(mine, name)) for name in pieces[1::2]]
    return "".join(texts)


def _draw(screen: Screen, choices: Mapping[str, tuple[Choice, ...]], mine: Own) -> str:
    return render_template(
        "interviews/_screen.html",
        s=screen,
        own=mine,
        question=screen.question,
        items=screen.items,
        choices=choices,
        answers=screen.answers,
        t=screen.t,
        read_lang=screen.t.read,
        heard_lang=screen.t.heard,
        mode="oral",
        order=screen.order,
        faults=screen.faults,
        _=_interface_words(),
        pictures=pictures.folder_of(screen.route.questionnaire.name),
    )


def _key(screen: Screen, choices: Mapping[str, tuple[Choice, ...]]) -> Hashable | None:
    """All that the templates read beside the marks; none when it is for this one page only."""
    frame, question, account = screen.frame, screen.question, screen.t.account
    alone = frame.opening or frame.kept or frame.hidden or frame.code or frame.language_lost
    if alone or question.cards or screen.notices or screen.remarks != Remarks():
        return None
    answered = {name: screen.answers[name] for name in choices if name in screen.answers}
    told = any(one.given and not choices[name] for name, one in answered.items())
    if told or screen.answers.value(note_of(question.name)):
        return None
    study = account.study
    return (
        id(screen.route.questionnaire),
        question.name,
        (screen.t.heard, screen.t.read, screen.interface),
        tuple((name, one.value, one.status) for name, one in answered.items()),
        tuple((name, tuple(one.name for one in offered)) for name, offered in choices.items()),
        (screen.status, len(screen.behind), screen.has_previous, screen.ends),
        (frame.revision is None, *(getattr(frame, name) for name in COMMON)),
        (account.first_name, account.learned_dutch),
        (study.title, study.fictitious, study.municipality, study.withdraw_until),
    )


def _interface_words() -> Callable[..., str]:
    """Gettext, with its catalogue looked up once for a page that asks thirty times."""
    translate = get_domain().get_translations().gettext

    def words(message: str, **values: object) -> str:
        return str(translate(message) % values if values else translate(message))

    return words
