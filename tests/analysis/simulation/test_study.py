"""The fictitious study: valid under the questionnaire's rules, near its figures, repeatable."""

import itertools
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SettingError
from analysis.simulation import Study, simulate_study
from analysis.simulation import waterwijk as figures
from analysis.simulation.background import country_group
from analysis.simulation.instrument import AFTER, BARRIERS, COURSE, HEALTH_CARD, ITEMS, MOTIVATORS

EXCLUSIVE = {
    "plekken_buurt": "nergens",
    "nooit_gevraagd": "niemand",
    "na_vervolg": "niets",
    "wens_tijd": "geen",
    "wens_plaats": "maakt_niet_uit",
    "wens_combinatie": "alleen_les",
    "meedoen_nu": "niets",
    "info_kanaal": "niets",
    "vertrouwenspersoon": "niemand",
    "contact_toestemming": "nee",
    "motief_open_code": "niets",
    "belemmering_open_code": "niets",
    "obs_aanwezig": "niemand",
}
AT_MOST = {"wens_plaats": 2, "wens_onderdelen": 3, "vertrouwenspersoon": 3}
NEEDS_CONSENT = {
    "gebedshuis",
    "gebedshuis_vereniging",
    "geestelijke",
    "zwanger_baby",
    "ziek_wia",
    "azc",
    "veiligheid",
    HEALTH_CARD,
}


@pytest.fixture(scope="module")
def study() -> Study:
    return simulate_study()


@pytest.fixture(scope="module")
def values(study: Study) -> pd.DataFrame:
    return study.values


def codes(values: pd.DataFrame, name: str) -> list[list[str]]:
    return [value.split() for value in values[name].dropna()]


def test_every_person_has_every_item_in_order(study: Study) -> None:
    names = [item.name for item in ITEMS]
    assert all(list(person.answers) == names for person in study.people)


def test_a_value_is_there_just_where_the_status_says_answered(study: Study) -> None:
    for person in study.people:
        for answer in person.answers.values():
            assert bool(answer.value) == (answer.status == "beantwoord")


@pytest.mark.slow
def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert simulate_study(60, seed=3) == simulate_study(60, seed=3)
    assert simulate_study(60, seed=3).people != simulate_study(60, seed=4).people


@pytest.mark.parametrize("name", EXCLUSIVE)
def test_an_exclusive_option_stands_alone(values: pd.DataFrame, name: str) -> None:
    rows = [row for row in codes(values, name) if EXCLUSIVE[name] in row]
    assert rows
    assert all(len(row) == 1 for row in rows)


@pytest.mark.parametrize("name", AT_MOST)
def test_no_more_options_than_allowed(values: pd.DataFrame, name: str) -> None:
    assert max(len(row) for row in codes(values, name)) == AT_MOST[name]


def test_no_option_is_given_twice(values: pd.DataFrame) -> None:
    for name in (*EXCLUSIVE, *AT_MOST, "gezin", "talen_thuis", "traject_soort"):
        assert all(len(row) == len(set(row)) for row in codes(values, name))


def test_alone_at_home_means_nobody_in_the_house(values: pd.DataFrame) -> None:
    rows = [set(row) for row in codes(values, "gezin") if "alleen" in row]
    assert all(row <= {"alleen", "kind_uit_huis"} for row in rows)


def test_without_the_second_consent_nothing_special_is_answered(study: Study) -> None:
    refused = [p for p in study.people if p.answers["toestemming_bijzonder"].value == "nee"]
    assert len(refused) == round(figures.SPECIAL_REFUSED * len(study.people))
    for person in refused:
        given = {code for answer in person.answers.values() for code in answer.value.split()}
        assert not given & NEEDS_CONSENT
        for name in ("talen_thuis", "geboorteland", HEALTH_CARD):
            assert person.answers[name].status == "geen_toestemming"


