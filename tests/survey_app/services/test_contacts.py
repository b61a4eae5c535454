"""The contact store: read with the key only, hanging on nothing."""

import base64
import contextlib
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from survey_app.errors import Invalid, NotFound, Unavailable
from survey_app.services import contacts, telephone
from survey_app.services.contact_keys import ContactKeys
from survey_app.services.contact_record import Details, Purpose, Record
from survey_app.services.contacts import Outcome
from survey_app.storage.contacts import Contact
from survey_app.storage.interviews import Interview
from survey_app.storage.recruitment import Ambassador
from survey_app.storage.studies import Account, Role
from survey_app.storage.tables import Base
from tests import builders

SAMIRA = Details("Samira", "06 12 34 56 78", "ar", "avond")


@pytest.fixture
def keys(settings):
    return ContactKeys.of(settings)


@pytest.fixture
def caller(database, study):
    with database.reading() as session:
        return next(iter(contacts.callers(session, study)))


@pytest.fixture
def asked(database, study, keys, clock):
    with database.writing() as session:
        return contacts.ask(session, keys, study, SAMIRA, clock())


def record_of(session, keys, number):
    return Record.opened(keys, session.get(Contact, number).details)


@pytest.mark.parametrize(
    "written",
    ["06 12 34 56 78", "0031 6 12345678", "+31 (0)6-12345678", "06.12.34.56.78", "٠٦١٢٣٤٥٦٧٨"],
)
def test_a_number_has_one_form_however_it_is_written(written):
    assert telephone.normalised(written) == "+31612345678"


def test_a_number_from_abroad_is_kept_as_it_is():
    assert telephone.normalised("+32 470 12 34 56") == "+32470123456"


@pytest.mark.parametrize(
    "written",
    ["", "nul zes", "123", "06 12 34 56 78 ext 9", "+", "1" * 20, "06 1234567", "06 123 456 789"],
)
def test_what_is_no_number_says_how_to_write_one(written):
    with pytest.raises(Invalid, match="06 12 34 56 78"):
        telephone.normalised(written)


@given(st.text())
def test_any_text_is_a_number_or_refused(written):
    with contextlib.suppress(Invalid):
        number = telephone.normalised(written)
        assert telephone.normalised(number) == number


@pytest.mark.both_databases
def test_no_table_joins_a_name_to_an_answer(database, study):
    """From a name no foreign key leads anywhere, and nothing leads to it."""
    contact = Base.metadata.tables["contact"]
    assert not contact.foreign_keys
    leading_here = {
        (table.name, key.target_fullname)
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is contact
    }
    assert leading_here == set()
    shared = {column.name for column in contact.columns} & {
        column.name for kind in (Interview, Ambassador) for column in kind.__table__.columns
    }
    assert shared == {"id"}
    assert isinstance(contact.c.id.type.python_type(int=1), UUID)


def test_no_column_of_the_other_stores_holds_a_name_of_a_respondent():
    names = {"first_name", "telephone", "name", "details", "telephone_hash"}
    holding = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name in names
    }
    assert holding == {
        "account.first_name",
        "ambassador.name",
        "contact.details",
        "contact.telephone_hash",
        "published_questionnaire.name",
    }


@pytest.mark.both_databases
def test_the_database_holds_no_readable_name_or_number(database, asked):
    with database.engine.connect() as connection:
        [row] = connection.execute(text("SELECT * FROM contact")).all()
    stored = repr(tuple(row))
    for words in ("Samira", "12345678", "ar'", "avond"):
        assert words not in stored


@pytest.mark.both_databases
def test_without_the_key_no_moment_and_no_interviewer_joins_a_contact_to_an_interview(
    database, study, keys, asked, caller, clock
):
    """A Fernet token holds the second in which it was made, for everybody to read."""
    with database.writing() as session:
        contacts.assign(session, keys, study, asked, caller.username)
        contacts.write_attempt(
            session, keys, caller, asked, "call", Outcome.REACHED, clock(),
            appointment_at=clock() + timedelta(days=2),
        )  # fmt: skip
    with database.engine.connect() as connection:
        [row] = connection.execute(text("SELECT * FROM contact")).mappings().all()
    assert set(row) == {"id", "study", "details", "telephone_hash"}
    told = base64.urlsafe_b64decode(row["details"])[1:9]
    assert int.from_bytes(told) == 0
    assert caller.username not in repr(dict(row))


@pytest.mark.both_databases
def test_the_database_does_not_tell_when_which_row_was_written(
    database, study, keys, asked, caller, clock
):
    with database.writing() as session:
        contacts.ask(session, keys, study, SAMIRA, clock())
    with database.writing() as session:
        contacts.assign(session, keys, study, asked, caller.username)
    with database.writing() as session:
        contacts.write_attempt(session, keys, caller, asked, "call", Outcome.LATER, clock())
    with database.engine.connect() as connection:
        if database.engine.dialect.name == "postgresql":
            written_by = connection.execute(text("SELECT xmin::text FROM contact")).all()
            assert len(written_by) == 2
            assert len(set(written_by)) == 1
        else:
            with pytest.raises(OperationalError):
                connection.execute(text("SELECT rowid FROM contact"))


