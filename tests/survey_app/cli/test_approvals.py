"""``doorvragen translations approve``: who stands for which words, from the command line."""

import pytest

from survey_app.settings import PROJECT

STUDY = "waterwijk-2026"


@pytest.fixture
def published(with_study):
    path = PROJECT / "questionnaires" / "enquete57"
    assert with_study("questionnaire", "publish", STUDY, path).exit_code == 0
    return with_study


def lines(result):
    assert result.exit_code == 0, result.stderr
    return {line.split()[0]: line for line in result.output.splitlines()}


def test_a_language_is_approved_seen_and_taken_back(published):
    assert lines(published("translations", "approvals", STUDY))["en"].endswith("concept")
    published("translations", "approve", STUDY, "en", "--by", "Samira Haddad")
    found = lines(published("translations", "approvals", STUDY))
    assert found["en"].endswith("goedgekeurd door Samira Haddad op 12-05-2026")
    assert found["ar"].endswith("concept")
    assert "ingetrokken" in published("translations", "withdraw", STUDY, "en").output


def test_exactly_the_texts_can_be_read(published):
    said = published("translations", "approvals", STUDY, "en").output
    assert "[consent] toestemming:label" in said
    assert "en: Questions? Call" in said
    assert "[invitation] Nee is ook goed. Niemand vraagt waarom." in said


@pytest.mark.parametrize(
    ("language", "by", "words"),
    [("xx", "Samira Haddad", "taal is er niet"), ("en", "Al", "voornaam")],
)
def test_what_cannot_be_approved_is_one_line(published, language, by, words):
    result = published("translations", "approve", STUDY, language, "--by", by)
    assert (result.exit_code, result.stdout, words in result.stderr) == (2, "", True)


def test_without_a_questionnaire_nothing_can_be_approved(with_study):
    result = with_study("translations", "approve", STUDY, "en", "--by", "Samira Haddad")
    assert (result.exit_code, "Publiceer eerst" in result.stderr) == (2, True)
    assert with_study("translations", "approvals", "elders").exit_code == 2
