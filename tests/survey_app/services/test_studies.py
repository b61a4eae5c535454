from datetime import date

import pytest

from survey_app.errors import Conflict, Invalid, NotFound
from survey_app.services import studies
from tests import builders


@pytest.fixture
def session(database):
    with database.writing() as session:
        yield session


def test_a_study_gets_a_name_for_addresses(session, clock):
    study = builders.a_study(session, clock(), title="Één wijk, 2026!")
    assert study.slug == "een-wijk-2026"
    assert studies.get(session, "een-wijk-2026") is study
    assert study.areas[0] == {"code": "waterwijk-noord", "name": "Waterwijk-Noord"}
    assert studies.area_name(study, "waterwijk-zuid") == "Waterwijk-Zuid"


def test_a_name_is_used_once(session, clock):
    builders.a_study(session, clock())
    with pytest.raises(Conflict, match="Kies een andere naam"):
        builders.a_study(session, clock())


def test_an_unknown_study_is_not_found(session):
    with pytest.raises(NotFound, match="‘elders’"):
        studies.get(session, "elders")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": "!!"}, "titel"),
        ({"municipality": " "}, "gemeente"),
        ({"contact_number": "bel maar"}, "telefoonnummer"),
        ({"areas": []}, "wijk"),
        ({"areas": ["Noord", "noord"]}, "wijk"),
        ({"withdraw_until": date(2026, 5, 11)}, "moet nog komen"),
    ],
)
def test_what_is_missing_is_told(session, clock, wrong, message):
    good = {
        "title": "Waterwijk",
        "municipality": "Waterstad",
        "contact_number": "0320 123456",
        "areas": ["Noord"],
        "withdraw_until": date(2026, 12, 31),
    }
    with pytest.raises(Invalid, match=message):
        studies.create(session, studies.NewStudy(**{**good, **wrong}), clock())


def test_a_database_with_made_up_data_is_known(session, clock):
    builders.a_study(session, clock())
    assert not studies.holds_fictitious(session)
    builders.a_study(session, clock(), title="Verzonnen", fictitious=True)
    assert studies.holds_fictitious(session)