def test_how_long_a_record_is_tells_nothing(keys, clock):
    short = Record(Details("A", "+31612345678", "nl", ""), clock())
    long = Record(Details("Abdurrahman", "+31612345678", "ar", "avond"), clock(), clock())
    assert len(short.closed(keys)) == len(long.closed(keys))


def test_another_key_reads_nothing(database, study, asked, settings):
    other = ContactKeys.of(
        type(settings)(settings.home, "", "", contact_key=Fernet.generate_key().decode())
    )
    with database.reading() as session, pytest.raises(Unavailable, match="sleutel"):
        contacts.to_call(session, other, study)


def test_a_new_key_in_front_reads_what_the_old_one_wrote(database, study, asked, settings, clock):
    rotated = f"{Fernet.generate_key().decode()},{settings.contact_key}"
    keys = ContactKeys.of(type(settings)(settings.home, "", "", contact_key=rotated))
    with database.writing() as session:
        contacts.ask(session, keys, study, SAMIRA, clock())
        found = contacts.to_call(session, keys, study)
    assert [one.record.details.first_name for one in found] == ["Samira", "Samira"]
    assert all(one.double for one in found)


@pytest.mark.both_databases
def test_the_same_person_twice_is_flagged(database, study, keys, clock, asked):
    again = Details("S.", "+31612345678", "nl", "ochtend")
    other = Details("Ali", "0612345679", "nl", "ochtend")
    with database.writing() as session:
        contacts.ask(session, keys, study, again, clock())
        contacts.ask(session, keys, study, other, clock())
        found = {
            one.record.details.first_name: one.double
            for one in contacts.to_call(session, keys, study)
        }
    assert found == {"Samira": True, "S.": True, "Ali": False}


def test_after_an_interview_only_the_date_is_kept(database, study, keys, clock):
    later = Details("Samira", "0612345678", "ar", "avond", (Purpose.LESSONS,))
    with database.writing() as session:
        number = contacts.ask(session, keys, study, later, clock(), only_the_date=True)
        assert record_of(session, keys, number).asked_at == clock().replace(
            hour=0, minute=0, second=0, microsecond=0
        )


def test_a_request_keeps_the_hour_and_no_minutes(database, study, keys, clock, asked):
    clock.advance(minutes=7)
    with database.reading() as session:
        moment = record_of(session, keys, asked).asked_at
    assert (moment.minute, moment.second, moment.microsecond) == (0, 0, 0)


def test_an_interviewer_sees_whom_to_call_and_nobody_else(database, study, keys, asked, caller):
    with database.writing() as session:
        assert contacts.mine(session, keys, caller) == []
        contacts.assign(session, keys, study, asked, caller.username)
        [mine] = contacts.mine(session, keys, caller)
    assert mine.record.details.first_name == "Samira"


def test_only_an_interviewer_of_the_study_is_asked(database, study, keys, asked):
    with database.writing() as session, pytest.raises(NotFound):
        contacts.assign(session, keys, study, asked, "researcher")


def test_a_try_is_written_down_with_the_first_answer_and_the_appointment(
    database, study, keys, asked, caller, clock
):
    with database.writing() as session:
        contacts.assign(session, keys, study, asked, caller.username)
    first = clock.advance(hours=2)
    with database.writing() as session:
        contacts.write_attempt(session, keys, caller, asked, "call", Outcome.NO_ANSWER, clock())
    clock.advance(days=1)
    with database.writing() as session:
        contacts.write_attempt(
            session, keys, caller, asked, "call", Outcome.REACHED, clock(),
            appointment_at=clock() + timedelta(days=2),
        )  # fmt: skip
        [one] = contacts.mine(session, keys, caller)
    assert [attempt.outcome for attempt in one.record.attempts] == ["no_answer", "reached"]
    assert one.record.first_answer_at == first
    assert one.record.appointment_at == clock() + timedelta(days=2)


def test_an_appointment_in_the_past_is_refused(database, study, keys, asked, caller, clock):
    with database.writing() as session:
        contacts.assign(session, keys, study, asked, caller.username)
    with database.writing() as session, pytest.raises(Invalid, match="moet nog komen"):
        contacts.write_attempt(
            session, keys, caller, asked, "call", Outcome.REACHED, clock(),
            appointment_at=clock() - timedelta(hours=1),
        )  # fmt: skip


def test_who_does_not_want_it_is_not_called_again(database, study, keys, asked, caller, clock):
    with database.writing() as session:
        contacts.assign(session, keys, study, asked, caller.username)
        contacts.write_attempt(session, keys, caller, asked, "call", Outcome.NO, clock())
        assert contacts.mine(session, keys, caller) == []


def test_somebody_elses_list_is_closed(database, study, keys, asked, settings, clock):
    with database.writing() as session:
        other = builders.an_account(
            session, study, settings, clock(), Role.INTERVIEWER, username="other"
        )
        other = session.get(Account, other.id)
        with pytest.raises(NotFound):
            contacts.close(session, keys, other, asked, clock())


def test_all_of_a_study_go_at_once(database, study, keys, asked):
    with database.writing() as session:
        assert contacts.remove_all(session, study) == 1
        assert contacts.to_call(session, keys, study) == []
