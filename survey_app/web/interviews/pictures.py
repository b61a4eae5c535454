"""The drawings of a questionnaire: cards and other pictures, as they stand in its folder."""

from __future__ import annotations

from flask import send_from_directory, url_for
from flask.typing import ResponseReturnValue

from survey_app.errors import NotFound
from survey_app.questionnaire.load import PICTURES
from survey_app.settings import QUESTIONNAIRES
from survey_app.web.interviews.blueprint import blueprint

A_DAY = 24 * 60 * 60


@blueprint.get("/pictures/<questionnaire>/<path:file>")
def picture(questionnaire: str, file: str) -> ResponseReturnValue:
    """Anybody may see a drawing; it says nothing about anyone."""
    folder = QUESTIONNAIRES / questionnaire
    if folder.parent != QUESTIONNAIRES or not file.endswith(PICTURES):
        raise NotFound("Deze tekening is er niet.")
    answer = send_from_directory(folder, file, max_age=A_DAY)
    answer.cache_control.public = True
    return answer


def folder_of(questionnaire: str) -> str:
    """The address below which the pictures of a questionnaire are."""
    return url_for("interviews.picture", questionnaire=questionnaire, file="_").removesuffix("/_")
