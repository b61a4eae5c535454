"""``doorvragen export --recruitment``: who brought whom, for R's RDS and for Graphviz."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey_app.cli import doorvragen
from survey_app.cli.outside import Outside
from survey_app.reporting.recruitment_files import FILES
from survey_app.services import forest, publishing, recruitment
from survey_app.settings import Settings
from tests import builders
from tests.survey_app.reporting.conftest import SMALL

pytestmark = pytest.mark.both_databases


@pytest.fixture
def run(settings: Settings, clock):
    environ = {
        "DOORVRAGEN_HOME": str(settings.home),
        "DATABASE_URL": settings.database_url,
        "LANG": "nl_NL.UTF-8",
    }

    def run(*arguments: object) -> Result:
        command = ["export", "waterwijk-2026", *map(str, arguments)]
        return CliRunner().invoke(doorvragen, command, obj=Outside(environ, clock))

    return run


@pytest.fixture
def chains(database, study, clock, tmp_path):
    """Two first people; one brought two, of whom one brought one."""
    from random import Random

    from survey_app.questionnaire.load import load

    (tmp_path / "klein.yaml").write_text(SMALL, encoding="utf-8")
    with database.writing() as session:
        study = session.merge(study)
        publishing.publish(session, study, load(tmp_path / "klein.yaml").checked(), clock())
        people = []
        for number, above in enumerate((None, None, 0, 0, 2)):
            parent = people[above] if above is not None else None
            [card] = recruitment.issue(
                session, study, 1, now=clock(), chance=Random(number), parent=parent
            )
            people.append(builders.an_interview(session, study, clock(), answers={"kent": "7"}))
            recruitment.redeem(session, card.code, people[-1], clock())
        return forest.forest(session, study)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_both_forms_for_r_and_a_drawing(run, chains, tmp_path):
    told = run(tmp_path / "out", "--recruitment")
    assert told.exit_code == 0, told.output
    assert "5 gesprekken" in told.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(FILES)
    people = rows(tmp_path / "out" / "recruiters.csv")
    brought = [row["recruiter.id"] for row in people if row["recruiter.id"] in ids(people)]
    assert len(people) == len(chains) == 5
    assert sorted(brought.count(name) for name in set(brought)) == [1, 2]
    cards = rows(tmp_path / "out" / "coupons.csv")
    assert {row["own.coupon"] for row in cards} - {"", "NA"}
    drawing = (tmp_path / "out" / "forest.dot").read_text(encoding="utf-8")
    assert drawing.count("->") == 3


def ids(people: list[dict[str, str]]) -> set[str]:
    return {row["id"] for row in people}


def test_no_interview_ambassador_or_card_can_be_looked_up_in_it(run, chains, tmp_path, database):
    from sqlalchemy import select

    from survey_app.storage.recruitment import Coupon

    run(tmp_path / "out", "--recruitment")
    with database.reading() as session:
        codes = session.scalars(select(Coupon.code)).all()
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    for one in chains:
        assert one.interview_id.hex not in written.replace("-", "")
    assert not any(code in written for code in codes)


def test_a_folder_with_something_in_it_is_left_alone(run, chains, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("x")
    told = run(folder, "--recruitment")
    assert (told.exit_code, "niet leeg" in told.stderr) == (2, True)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
