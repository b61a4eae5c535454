from dataclasses import replace

import pytest

from survey_app.errors import Conflict, Unavailable
from survey_app.questionnaire import canonical
from survey_app.questionnaire.model import Item, Question, Questionnaire, Section
from survey_app.services import publishing
from survey_app.storage.studies import PublishedQuestionnaire

TINY = Questionnaire(
    name="tiny",
    version="1",
    title="Klein",
    language="nl",
    languages=("nl",),
    sections=(Section("s", "S", questions=(Question(Item("why", "text", label="Waarom?")),)),),
    lists={},
    texts={},
)


@pytest.fixture
def session(database):
    with database.writing() as session:
        yield session


@pytest.mark.both_databases
def test_what_is_published_comes_back_equal(session, study, clock):
    version = publishing.publish(session, study, TINY, clock())
    session.expire_all()
    assert version.hash == canonical.fingerprint(TINY)
    assert canonical.from_json(version.source) == TINY
    assert publishing.questionnaire(version) == TINY
    assert publishing.current(session, study) is version


def test_the_text_is_read_once(session, study, clock):
    version = publishing.publish(session, study, TINY, clock())
    first = publishing.questionnaire(version)
    stripped = PublishedQuestionnaire(hash=version.hash, source="no longer read")
    assert publishing.questionnaire(stripped) is first


def test_publishing_the_same_again_changes_nothing(session, study, clock):
    first = publishing.publish(session, study, TINY, clock())
    assert publishing.publish(session, study, TINY, clock.advance(days=1)) is first


def test_other_contents_need_another_number(session, study, clock):
    publishing.publish(session, study, TINY, clock())
    with pytest.raises(Conflict, match="nieuw nummer"):
        publishing.publish(session, study, replace(TINY, title="Anders"), clock())
    newer = replace(TINY, title="Anders", version="2")
    assert publishing.publish(session, study, newer, clock()).version == "2"
    assert publishing.questionnaire(publishing.current(session, study)) == newer


def test_an_older_version_does_not_come_back_by_itself(session, study, clock):
    publishing.publish(session, study, TINY, clock())
    publishing.publish(session, study, replace(TINY, version="2"), clock())
    with pytest.raises(Conflict):
        publishing.publish(session, study, TINY, clock())


def test_a_study_without_a_questionnaire_says_so(session, study):
    with pytest.raises(Unavailable, match="nog geen vragenlijst"):
        publishing.current(session, study)


def test_a_name_keeps_its_type_so_that_old_answers_stay_what_they_are(session, study, clock):
    publishing.publish(session, study, TINY, clock())
    number = Section("s", "S", questions=(Question(Item("why", "integer", label="Hoe oud?")),))
    with pytest.raises(Conflict) as refused:
        publishing.publish(session, study, replace(TINY, version="2", sections=(number,)), clock())
    assert refused.value.arguments["item"] == "why"
    renamed = replace(number, questions=(Question(Item("age", "integer", label="Hoe oud?")),))
    publishing.publish(session, study, replace(TINY, version="2", sections=(renamed,)), clock())
