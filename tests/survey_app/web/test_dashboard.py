"""The pages of the dashboard: for whom, what they hold, and what never leaves them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from survey_app.app import create_app
from survey_app.reporting.charts import CHARTS
from survey_app.reporting.pages import titles
from survey_app.storage.recruitment import RecruitShape
from survey_app.storage.studies import Study
from tests import waterwijk
from tests.clock import Clock

HOME = "/dashboard/waterwijk"
PAGES = ("", "motivators", "barriers", "segments", "recruitment")
SignIn = Callable[[FlaskClient, str], None]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(waterwijk.copied(40, tmp_path), Clock())
    yield app
    app.extensions["doorvragen"].database.close()


@pytest.fixture
def researcher(client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    sign_in(client, "researcher")
    return client


def figures(page: str) -> list[dict[str, object]]:
    found = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    return [json.loads(text) for text in found]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_its_people_do_not_exist(researcher: FlaskClient, page: str) -> None:
    answer = researcher.get(f"{HOME}/{page}")
    assert answer.status_code == 200
    assert "fictieve gegevens" in answer.text
    assert "40 gesprekken" in answer.text


@pytest.mark.slow
def test_every_link_in_the_menu_leads_somewhere(researcher: FlaskClient) -> None:
    links = re.findall(rf'href="({HOME}/\w*)"', researcher.get(f"{HOME}/").text)
    assert len(set(links)) == len(titles())
    assert all(researcher.get(link).status_code == 200 for link in links)


@pytest.mark.slow
def test_the_overview_tells_what_each_page_found(researcher: FlaskClient) -> None:
    overview = researcher.get(f"{HOME}/").text
    for page in [name for name in titles() if name != "overview"]:
        text = researcher.get(f"{HOME}/{page}").text
        first = re.search(r'class="dash-finding"[^>]*>([^<]+)<', text)
        assert first
        assert re.search(rf'href="{HOME}/{page}">[^<]+</a> <span>{re.escape(first[1])}<', overview)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["motivators", "barriers", "recruitment"])
def test_each_picture_has_its_table_and_its_sentence(researcher: FlaskClient, page: str) -> None:
    text = researcher.get(f"{HOME}/{page}").text
    sections = re.findall(r'<section class="dv-tile dash-panel".*?</section>', text, re.DOTALL)
    assert sections
    for section in sections:
        assert 'class="dash-finding"' in section
        assert "<table" in section or "data-figure" not in section
        assert "Hoeveel mensen" in section
    assert all("data" in figure and "layout" in figure for figure in figures(text))


@pytest.mark.slow
def test_where_the_links_were_removed_the_page_says_so(
    app: Flask, researcher: FlaskClient
) -> None:
    assert "na het veldwerk weggehaald" not in researcher.get(f"{HOME}/recruitment").text
    with app.extensions["doorvragen"].database.writing() as session:
        study = session.scalars(select(Study)).one()
        session.add(RecruitShape(study_id=study.id, number=1, wave=0))
    assert "na het veldwerk weggehaald" in researcher.get(f"{HOME}/recruitment").text


def test_a_page_is_not_kept_by_any_cache(researcher: FlaskClient) -> None:
    assert researcher.get(f"{HOME}/").headers["Cache-Control"] == "no-store"


@pytest.mark.slow
def test_the_content_policy_lets_nothing_inline_through(researcher: FlaskClient) -> None:
    answer = researcher.get(f"{HOME}/motivators")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]+\sstyle=|\son\w+=", answer.text)


@pytest.mark.slow
@pytest.mark.parametrize("username", ["interviewer", "coordinator"])
@pytest.mark.parametrize("path", ["/", "/motivators", "/tables/redenen.csv", "/progress"])
def test_the_dashboard_is_for_researchers(
    client: FlaskClient, sign_in: SignIn, username: str, path: str
) -> None:
    sign_in(client, username)
    assert client.get(HOME + path).status_code == 403


@pytest.mark.slow
def test_a_visitor_must_sign_in(client: FlaskClient) -> None:
    assert client.get(f"{HOME}/").status_code in {302, 303}


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/nothing", "/tables/nothing.csv", "/tables/groepen.csv", "/../elsewhere/"]
)
def test_what_is_not_there_is_not_found(researcher: FlaskClient, path: str) -> None:
    assert researcher.get(HOME + path).status_code == 404


@pytest.mark.slow
def test_another_study_is_not_shown(researcher: FlaskClient) -> None:
    assert researcher.get("/dashboard/elsewhere/").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize(
    "chart", [name for name, chart in CHARTS.items() if chart.page != "segments"]
)
def test_each_table_can_be_saved(researcher: FlaskClient, chart: str) -> None:
    answer = researcher.get(f"{HOME}/tables/{chart}.csv")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.slow
def test_a_choice_goes_into_the_estimate_and_its_table(researcher: FlaskClient) -> None:
    page = researcher.get(f"{HOME}/recruitment?choice=wil_leren")
    assert 'value="wil_leren" selected' in page.text
    table = researcher.get(f"{HOME}/tables/schatting.csv?choice=wil_leren")
    assert "Ja, graag" in table.text


@pytest.mark.slow
def test_a_choice_that_does_not_exist_is_the_first_one(researcher: FlaskClient) -> None:
    assert researcher.get(f"{HOME}/recruitment?choice=<script>").status_code == 200


@pytest.mark.slow
def test_an_english_reader_reads_the_cards_in_english(researcher: FlaskClient) -> None:
    assert "find work" in researcher.get(f"{HOME}/motivators?lang=en").text.lower()


@pytest.mark.slow
def test_plotly_is_kept_for_a_year_and_only_under_its_own_name(researcher: FlaskClient) -> None:
    page = researcher.get(f"{HOME}/motivators").text
    address = re.search(r'src="(/dashboard/assets/[^"]+)"', page)
    assert address
    answer = researcher.get(address[1])
    assert "immutable" in answer.headers["Cache-Control"]
    assert gzip.decompress(answer.data).startswith(b"/**")
    assert researcher.get("/dashboard/assets/plotly-0.min.js").status_code == 404


@pytest.mark.slow
def test_computing_asks_for_a_form_of_ours(researcher: FlaskClient) -> None:
    assert researcher.post(f"{HOME}/compute").status_code == 400


@pytest.mark.slow
def test_cards_are_counted_when_the_page_is_opened(app: Flask, researcher: FlaskClient) -> None:
    clock = app.extensions["doorvragen"].clock
    assert "Uitgedeeld en nog geldig,31" in researcher.get(f"{HOME}/tables/kaarten.csv").text
    assert "Alle ketens zijn stil" not in researcher.get(f"{HOME}/recruitment").text
    clock.advance(days=400)
    assert "Verlopen,31" in researcher.get(f"{HOME}/tables/kaarten.csv").text
    page = researcher.get(f"{HOME}/recruitment").text
    assert "Alle ketens zijn stil" in page
    assert "Wat u kunt doen" in page