def test_only_the_questions_of_the_route_are_answered(study: Study) -> None:
    for person in study.people:
        route = person.answers["traject_status"].value
        for item in ITEMS:
            answered = person.answers[item.name].status == "beantwoord"
            assert not (answered and item.routes and route not in item.routes)


def test_all_four_routes_and_a_missing_branch_occur(values: pd.DataFrame) -> None:
    assert set(values["traject_status"].dropna()) == {"nooit", *COURSE}
    assert set(AFTER) < set(COURSE)
    assert values["traject_status"].isna().any()


@pytest.mark.parametrize(("start", "cards"), [("motief", MOTIVATORS), ("belemmering", BARRIERS)])
def test_the_top_three_are_different_cards_of_a_higher_pile(
    study: Study, start: str, cards: tuple[str, ...]
) -> None:
    for person in study.people:
        picks = [person.answers[f"{start}_top{rank}"].value for rank in (1, 2, 3)]
        given = [pick for pick in picks if pick]
        assert picks[: len(given)] == given
        assert len(set(given)) == len(given)
        assert all(pick in cards and person.answers[pick].value in "12" for pick in given)


def test_the_order_of_cards_names_each_shown_card_once(study: Study) -> None:
    for person in study.people:
        shown = person.answers["belemmering_kaarten_volgorde"].value.split()
        asked = person.answers["toestemming_bijzonder"].value == "ja"
        if shown:
            assert set(shown) == set(BARRIERS) - (set() if asked else {HEALTH_CARD})
            assert len(shown) == 12 - (not asked)


def test_the_first_mentioned_code_is_the_first_code(values: pd.DataFrame) -> None:
    both = values[["motief_open_code", "motief_open_eerste"]].dropna()
    assert (both["motief_open_code"].str.split().str[0] == both["motief_open_eerste"]).all()


def test_numbers_stay_within_their_rules(study: Study, values: pd.DataFrame) -> None:
    network = values[["netwerk_aantal", "netwerk_gesproken"]].dropna().astype(int)
    assert (network["netwerk_gesproken"] <= network["netwerk_aantal"]).all()
    assert network["netwerk_aantal"].between(1, 500).all()
    assert values["jaar_aankomst"].dropna().astype(int).between(1945, study.year).all()
    assert values["wens_reistijd"].dropna().astype(int).isin(range(0, 61, 5)).all()
    assert values["netwerk_kaartjes"].dropna().isin(list("0123")).all()


def test_nobody_is_asked_whom_they_spoke_when_they_do_not_know_whom_they_know(
    study: Study,
) -> None:
    for person in study.people:
        if person.answers["netwerk_aantal"].status in ("weet_niet", "wil_niet"):
            assert person.answers["netwerk_gesproken"].status == "nvt_route"


def test_nobody_brings_more_people_than_cards_or_acquaintances(study: Study) -> None:
    brought = Counter(person.recruiter for person in study.people)
    for person in study.people:
        assert brought[person.id] <= person.coupons <= 3
        spoken = person.answers["netwerk_gesproken"].value
        if spoken:
            assert int(spoken) >= brought[person.id] + (person.recruiter is not None)
        if person.coupons:
            assert person.answers["netwerk_kaartjes"].value == str(person.coupons)


def test_recruits_follow_their_recruiter_and_share_the_ambassador(study: Study) -> None:
    by_id = {person.id: person for person in study.people}
    for person in study.people:
        if person.recruiter:
            recruiter = by_id[person.recruiter]
            assert person.started_after > recruiter.started_after
            assert person.ambassador == recruiter.ambassador


def test_chains_are_long_and_none_is_half_of_the_study(study: Study) -> None:
    root: dict[str, str] = {}
    wave: dict[str, int] = {}
    for p in study.people:
        root[p.id] = root[p.recruiter] if p.recruiter else p.id
        wave[p.id] = wave[p.recruiter] + 1 if p.recruiter else 0
    assert 6 <= len(set(root.values())) <= 12
    assert max(Counter(root.values()).values()) <= 0.5 * len(study.people)
    assert max(wave.values()) >= 3
    assert {p.ambassador for p in study.people} == set(range(figures.AMBASSADORS))


