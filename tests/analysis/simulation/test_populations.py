"""Populations whose truth is known: they are what they say they are."""

import numpy as np
import pytest

from analysis.errors import SettingError
from analysis.simulation import (
    Answering,
    Plan,
    card_scores,
    one_population,
    recruit_over,
    social_network,
)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_unrelated_items_of_one_population_hardly_correlate() -> None:
    frame = one_population(4000, rng(), items=6)
    off = frame.corr().to_numpy()[np.triu_indices(6, 1)]
    assert np.abs(off).max() < 0.06


def test_style_makes_all_items_correlate_and_factors_some() -> None:
    styled = one_population(4000, rng(), items=6, answering=Answering(style=1.0)).corr()
    assert styled.to_numpy().min() > 0.3
    factors = one_population(4000, rng(), items=6, factors=2).corr()
    assert factors.loc["item01", "item03"] > 0.3
    assert abs(factors.loc["item01", "item02"]) < 0.06


@pytest.mark.parametrize(
    ("shape", "least", "most"), [("flat", 0.23, 0.27), ("lopsided", 0.4, 0.6)]
)
def test_shapes_have_their_share_of_the_lowest_answer(
    shape: str, least: float, most: float
) -> None:
    frame = one_population(4000, rng(), shape=shape)
    assert least < (frame == 0).to_numpy().mean() < most
    assert set(np.unique(frame)) == {0, 1, 2, 3}
    with pytest.raises(SettingError, match="flat, normal, lopsided"):
        one_population(10, rng(), shape="round")


def test_missing_answers_are_missing() -> None:
    frame = one_population(2000, rng(), answering=Answering(missing=0.1))
    assert frame.isna().to_numpy().mean() == pytest.approx(0.1, abs=0.01)


def test_cards_have_exactly_three_picks_a_block_and_the_truth_beside_them() -> None:
    known = card_scores(500, rng(), answering=Answering(style=0.4))
    assert known.scores.shape == (500, 24)
    assert set(known.segment) == {0, 1, 2, 3, 4}
    assert known.scores.isin([0, 1, 2, 3]).all().all()
    means = known.scores.groupby(known.segment).mean()
    assert means["motief_kind_school"].idxmax() == 1


def test_one_population_of_cards_has_the_same_means_and_no_segments() -> None:
    segments = card_scores(4000, rng())
    nothing = card_scores(4000, rng(), segments=False)
    assert set(nothing.segment) == {0}
    difference = segments.scores.mean() - nothing.scores.mean()
    assert difference.abs().max() < 0.25


def test_a_network_has_the_prevalence_homophily_and_activity_that_were_asked() -> None:
    network = social_network(5000, (0.3, 0.7), rng(), homophily=0.5, mean_degree=10)
    assert (network.group == 0).mean() == pytest.approx(0.3)
    chance = 0.3**2 + 0.7**2
    assert network.same_group == pytest.approx(0.5 + 0.5 * chance, abs=0.03)
    assert network.degree.mean() == pytest.approx(10, abs=0.5)
    active = social_network(5000, (0.5, 0.5), rng(), activity=(1.0, 3.0))
    ratio = active.degree[active.group == 1].mean() / active.degree[active.group == 0].mean()
    assert ratio == pytest.approx(3, abs=0.4)


def test_ties_go_both_ways_and_never_to_oneself() -> None:
    network = social_network(300, (0.5, 0.5), rng())
    pairs = {(a, b) for a in range(300) for b in network.known_by(a).tolist()}
    assert all((b, a) in pairs and a != b for a, b in pairs)


def test_recruitment_follows_ties_and_coupons() -> None:
    network = social_network(2000, (0.4, 0.6), rng())
    sample = recruit_over(network, 400, rng(2), Plan(missing_degree=0.1))
    frame = sample.frame.set_index("id")
    assert frame.index.is_unique
    assert len(set(sample.people.tolist())) == 400
    coupons = {
        coupon: person
        for person, row in frame[["coupon_1", "coupon_2", "coupon_3"]].iterrows()
        for coupon in row
        if coupon
    }
    place = dict(zip(frame.index, sample.people.tolist(), strict=True))
    for person, row in frame[frame["recruiter"] != "seed"].iterrows():
        assert coupons[row["own_coupon"]] == row["recruiter"]
        assert place[person] in network.known_by(place[row["recruiter"]])
        assert row["wave"] == frame.loc[row["recruiter"], "wave"] + 1
    assert frame["own_coupon"].replace("", np.nan).dropna().is_unique
    assert frame["degree"].isna().mean() == pytest.approx(0.1, abs=0.05)
    assert sample.recruits.recruiters.isna().sum() == 8 + sample.new_seeds


def test_the_same_seed_gives_the_same_sample() -> None:
    samples = [recruit_over(social_network(500, (1.0,), rng()), 100, rng()) for _ in range(2)]
    assert samples[0].frame.equals(samples[1].frame)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(SettingError, match=r"add up to 0.9"):
        social_network(100, (0.5, 0.4), rng())
    with pytest.raises(SettingError, match="between 0 and 1"):
        social_network(100, (1.0,), rng(), homophily=2)
    with pytest.raises(SettingError, match="cannot give 50"):
        recruit_over(social_network(20, (1.0,), rng()), 50, rng())
