"""What a reader could work out about a few people by laying the figures of a page side by side."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.reporting import disclosure
from survey_app.reporting.card_counts import CardCounts
from survey_app.reporting.charts import (
    chains,
    conditions,
    estimates,
    groups,
    makeup,
    piles,
    profiles,
    ranking,
    reasons,
)
from survey_app.reporting.charts.counts import Counted
from survey_app.reporting.charts.ranking import shown_cards
from survey_app.reporting.computed import Computed, Kept
from survey_app.reporting.computed.chains import Chains
from survey_app.reporting.computed.rankings import intervals
from survey_app.reporting.dataset import Answers
from survey_app.reporting.disclosure import STANDARD
from survey_app.reporting.ended import START, Seen
from survey_app.reporting.material import Material
from survey_app.reporting.panel import HIDDEN, About, AtLeast

Waterwijk = Callable[[int], Answers]
PEOPLE = 160


def kept(**document: Any) -> Kept:
    return Kept(PEOPLE, START, Seen(), document)


def card(name: str, piles: tuple[int, ...], picked: int, **missing: int) -> CardCounts:
    return CardCounts(name, name, piles, picked, missing)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=12))
def test_no_hidden_pick_follows_from_the_number_of_picks(picked: list[int]) -> None:
    hidden = disclosure.hidden_picks(picked, [60] * len(picked))
    few = [0 < n < STANDARD.cell or 0 < 60 - n < STANDARD.cell for n in picked]
    assert hidden[few].all()
    people = np.array(picked)[hidden & (np.array(picked) > 0)]
    assert not len(people) or hidden.all() or (len(people) >= 2 and people.sum() >= STANDARD.cell)


def test_a_card_that_few_picked_takes_another_along_and_has_a_rounder_mean() -> None:
    """Sixty people picked three of four cards: the fourth share would follow."""
    laid = [card("a", (20, 20, 20), 58), card("b", (20, 20, 20), 60), card("c", (20, 20, 20), 59)]
    laid.append(card("d", (20, 20, 20), 3))
    shown = {one.name: one for one in shown_cards(laid, {})}
    assert shown["d"].top_share is HIDDEN
    assert sum(one.top_share is HIDDEN for one in shown.values()) >= 2
    assert shown["d"].mean == 1.1  # 1.05, less 1 for the piles, times sixty: three picks


def test_shares_begin_at_twenty_five_people() -> None:
    (few,) = shown_cards([card("a", (8, 8, 8), 12)], {})
    (enough,) = shown_cards([card("a", (9, 8, 8), 12)], {})
    assert few.top_share is HIDDEN
    assert few.mean == 1.5
    assert enough.top_share == 0.48


def test_intervals_are_as_round_as_what_is_shown() -> None:
    limits = {"mean": [1.23456, 1.5], "top_share": [0.1234, 0.5], "rank": [1, 2]}
    found = intervals(kept(motivator={"a": limits}), "motivator")
    assert found["a"].mean == (1.23, 1.5)
    assert found["a"].top_share == (0.12, 0.5)


def segmented(unassigned: int) -> dict[str, Any]:
    size = (PEOPLE - unassigned) // 2
    segment = {
        "n": size, "share": 0.5, "stability": 0.9, "standing": "named", "proposal": [],
        "profile": {"motief_werk": 0.5}, "traits": [],
    }  # fmt: skip
    rest = {**segment, "n": PEOPLE - unassigned - size}
    return {
        "verdict": "segments", "n": PEOPLE, "unassigned": unassigned, "chance": 0.02,
        "k_candidate": 2, "agreement": {}, "segments": [segment, rest],
    }  # fmt: skip


@pytest.mark.parametrize("unassigned", [0, 3, 8])
def test_groups_do_not_tell_how_few_are_in_none(waterwijk: Waterwijk, unassigned: int) -> None:
    results = Computed({"segments": kept(**segmented(unassigned))})
    material = Material(waterwijk(PEOPLE), results)
    verdict, profile = groups.verdict(material), profiles.build(material, "motivator")
    assert verdict
    assert verdict.table
    assert profile
    counts = [row[3] for row in verdict.table.rows]
    if unassigned == 3:
        assert all(isinstance(n, About) and n.number % 5 == 0 for n in counts)
        assert profile.n == AtLeast(PEOPLE - 4)
    else:
        assert sum(n for n in counts if isinstance(n, int)) == profile.n == PEOPLE - unassigned


@pytest.mark.parametrize(("missing", "people"), [(2, AtLeast(PEOPLE - 4)), (10, PEOPLE - 10)])
def test_an_estimate_does_not_tell_how_few_gave_no_answer(
    waterwijk: Waterwijk, missing: int, people: int | AtLeast
) -> None:
    answers = waterwijk(PEOPLE)
    name = estimates.outcomes(answers)[0]
    codes = answers.snapshot.columns[name].codes
    used = PEOPLE - missing
    rows = [
        {"category": code, "n": n, "estimate": n / used, "low": 0.1234, "high": 0.5678}
        for code, n in zip(codes, (used - 50, 30, 20), strict=False)
    ]
    outcome = {"used": used, "effective_n": 90.0, "homophily": None, "categories": rows}
    document = kept(outcomes={name: outcome}, conditions=[])
    panel = estimates.build(Material(answers, Computed({"estimates": document})))
    assert panel
    assert panel.table
    assert panel.n == people
    assert str(used) not in panel.method
    assert {row[4] is HIDDEN for row in panel.table.rows} == {missing == 2}
    assert panel.table.rows[0][2] == (0.12, 0.57)


def told_of_chains(people: int, largest: int, brought: int) -> str:
    numbers = Chains(people, 6, (6, people - 6), (largest,), 5, people - largest, brought)
    return chains._finding(numbers)


def test_the_largest_chain_and_who_brought_somebody_may_be_too_few_to_tell() -> None:
    assert "%" not in told_of_chains(12, 2, 6)
    assert "%" not in told_of_chains(40, 3, 2)
    assert told_of_chains(40, 20, 2).count("%") == 1
    assert told_of_chains(40, 20, 10).count("%") == 2


def test_a_condition_about_a_few_people_tells_only_whether_it_holds(waterwijk: Waterwijk) -> None:
    rows = [
        {"code": "degree_missing", "found": 2 / 160, "limit": 0.15, "holds": True, "people": 160},
        {"code": "strangers", "found": 0.1, "limit": 0.2, "holds": True, "people": 150},
    ]
    results = Computed({"estimates": kept(outcomes={}, conditions=rows)})
    panel = conditions.build(Material(waterwijk(PEOPLE), results))
    assert panel
    assert panel.table
    assert [row[1] for row in panel.table.rows] == [HIDDEN, "10\u202f%"]


@pytest.mark.parametrize(("number", "verb"), [(1, "klopt niet"), (2, "kloppen niet")])
def test_one_condition_fails_and_two_fail(number: int, verb: str) -> None:
    failing = conditions.JudgedCondition("waves", 1.0, 3.0, holds=False, people=160)
    assert verb in conditions._finding((failing,) * number)


def line(answered: int, unwilling: int) -> dict[str, int]:
    return {**dict.fromkeys(reasons.words(), 0), "beantwoord": answered, "wil_niet": unwilling}


def test_half_of_a_small_study_is_not_almost_nobody() -> None:
    labels = {"a": "A"}
    assert "bijna iedereen" in reasons._finding({"a": line(100, 5)}, labels)
    assert "bijna iedereen" not in reasons._finding({"a": line(6, 6)}, labels)
    assert "niemand" in reasons._finding({"a": line(0, 0)}, labels)


def test_the_largest_group_is_named_only_where_there_is_one(waterwijk: Waterwijk) -> None:
    material = Material(waterwijk(PEOPLE), Computed())
    sentence = "%(group)s: %(share)s"
    assert "A" in makeup._most([Counted("A", 100), Counted("B", 60)], sentence, material)
    for even in (
        [Counted("A", 80), Counted("B", 80)],
        [Counted("Andere talen samen", 90), Counted("B", 70)],
    ):
        assert "%" not in makeup._most(even, sentence, material)


def test_a_hidden_pile_may_be_the_highest_and_the_sentence_says_so(waterwijk: Waterwijk) -> None:
    categories = waterwijk(PEOPLE).variable("motief_werk").categories
    almost_all = card("a", (1, 2, 57), 0)
    shown = piles._spreads([almost_all, card("b", (20, 10, 30), 0)])
    assert piles._finding(shown, categories).startswith("Van wat we kunnen tonen")
    assert piles._finding(shown[:1], categories).startswith("‘b’")
    assert math.isclose(sum(n for n in shown[0].shares if isinstance(n, float)), 1)


@pytest.mark.parametrize("brought", [0, 1, 4, 5])
def test_the_first_people_beside_all_do_not_tell_of_a_few_who_were_brought(
    waterwijk: Waterwijk, monkeypatch: pytest.MonkeyPatch, brought: int
) -> None:
    answers = waterwijk(PEOPLE)
    who = replace(answers.recruits(), clusters=None)
    recruiters = [who.ids[0] if 0 < row <= brought else None for row in range(PEOPLE)]
    told = replace(who, recruiters=pd.Series(recruiters, dtype="str"))
    monkeypatch.setattr(Answers, "recruits", lambda _self: told)
    material = Material(answers, Computed())
    assert (material.chains is None) == (material.forest is None) == (brought in {1, 4})


def test_an_answer_of_too_few_does_not_ask_to_be_computed_again(waterwijk: Waterwijk) -> None:
    results = Computed({"estimates": kept(outcomes={}, conditions=[])})
    panel = estimates.build(Material(waterwijk(PEOPLE), results))
    assert panel
    assert not panel.needs_computing
    assert panel.table is None


def test_cards_that_weigh_the_same_share_the_first_place() -> None:
    even = [card("a", (9, 8, 8), 10), card("b", (8, 10, 7), 10), card("c", (20, 3, 2), 10)]
    told = ranking._finding(shown_cards(even, {}), "motivator")
    assert told.startswith("Bovenaan staan 2 kaarten gelijk")
    assert "zwaarst" in ranking._finding(shown_cards(even[1:], {}), "motivator")


def test_figures_are_out_of_date_also_when_as_many_came_as_went(waterwijk: Waterwijk) -> None:
    answers = waterwijk(PEOPLE)
    now = answers.snapshot.seen
    for seen in (now, Seen(now.interviews, now.revisions + 1, now.latest)):
        result = Kept(PEOPLE, START, seen, {"outcomes": {}, "conditions": []})
        panel = estimates.build(Material(answers, Computed({"estimates": result})))
        assert panel
        assert panel.computed
        assert panel.computed.since == 0
        assert panel.computed.changed == (seen != now)
