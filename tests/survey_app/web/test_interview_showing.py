"""Screens are drawn once and kept: nobody sees anything of anybody else in them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from survey_app.questionnaire.model import Questionnaire
from survey_app.storage.studies import Study
from survey_app.web.interviews import showing
from tests.interview_visits import Visit


@pytest.fixture
def visit(
    client: FlaskClient, sign_in: Callable[[FlaskClient, str], None], enquete_study: Study
) -> Visit:
    sign_in(client, "interviewer")
    showing._kept.clear()
    return Visit(client)


def screen(visit: Visit, address: str) -> str:
    """A screen without what is made for each: its own id and token."""
    answer = visit.client.get(address, headers={showing.FRAGMENT: "screen"})
    return re.sub(r'(name="(csrf_token|page.id)" value=)"[^"]*"', r"\1", answer.text)


def test_a_screen_that_was_kept_is_the_screen_as_it_would_be_drawn(
    visit: Visit, enquete57: Questionnaire
) -> None:
    one = visit.agree(language="en").base
    other = visit.agree(language="en").base
    visit.get(f"{other}/nl_gebruik").send(nl_gebruik="soms")
    names = [question.name for question in enquete57][2:40]
    showing._kept.clear()
    for name in names:
        screen(visit, f"{one}/{name}")
    kept = {name: screen(visit, f"{other}/{name}") for name in names}
    assert showing._kept
    for name in names:
        showing._kept.clear()
        assert kept[name] == screen(visit, f"{other}/{name}")
        assert one not in kept[name]


def test_nothing_that_is_of_one_interview_is_kept(visit: Visit) -> None:
    base = visit.agree(language="en").base
    visit.get(f"{base}/buurt_open").send({"buurt_open": "Rustig hier", "page.note": "Later"})
    visit.get(f"{base}/buurt_open")
    assert visit.says("Rustig hier")
    visit.get(f"{base}/talen_thuis")
    everything = "".join(piece for _, pieces in showing._kept.values() for piece in pieces[::2])
    assert "dv-screen" in everything
    for own in (base, "Rustig hier", "Later</textarea>"):
        assert own not in everything
    assert not re.search(r'name="(csrf_token|page.id)" value="[^"]', everything)
