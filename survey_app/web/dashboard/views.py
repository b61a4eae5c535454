"""Views of the dashboard: ask the report for a page, show it."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survey_app.errors import NotFound
from survey_app.reporting import background, pages
from survey_app.reporting.material import LIVE_FOREST, Cards, Fieldwork
from survey_app.reporting.numerals import count
from survey_app.reporting.pages import Reader
from survey_app.reporting.wording import computed_until
from survey_app.services import cards, policy
from survey_app.storage.recruitment import CouponState
from survey_app.storage.studies import Role
from survey_app.web import context
from survey_app.web.dashboard import cells, plotly_script

blueprint = Blueprint("dashboard", __name__, url_prefix="/dashboard")
A_YEAR = 365 * 24 * 3600


@blueprint.get("/<slug>/")
@context.require(Role.RESEARCHER)
def overview(slug: str) -> ResponseReturnValue:
    return _shown(slug, "overview")


@blueprint.get("/<slug>/<name>")
@context.require(Role.RESEARCHER)
def page(slug: str, name: str) -> ResponseReturnValue:
    return _shown(slug, name)


@blueprint.get("/<slug>/tables/<chart>.csv")
@context.require(Role.RESEARCHER)
def table(slug: str, chart: str) -> ResponseReturnValue:
    reader = _reader(slug)
    found = pages.table(reader, chart, _fieldwork(reader), request.args.get("choice", ""))
    answer = Response(cells.as_csv(found), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{chart}.csv"'
    return answer


@blueprint.post("/<slug>/compute")
@context.require(Role.RESEARCHER)
def compute(slug: str) -> ResponseReturnValue:
    """Start the computing apart from this request, and go back to the page."""
    reader = _reader(slug)
    background.start(context.settings(), reader.study, reader.folder)
    name = request.form.get("page", "")
    if name not in pages.titles():
        name = "overview"
    return redirect(url_for("dashboard.page", slug=slug, name=name, started=1), 303)


@blueprint.get("/<slug>/progress")
@context.require(Role.RESEARCHER)
def progress(slug: str) -> ResponseReturnValue:
    """How far the computing is, for the script on the page."""
    running = background.running(_reader(slug).folder)
    return {"running": running is not None, "share": running.share if running else 1.0}


@blueprint.get("/assets/<name>")
def plotly(name: str) -> ResponseReturnValue:
    if name != plotly_script.NAME:
        raise NotFound("Deze pagina bestaat niet. Kijk of het adres klopt.")
    answer = Response(plotly_script.compressed(), content_type="text/javascript; charset=utf-8")
    answer.headers["Content-Encoding"] = "gzip"
    answer.cache_control.public = True
    answer.cache_control.max_age = A_YEAR
    answer.cache_control.immutable = True
    return answer


@blueprint.context_processor
def for_templates() -> dict[str, object]:
    return {
        "titles": pages.titles,
        "cell": cells.on_screen,
        "is_number": cells.is_number,
        "is_hidden": cells.is_hidden,
        "count": count,
        "computed_until": computed_until,
        "plotly_name": plotly_script.NAME,
        "plotly_style_ids": plotly_script.style_ids,
    }


@blueprint.app_template_filter("script_json")
def script_json(text: str) -> Markup:
    """JSON inside a script element: no ``<`` can end the element."""
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - this is the escaping


def _shown(slug: str, name: str) -> ResponseReturnValue:
    reader = _reader(slug)
    live = _fieldwork(reader) if name == pages.LIVE else Fieldwork(context.now())
    shown = pages.page(reader, name, live, request.args.get("choice", ""))
    running = background.running(reader.folder)
    return render_template(
        "dashboard/page.html",
        page=shown,
        running=running,
        started=running is not None or "started" in request.args,
    )


def _reader(slug: str) -> Reader:
    parts = context.parts()
    study = context.own_study(slug)
    return Reader(parts.settings, parts.database, study, context.interface_language())


def _fieldwork(reader: Reader) -> Fieldwork:
    now = context.now()
    with reader.database.reading() as session:
        found = cards.numbers_by_state(session, reader.study, now)
        holders = None  # too many to draw chains of
        if found[CouponState.REDEEMED] <= LIVE_FOREST:
            holding = cards.holders(session, reader.study, now)
            holders = frozenset(interview.hex for interview in holding)
    counted = Cards(
        waiting=found[CouponState.ISSUED] + found[CouponState.PRINTED],
        out=found[CouponState.GIVEN],
        used=found[CouponState.REDEEMED],
        expired=found[CouponState.EXPIRED],
        void=found[CouponState.VOID],
    )
    return Fieldwork(
        now=now,
        cards=counted,
        holders=holders,
        most_waves=policy.coupons(reader.study).most_waves,
    )
