import gzip
import json
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from survey_app.errors import Conflict, Invalid, Unavailable
from survey_app.services import ambassadors, backup, contacts, recruitment
from survey_app.services.contact_keys import ContactKeys
from survey_app.services.contact_record import Details
from survey_app.storage import migrate
from survey_app.storage.database import Database
from survey_app.storage.tables import Base
from tests import builders


@pytest.fixture
def filled(database, study, settings, clock):
    """A database with something in every corner: a circle of keys, dates, documents, no value."""
    with database.writing() as session:
        fatma = ambassadors.add(session, study, "Fatma الاسم", clock())
        card = ambassadors.give_card(session, fatma, clock(), Random(1))
        parent = builders.an_interview(session, study, clock(), answers={"a": "één\n=1"})
        recruitment.redeem(session, card.code, parent, clock())
        [coupon] = recruitment.issue(
            session, study, 1, now=clock(), chance=Random(2), parent=parent
        )
        samira = Details("Samira سميرة", "0612345678", "ar", "avond")
        contacts.ask(session, ContactKeys.of(settings), study, samira, clock())
        child = builders.an_interview(session, study, clock(), finished_at=None)
        recruitment.redeem(session, coupon.code, child, clock())
    return database


def contents(database: Database) -> dict:
    with database.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table))))
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def empty(backend, tmp_path, request):
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
        if backend == "postgresql":
            server = request.getfixturevalue("postgresql_server")
            url = stack.enter_context(server.database(template="template0"))
        database = Database(url)
        yield database
        database.close()


@pytest.mark.both_databases
def test_a_copy_that_is_put_back_is_equal(filled, empty, tmp_path, clock):
    backup.write(filled, tmp_path / "copy")
    backup.restore(empty, tmp_path / "copy")
    assert contents(empty) == contents(filled)
    with empty.writing() as session:  # and one can go on working with it
        builders.a_study(session, clock(), title="Nog een")


@pytest.mark.postgresql
def test_a_copy_of_postgresql_can_move_to_sqlite(filled, tmp_path):
    backup.write(filled, tmp_path / "copy")
    database = Database(f"sqlite:///{tmp_path / 'moved.sqlite'}")
    backup.restore(database, tmp_path / "copy")
    assert contents(database) == contents(filled)
    database.close()


def test_a_copy_is_never_written_over_another_file(filled, tmp_path):
    (tmp_path / "copy").write_text("important")
    with pytest.raises(Conflict, match="is er al"):
        backup.write(filled, tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "important"


@pytest.mark.both_databases
def test_a_copy_that_cannot_be_written_says_so_and_leaves_nothing(filled, tmp_path):
    with pytest.raises(Unavailable, match="niet worden geschreven"):
        backup.write(filled, tmp_path / "no such folder" / "copy")


def test_nothing_is_put_back_over_a_study(filled, tmp_path):
    backup.write(filled, tmp_path / "copy")
    with pytest.raises(Conflict, match="staat al een studie"):
        backup.restore(filled, tmp_path / "copy")


def not_a_copy(folder: Path, kind: str) -> Path:
    path = folder / "file"
    header = {"doorvragen": 1, "revision": migrate.head()}
    match kind:
        case "empty":
            path.write_bytes(b"")
        case "text":
            path.write_text("hello")
        case "another SQLite file":
            other = Database(f"sqlite:///{path}")
            with other.engine.begin() as connection:
                connection.exec_driver_sql("CREATE TABLE t (x)")
            other.close()
        case "gzip of something":
            path.write_bytes(gzip.compress(b"hello"))
        case "cut off":
            path.write_bytes(gzip.compress(json.dumps(header).encode() + b"\n" * 9)[:-9])
        case "another version":
            path.write_bytes(gzip.compress(b'{"revision": "0000"}\n'))
        case "unknown table":
            rows = [header, {"table": "x", "row": {}}]
            path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return path


@pytest.mark.parametrize(
    "kind",
    [
        "empty",
        "text",
        "another SQLite file",
        "gzip of something",
        "cut off",
        "another version",
        "unknown table",
        "absent",
    ],
)
def test_what_is_not_a_copy_is_refused(tmp_path, kind):
    database = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with pytest.raises(Invalid):
        backup.restore(database, not_a_copy(tmp_path, kind))
    database.close()
