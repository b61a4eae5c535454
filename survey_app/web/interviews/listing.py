"""My interviews, and the form to start one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from survey_app import i18n
from survey_app.services import interviews, languages_offered, publishing
from survey_app.web import context, languages
from survey_app.web.interviews.blueprint import blueprint, for_interviewers


@dataclass(frozen=True, slots=True)
class Start:
    """The form to start with, as far as it was filled in."""

    coupon: str = ""
    area: str = ""
    language: str = i18n.SOURCE
    errors: tuple[tuple[str, str], ...] = ()  # field and message

    def error(self, field: str) -> str:
        """What is wrong with a field."""
        return dict(self.errors).get(field, "")


@blueprint.get("/")
@for_interviewers
def index() -> ResponseReturnValue:
    return page(Start(coupon=request.args.get("coupon", "")))


@blueprint.get("/new")
@for_interviewers
def new() -> ResponseReturnValue:
    return page(Start(coupon=request.args.get("coupon", "")))


def page(start: Start, status: int = 200) -> ResponseReturnValue:
    """The list with the form above it."""
    account = context.current_account()
    with context.reading() as db:
        mine = interviews.mine(db, account, context.now())
        questionnaire = publishing.questionnaire(publishing.current(db, account.study))
    offered = languages.offered(questionnaire, account.study)
    areas = account.study.areas
    only = areas[0]["code"] if len(areas) == 1 else ""
    return render_template(
        "interviews/list.html",
        mine=mine,
        start=start,
        area=start.area or only or (mine[0].area_code if mine and not start.errors else ""),
        areas=areas,
        languages=offered,
        why_not=languages.why_not(questionnaire, account.study),
        drafts=[x for x in offered if languages_offered.is_draft(x, questionnaire)],
    ), status
