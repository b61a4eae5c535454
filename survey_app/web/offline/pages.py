"""What a device fetches while there is a network, to have when there is none."""

from __future__ import annotations

import gzip
import hashlib

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey_app import i18n
from survey_app.questionnaire.model import Questionnaire
from survey_app.services import languages_offered, offline, policy, publishing
from survey_app.storage.studies import Account
from survey_app.web import context, languages
from survey_app.web.interviews import pictures
from survey_app.web.interviews.blueprint import for_interviewers
from survey_app.web.offline import bundle as bundles
from survey_app.web.offline.blueprint import blueprint
from survey_app.web.offline.definition import definition

SCRIPTS = ("interview", "offline")
STYLES = ("css/base.css", "css/interview.css", "css/offline.css", "icon.svg")


@blueprint.get("/offline")
@for_interviewers
def page() -> ResponseReturnValue:
    """The page that holds interviews by itself; the device keeps it."""
    account = context.current_account()
    with context.reading() as db:
        questionnaire = publishing.questionnaire(publishing.current(db, account.study))
    offered = languages.offered(questionnaire, account.study)
    return render_template(
        "offline/page.html",
        owner=account.id,
        areas=account.study.areas,
        languages=offered,
        why_not=languages.why_not(questionnaire, account.study),
        drafts=[x for x in offered if languages_offered.is_draft(x, questionnaire)],
        pictures=pictures.folder_of(questionnaire.name),
    )


@blueprint.get("/bundle")
@for_interviewers
def contents() -> ResponseReturnValue:
    """Which version is asked now, and where its definition and screens are."""
    account = context.current_account()
    questionnaire, fingerprint = _asked_for(account)
    kept = languages.on_device(questionnaire, account.study)
    return {
        "version": fingerprint,
        "study": account.study.slug,
        "definition": definition(questionnaire),
        "sentences": bundles.sentences(questionnaire, account, kept),
        "languages": list(kept),
        "offered": list(languages.offered(questionnaire, account.study)),
        "pictures": _drawings(questionnaire),
        "key_open": policy.ending(account.study).key_open,
    }


@blueprint.get("/bundle/<language>")
@for_interviewers
def screens(language: str) -> ResponseReturnValue:
    """The screens as they are heard in one language."""
    account = context.current_account()
    questionnaire, _ = _asked_for(account)
    kept = languages.on_device(questionnaire, account.study)
    heard = language if language in kept else i18n.SOURCE
    offered = languages.offered(questionnaire, account.study)
    return bundles.screens(questionnaire, account, heard, offered)


def _asked_for(account: Account) -> tuple[Questionnaire, str]:
    """The questionnaire that is asked now, or the version in the address, with its hash."""
    wanted = request.args.get("version", "")
    with context.reading() as db:
        version = (
            offline.version_of(db, account, wanted)
            if wanted
            else publishing.current(db, account.study)
        )
        return publishing.questionnaire(version), version.hash


def _drawings(questionnaire: Questionnaire) -> list[str]:
    """The addresses of the drawings on its cards and choices, each once."""
    files = [item.picture for item in questionnaire.items.values()]
    files += [one.picture for chosen in questionnaire.lists.values() for one in chosen.choices]
    folder = pictures.folder_of(questionnaire.name)
    return list(dict.fromkeys(f"{folder}/{file}" for file in files if file))


@blueprint.get("/sw.js")
def worker() -> ResponseReturnValue:
    """The service worker, with the files that it keeps; it changes when one of them does."""
    script = render_template(
        "offline/sw.js", files=files(), version=_version(), shell=url_for(".page")
    )
    return Response(script, mimetype="text/javascript")


def files() -> list[str]:
    """The addresses of what the page is made of."""
    names = [*STYLES, *(f"js/{name}" for name in _scripts())]
    return [url_for("static", filename=name) for name in names]


def _scripts() -> list[str]:
    return sorted(
        f"{folder}/{path.name}"
        for folder in SCRIPTS
        for path in (bundles.STATIC / "js" / folder).glob("*.js")
    )


def _version() -> str:
    summed = hashlib.sha256()
    for name in (*STYLES, *(f"js/{script}" for script in _scripts())):
        summed.update((bundles.STATIC / name).read_bytes())
    return summed.hexdigest()[:16]


@blueprint.after_request
def squeeze(response: Response) -> Response:
    """The bundle is much of the same: a tenth of it goes over the line."""
    accepted = bool(request.accept_encodings["gzip"])
    if accepted and response.is_json and len(response.get_data()) > 10_000:
        response.set_data(gzip.compress(response.get_data(), 6))
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
    return response
