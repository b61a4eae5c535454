"""``doorvragen retention``: contacts, names and links go, the shape stays, and no byte is left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from survey_app.cli import doorvragen
from survey_app.cli.outside import Outside
from survey_app.services import ambassadors, contacts, forest, policy, recruitment, retention
from survey_app.services.contact_keys import ContactKeys
from survey_app.services.contact_record import Details
from survey_app.services.policy import CouponPolicy, Policy, RetentionPolicy
from survey_app.settings import Settings
from survey_app.storage.contacts import Contact
from survey_app.storage.database import Database
from survey_app.storage.recruitment import Ambassador, Coupon, RecruitShape
from survey_app.storage.studies import Study
from tests import builders

pytestmark = pytest.mark.both_databases
NAME = "Zevenster van der Maansteen"
RULES = Policy(
    coupons=CouponPolicy(last_day=date(2026, 6, 1)),
    retention=RetentionPolicy(contacts=40, names=20, links=30),
)


class Store:
    """A database, and what its files hold."""

    def __init__(self, database: Database, home: Path) -> None:
        self.database, self.home = database, home

    def holds(self, words: str | bytes) -> bool:
        """Whether these bytes stand anywhere in the files of the tables."""
        sought = words.encode() if isinstance(words, str) else words
        return any(sought in path.read_bytes() for path in self._files())

    def _files(self) -> Iterator[Path]:
        if self.database.engine.dialect.name == "sqlite":
            return (path for path in self.home.glob("doorvragen.sqlite*"))
        with self.database.engine.connect() as connection:
            connection.execute(text("CHECKPOINT"))  # what is in memory goes to the files
            at = connection.execute(
                text(
                    "SELECT current_setting('data_directory') || '/base/' || oid "
                    "FROM pg_database WHERE datname = current_database()"
                )
            ).scalar_one()
        return (path for path in Path(at).iterdir() if path.is_file())


@pytest.fixture
def store(database: Database, settings: Settings) -> Store:
    return Store(database, settings.home)


@pytest.fixture
def played(database: Database, study: Study, settings: Settings, clock) -> Study:
    """Three people in a row behind an ambassador, and somebody who asked to be called."""
    with database.writing() as session:
        study = session.merge(study)
        policy.decide(study, RULES)
        parent = ambassadors.add(session, study, NAME, clock())
        for number in range(3):
            [card] = recruitment.issue(
                session, study, 1, now=clock(), chance=Random(number), parent=parent
            )
            parent = builders.an_interview(session, study, clock())
            recruitment.redeem(session, card.code, parent, clock())
        keys = ContactKeys.of(settings)
        contacts.ask(session, keys, study, Details("Samira", "0612345678", "ar", ""), clock())
    return study


@pytest.fixture
def run(settings: Settings, clock):
    environ = {
        "DOORVRAGEN_HOME": str(settings.home),
        "DATABASE_URL": settings.database_url,
        "LANG": "nl_NL.UTF-8",
    }

    def run(*more: str) -> Result:
        command = ["retention", "waterwijk-2026", *more]
        return CliRunner().invoke(doorvragen, command, obj=Outside(environ, clock))

    return run


def test_names_then_links_then_contacts_go_and_the_shape_stays(
    database, played, run, clock, store
):
    with database.reading() as session:
        waves = sorted(one.wave for one in forest.forest(session, played))
        asked = session.scalars(select(Contact)).one()
        codes = session.scalars(select(Coupon.code)).all()
    traces = [NAME, *codes, asked.details, asked.telephone_hash]
    assert "niets waarvan de tijd om is" in run().output
    assert all(store.holds(words) for words in traces)

    clock.advance(days=42)
    assert "Weg: names, 1." in run().output
    assert not store.holds(NAME)
    clock.advance(days=10)
    assert "Weg: links, 3." in run().output
    assert not any(store.holds(code) for code in codes)
    clock.advance(days=10)
    assert "Weg: contacts, 1." in run().output
    assert not any(store.holds(words) for words in traces)
    assert "niets waarvan de tijd om is" in run().output

    with database.reading() as session:
        shape = session.scalars(select(RecruitShape)).all()
        assert sorted(one.wave for one in shape) == waves == [0, 1, 2]
        assert session.scalars(select(Ambassador.name)).all() == [retention.NAMELESS]
        done = [(line.what, line.number) for line in retention.log(session, played)]
    assert done == [("names", 1), ("links", 3), ("contacts", 1)]


def test_a_dry_run_says_what_goes_when_and_removes_nothing(database, played, run, clock, store):
    clock.advance(days=100)
    told = run("--dry-run")
    assert told.exit_code == 0
    assert [line.split("\t") for line in told.output.splitlines()] == [
        ["contacts", "1", "2026-07-11", "over"],
        ["names", "1", "2026-06-21", "over"],
        ["links", "3", "2026-07-01", "over"],
    ]
    assert store.holds(NAME)
    with database.reading() as session:
        assert retention.log(session, played) == []


def test_the_links_go_out_of_the_snapshot_too(played, run, clock, settings):
    snapshots = settings.snapshots / played.slug
    snapshots.mkdir(parents=True)
    (snapshots / "part.parquet").write_text("who came in by whom")
    clock.advance(days=52)
    assert run().exit_code == 0
    assert not snapshots.exists()


def test_without_a_last_day_it_is_one_line_and_nothing_goes(database, study, run):
    told = run()
    assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
    assert "laatste dag" in told.stderr


def test_contacts_of_another_study_stay(database, played, settings, run, clock):
    with database.writing() as session:
        other = builders.a_study(session, clock(), "Havenwijk 2026")
        keys = ContactKeys.of(settings)
        contacts.ask(session, keys, other, Details("Bram", "0687654321", "nl", ""), clock())
    clock.advance(days=100)
    assert run().exit_code == 0
    with database.reading() as session:
        assert session.scalars(select(Contact.study)).all() == [other.slug]


def test_the_shape_that_stays_can_be_exported(database, played, run, clock, settings, tmp_path):
    clock.advance(days=100)
    run()
    environ = {"DOORVRAGEN_HOME": str(settings.home), "DATABASE_URL": settings.database_url}

    command = ["export", "waterwijk-2026", str(tmp_path / "out"), "--recruitment"]
    told = CliRunner().invoke(doorvragen, command, obj=Outside(environ, clock))
    assert told.exit_code == 0, told.output
    people = (tmp_path / "out" / "recruiters.csv").read_text(encoding="utf-8").split()
    assert [line.split(",")[:2] for line in people[1:]] == [["1", "0"], ["2", "1"], ["3", "2"]]