def test_an_interviewer_holds_one_interview_at_a_time(study: Study) -> None:
    held = [(person.interviewer, person.started_after) for person in study.people]
    assert len(set(held)) == len(held)
    assert all(person.started_after.days % 7 < 5 for person in study.people)


def test_broken_off_interviews_have_no_answers_after_the_break(study: Study) -> None:
    broken = [person for person in study.people if person.interrupted]
    assert len(broken) >= 3
    for person in broken:
        statuses = [answer.status for answer in person.answers.values()]
        after = statuses[statuses.index("afgebroken") :]
        assert "beantwoord" not in after
        assert person.coupons == 0


@pytest.mark.parametrize(
    ("name", "shares"),
    [
        ("geslacht", figures.SEX),
        ("leeftijd", figures.AGE),
        ("opleiding", figures.SCHOOLING),
        ("traject_status", figures.COURSE),
        ("wil_leren", figures.WANTS),
        ("wens_betalen", figures.PRICE),
    ],
)
def test_shares_of_a_single_answer_are_near_the_figures(
    values: pd.DataFrame, name: str, shares: dict[str, float]
) -> None:
    found = values[name].value_counts(normalize=True) * 100
    assert all(abs(found.get(code, 0) - share) < 4 for code, share in shares.items())


def test_countries_are_near_the_figures(values: pd.DataFrame) -> None:
    groups = pd.Series(country_group(values["geboorteland"].dropna().to_numpy(dtype=str)))
    found = groups.value_counts(normalize=True) * 100
    assert all(abs(found[name] - share) < 4 for name, share in figures.COUNTRY_GROUP.items())


@pytest.mark.parametrize(
    ("name", "shares"),
    [
        ("wens_tijd", figures.TIMES),
        ("wens_plaats", figures.PLACES),
        ("vertrouwenspersoon", figures.TRUST),
        ("info_kanaal", figures.CHANNELS),
    ],
)
def test_shares_of_several_answers_are_near_the_figures(
    values: pd.DataFrame, name: str, shares: dict[str, float]
) -> None:
    rows = codes(values, name)
    for code, share in shares.items():
        assert abs(np.mean([code in row for row in rows]) - share) < 0.04


def test_the_price_is_missing_more_often_than_the_rest(study: Study) -> None:
    missing = study.status.isin(["weet_niet", "wil_niet", "niet_begrepen"]).mean()
    assert 0.03 < missing["wens_betalen"] < 0.10
    assert missing["belemmering_thuis"] > missing["belemmering_geld"]


def test_segments_differ_in_what_moves_them(study: Study) -> None:
    piles = study.values[list(MOTIVATORS)].astype(float)
    means = piles.groupby([person.segment for person in study.people]).mean()
    assert means["motief_werk"].idxmax() == "S1"
    assert means["motief_kind_school"].idxmax() == "S2"
    assert means["motief_dokter"].idxmax() == "S3"


def test_ties_resemble_each_other_in_language(study: Study) -> None:
    by_id = {person.id: person for person in study.people}
    pairs = [
        (by_id[p.recruiter].answers["geboorteland"].value, p.answers["geboorteland"].value)
        for p in study.people
        if p.recruiter
    ]
    known = [(a, b) for a, b in pairs if a and b]
    alike = np.mean([a == b for a, b in known])
    shares = Counter(itertools.chain.from_iterable(known))
    chance = sum((count / (2 * len(known))) ** 2 for count in shares.values())
    assert alike > chance + 0.35


def test_too_few_people_for_a_chain_is_an_error() -> None:
    with pytest.raises(SettingError, match="ask for 20 or more"):
        simulate_study(5)
