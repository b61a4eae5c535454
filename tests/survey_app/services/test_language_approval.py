"""A language is used for real people as long as a named person stands for its present words."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from survey_app import i18n
from survey_app.errors import Conflict, Invalid, NotAllowed, NotFound
from survey_app.questionnaire import texts as questionnaire_texts
from survey_app.questionnaire.answers import Answer
from survey_app.services import (
    coupon_codes,
    interviews,
    language_approval,
    languages_offered,
    publishing,
)
from survey_app.services.answer_events import Screen
from survey_app.services.approved_texts import Part, Text, fingerprint
from survey_app.services.language_approval import State
from survey_app.storage.interviews import ConsentRecord
from survey_app.storage.studies import LanguageApproval, Study
from tests import builders, interview_builders

NAME = "Samira Haddad"


@pytest.fixture
def session(database):
    with database.writing() as session:
        yield session


@pytest.fixture
def real(session, study, enquete57, clock):
    """A study with a questionnaire, of which nobody approved a language."""
    publishing.publish(session, study, enquete57, clock())
    return session.merge(study)


@pytest.fixture
def rewrite(monkeypatch, tmp_path):
    """Change a word in a copy of a catalogue, as a translator does."""
    root = tmp_path / "translations"
    for path in i18n.TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        copy = root / path.relative_to(i18n.TRANSLATIONS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(i18n, "TRANSLATIONS", root)
    i18n.forget()

    def rewrite(language, domain, old, new):
        path = i18n.catalogue_path(language, domain)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        i18n.forget()

    yield rewrite
    monkeypatch.undo()
    i18n.forget()


def state(session, study, language="en"):
    return language_approval.standing(session, study, language).state


@pytest.mark.both_databases
def test_only_dutch_until_somebody_approved(session, real, clock):
    assert language_approval.allowed(session, real) == {"nl"}
    language_approval.approve(session, real, "en", NAME, clock())
    assert language_approval.allowed(session, real) == {"nl", "en"}
    assert language_approval.may_take_consent(session, real, "nl")
    assert not language_approval.may_take_consent(session, real, "ar")
    found = language_approval.standing(session, real, "en")
    assert (found.state, found.by, found.at) == (State.APPROVED, NAME, clock())


def test_an_approval_is_of_one_study(session, real, enquete57, clock):
    other = builders.a_study(session, clock(), title="Elders")
    publishing.publish(session, other, enquete57, clock())
    language_approval.approve(session, other, "en", NAME, clock())
    assert language_approval.allowed(session, real) == {"nl"}


def test_a_fictitious_study_speaks_every_language(session, real):
    real.fictitious = True
    assert language_approval.allowed(session, real) == set(i18n.languages())


def test_what_is_approved_is_both_consents_the_invitation_and_the_card(session, real):
    shown = language_approval.texts_in(session, real, "en")
    keys = {part: {text.key for text in shown if text.part is part} for part in Part}
    assert {
        "toestemming:label",
        "toestemming:label_self",
        "toestemming/ja",
        "toestemming_bijzonder:label",
        "toestemming_bijzonder:label_self",
        "ja_nee/nee",
        "text/tekst_kaartje",
        "text/tekst_geen_toestemming",
    } <= keys[Part.CONSENT]
    assert not any(key.endswith(":hint") for key in keys[Part.CONSENT])
    assert "wil_leren:label" not in keys[Part.CONSENT]
    assert "Nee is ook goed. Niemand vraagt waarom." in keys[Part.INVITATION]
    assert keys[Part.CARD] == {"title", "ask", "call", "until", "message"}
    assert all(text.translation for text in shown)


@pytest.mark.parametrize("part", Part)
def test_a_changed_word_ends_the_approval_until_it_is_put_back(
    session, real, clock, rewrite, part
):
    language_approval.approve(session, real, "en", NAME, clock())
    domain, old = _a_translation(session, real, part)
    rewrite("en", domain, old, 'msgstr "Something else"')
    assert state(session, real) is State.CHANGED
    assert language_approval.allowed(session, real) == {"nl"}
    rewrite("en", domain, 'msgstr "Something else"', old)
    assert state(session, real) is State.APPROVED


def test_a_changed_word_elsewhere_changes_nothing(session, real, clock, rewrite):
    said = i18n.translate("text/tekst_pauze", "Wilt u even pauze?", "en", "enquete57").text
    language_approval.approve(session, real, "en", NAME, clock())
    rewrite("en", "enquete57", said, "A break, maybe?")
    assert state(session, real) is State.APPROVED


def test_a_new_questionnaire_ends_it_only_with_other_words(session, real, enquete57, clock):
    language_approval.approve(session, real, "en", NAME, clock())
    publishing.publish(session, real, replace(enquete57, version="1.1"), clock())
    assert state(session, real) is State.APPROVED
    other = {**enquete57.texts, "tekst_kaartje": "Op dit kaartje staat een ander nummer."}
    publishing.publish(session, real, replace(enquete57, version="1.2", texts=other), clock())
    assert state(session, real) is State.CHANGED


WORDS = st.text(max_size=8)
SHOWN = st.lists(st.builds(Text, st.sampled_from(Part), WORDS, WORDS, WORDS), max_size=4)


@given(SHOWN, SHOWN)
def test_the_fingerprint_is_the_same_exactly_for_the_same_texts(one, other):
    same = fingerprint(tuple(one)) == fingerprint(tuple(other))
    assert same == (one == other)


@settings(max_examples=40)
@given(data=st.data())
def test_an_approval_holds_exactly_as_long_as_no_text_changed(enquete57, data):
    """Any text of the consent, in Dutch or in the translation."""
    asked = list(questionnaire_texts.of_consent(enquete57))
    before = tuple(Text(Part.CONSENT, each.key, each.source, each.source) for each in asked)
    place = data.draw(st.integers(0, len(before) - 1))
    which = data.draw(st.sampled_from(["source", "translation"]))
    new = data.draw(st.text())
    after = list(before)
    after[place] = replace(before[place], **{which: new})
    held = fingerprint(tuple(after)) == fingerprint(before)
    assert held == (tuple(after) == before)


@pytest.mark.both_databases
def test_taking_back_is_written_down_and_can_be_followed_by_a_new_approval(session, real, clock):
    language_approval.approve(session, real, "en", NAME, clock())
    clock.advance(days=1)
    language_approval.withdraw(session, real, "en", clock())
    found = language_approval.standing(session, real, "en")
    assert (found.state, found.by, found.at) == (State.WITHDRAWN, NAME, clock())
    assert language_approval.allowed(session, real) == {"nl"}
    with pytest.raises(NotFound):
        language_approval.withdraw(session, real, "en", clock())
    language_approval.approve(session, real, "en", "Ann Lee", clock())
    assert state(session, real) is State.APPROVED
    names = session.scalars(select(LanguageApproval.approved_by).order_by(LanguageApproval.id))
    assert names.all() == [NAME, "Ann Lee"]


@pytest.mark.both_databases
def test_an_interview_that_is_under_way_goes_on(session, real, clock):
    language_approval.approve(session, real, "en", NAME, clock())
    clock.advance(hours=1)
    began = clock()
    clock.advance(minutes=5)
    language_approval.withdraw(session, real, "en", clock())
    assert language_approval.allowed(session, real, began) == {"nl", "en"}
    clock.advance(minutes=5)
    assert language_approval.allowed(session, real, clock()) == {"nl"}
    assert language_approval.ever_allowed(session, real) == {"nl", "en"}


def test_no_consent_is_stored_in_a_language_that_nobody_approved(session, real, clock):
    with pytest.raises(NotAllowed, match="toestemming"):
        interview_builders.begin(session, real, clock(), spoken="en", heard="en")
    assert session.scalar(select(ConsentRecord)) is None
    language_approval.approve(session, real, "en", NAME, clock())
    assert interview_builders.begin(session, real, clock(), spoken="en", heard="en")


def test_what_a_device_asked_without_a_network_is_taken_in(session, real, clock):
    """The words were on the device when they were allowed; somebody did say yes."""
    account = interview_builders.interviewer(session, real)
    opening = interviews.Opening(
        id=uuid4(),
        area="waterwijk-noord",
        coupon="",
        answers={name: Answer(value) for name, value in interview_builders.YES.items()},
        spoken="en",
        screen=Screen(uuid4(), "en", clock()),
        device=interviews.OnDevice(clock(), 7, coupon_codes.new(Random(1))),
    )
    version = publishing.current(session, real)
    held = interviews.start(session, version, opening, account, now=clock(), chance=Random(1))
    assert held.interview.consent


@pytest.mark.parametrize("name", ["", "  ", "Al", "1234 5678", "x" * 101])
def test_a_person_is_named(session, real, clock, name):
    with pytest.raises(Invalid, match="voornaam"):
        language_approval.approve(session, real, "en", name, clock())


def test_what_was_not_read_is_not_approved(session, real, clock):
    with pytest.raises(Conflict, match="net veranderd"):
        language_approval.approve(session, real, "en", NAME, clock(), seen="0" * 64)
    read = fingerprint(language_approval.texts_in(session, real, "en"))
    language_approval.approve(session, real, "en", NAME, clock(), seen=read)
    assert state(session, real) is State.APPROVED


def test_a_language_that_misses_a_text_cannot_be_approved(session, real, clock, rewrite):
    rewrite("en", "cards", 'msgctxt "call"', 'msgctxt "something_else"')
    assert language_approval.standing(session, real, "en").missing == 1
    with pytest.raises(Conflict, match="1 ontbreken"):
        language_approval.approve(session, real, "en", NAME, clock())


def test_a_language_without_a_questionnaire_can_invite(session, real, enquete57, clock):
    """Dari has an invitation and a card: with an approval those go out, and no interview."""
    language_approval.approve(session, real, "fa_AF", NAME, clock())
    found = language_approval.standing(session, real, "fa_AF")
    assert found.parts == (Part.INVITATION, Part.CARD)
    allowed = language_approval.allowed(session, real)
    assert allowed == {"nl", "fa_AF"}
    assert languages_offered.offered(enquete57, real, allowed) == ("nl",)


def test_without_a_questionnaire_there_is_nothing_to_approve(session, study, clock):
    with pytest.raises(Conflict, match="Publiceer"):
        language_approval.approve(session, session.merge(study), "en", NAME, clock())


def test_there_is_no_such_language(session, real, clock):
    for language in ("xx", "nl"):
        with pytest.raises(NotFound):
            language_approval.approve(session, real, language, NAME, clock())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("X-Review: reviewed", State.DRAFT),
        ('X-Review: reviewed\\n"\n"X-Reviewed-By: Ayşe Demir', State.REVIEWED),
    ],
    ids=["nobody", "a name"],
)
def test_a_catalogue_reviewed_by_a_named_person_counts(session, real, rewrite, header, expected):
    for domain in ("enquete57", "interface", "cards"):
        rewrite("en", domain, "X-Review: draft", header)
    assert state(session, real) is expected
    assert language_approval.may_take_consent(session, real, "en") is (expected is State.REVIEWED)


def test_one_reviewed_catalogue_of_three_is_not_enough(session, real, rewrite):
    rewrite(
        "en", "interface", "X-Review: draft", 'X-Review: reviewed\\n"\n"X-Reviewed-By: Ann Lee'
    )
    assert state(session, real) is State.DRAFT


@pytest.mark.both_databases
def test_approvals_go_with_their_study(session, real, clock):
    language_approval.approve(session, real, "en", NAME, clock())
    session.execute(delete(Study).where(Study.id == real.id))
    assert session.scalar(select(LanguageApproval)) is None


def _a_translation(session, study, part):
    """The file and the line of one text of this part that stands there once."""
    domain = {
        Part.CONSENT: "enquete57",
        Part.CARD: "cards",
        Part.INVITATION: "interface",
    }[part]
    lines = i18n.catalogue_path("en", domain).read_text(encoding="utf-8").splitlines()
    for text in language_approval.texts_in(session, study, "en"):
        line = f'msgstr "{text.translation}"'
        if text.part is part and lines.count(line) == 1:
            return domain, line
    raise AssertionError(f"no text of {part} stands on one line")
