"""On any data: rows in another order, other names, and doubled weights change nothing.

The reference cases have tests of their own; here hypothesis looks for data on which a law breaks:
gaps, items that nobody answered, few people, equal rows, weights of zero.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.dataset import Dataset, Recruits
from analysis.errors import AnalysisError
from analysis.recruitment.conditions import conditions
from analysis.recruitment.estimate import estimate
from analysis.recruitment.outcome import categorical
from analysis.recruitment.sensitivity import low_mid_high, sensitivity
from analysis.recruitment.strobe import strobe
from analysis.recruitment.structure import structure
from analysis.resampling import bootstrap
from analysis.segments import Categories, PartialKMeans, SegmentFinder, compare_classes
from analysis.segments.describe import describe_segments
from analysis.themes import ThemeFinder
from tests.recruitment_cases import random_frame, sample_of

SEEDS = st.integers(0, 10**6)
NAMES = {0: "zeker ', \"", 1: "Aap", 2: "1.0", 3: "نعم"}
few = settings(max_examples=15, deadline=None)
very_few = settings(max_examples=5, deadline=None)


def survey(seed, n=None, items=5):
    """Answers of 0 to 3 with gaps, whole weights, and an order of the rows."""
    rng = np.random.default_rng(seed)
    n = n or int(rng.integers(3, 60))
    level = rng.normal(size=(n, 1)) * rng.choice([0.0, 1.0])
    raw = np.clip(np.round(1.5 + level + rng.normal(size=(n, items))), 0, 3)
    frame = pd.DataFrame(raw + 0.0, columns=[f"i{j}" for j in range(items)])
    frame = frame.mask(rng.random(frame.shape) < rng.choice([0.0, 0.2]))
    weights = rng.integers(0, 4, n).astype(float)
    assume(weights.any())
    return frame, weights, rng.permutation(n)


def in_words(frame):
    return frame.apply(lambda column: column.map(NAMES).astype(object))


def classes(frame, weights):
    found = compare_classes(
        Categories.of(frame), [1, 2, 3], sample_weight=weights, starts=4, random_state=3
    )
    return found.models, found.answers


@few
@given(seed=SEEDS)
def test_latent_classes(seed):
    frame, weights, order = survey(seed)
    try:
        models, answers = classes(frame, weights)
    except AnalysisError:
        assume(False)
    changed = in_words(frame).iloc[order].reset_index(drop=True)
    others, named = classes(changed, 2 * weights[order])
    assert [other.k for other in others] == [model.k for model in models]
    for model, other in zip(models, others, strict=True):
        assert other.loglik == pytest.approx(model.loglik, abs=1e-6)
        assert other.starts_at_best == model.starts_at_best
        np.testing.assert_allclose(other.shares, model.shares, atol=1e-5)
        for item, labels in enumerate(answers.labels):
            mine = dict(zip(labels, model.probabilities[item].T, strict=True))
            theirs = dict(zip(named.labels[item], other.probabilities[item].T, strict=True))
            for label, chances in mine.items():
                np.testing.assert_allclose(theirs[NAMES[int(label)]], chances, atol=1e-4)


@few
@given(seed=SEEDS)
def test_kmeans(seed):
    frame, weights, order = survey(seed)
    X = frame.to_numpy() - 1.5
    k = min(3, int(np.isfinite(X).any(axis=1).sum()))
    assume(k > 0)
    one = PartialKMeans(k, n_init=4, random_state=1).fit(X, sample_weight=weights)
    other = PartialKMeans(k, n_init=4, random_state=1).fit(
        X[order], sample_weight=2 * weights[order]
    )
    np.testing.assert_array_equal(other.labels_, one.labels_[order])
    assert other.inertia_ == pytest.approx(one.inertia_, rel=1e-9, abs=1e-9)


@very_few
@given(seed=SEEDS, recruited=st.booleans())
def test_segments_and_their_stability(seed, recruited):
    frame, weights, order = survey(seed, n=90, items=6)
    weights += 1
    blocks = np.repeat([0.0, 1.0, 2.0], 30)[:, None] == [0, 0, 1, 1, 2, 2]
    frame = (frame + 2 * blocks).clip(0, 4)
    trees = np.arange(90) % 12 if recruited else None

    def found(rows, scale):
        finder = SegmentFinder(nulls=4, resamples=4, min_answered=2, random_state=5)
        clusters = None if trees is None else trees[rows]
        return finder.fit(
            frame.iloc[rows], sample_weight=scale * weights[rows], clusters=clusters
        ).result_

    one, other = found(np.arange(90), 1), found(order, 2)
    assert other.verdict == one.verdict
    np.testing.assert_array_equal(other.labels, one.labels[order])
    for mine, theirs in zip(one.segments, other.segments, strict=True):
        assert theirs.stability == pytest.approx(mine.stability)
        assert theirs.share == pytest.approx(mine.share)
        assert theirs.profile == pytest.approx(mine.profile)
    for k, row in one.gate.rows.items():
        assert other.gate.rows[k].z_gap == pytest.approx(row.z_gap, rel=1e-6)


@few
@given(seed=SEEDS)
def test_what_describes_segments(seed):
    frame, weights, order = survey(seed, n=60)
    labels = np.random.default_rng(seed).integers(-1, 3, 60)
    assume(len(np.unique(labels[labels >= 0])) > 1)
    weights += 1

    def told(rows, names, scale, renamed):
        columns = in_words(frame) if names else frame.map(lambda v: f"{v:g}").mask(frame.isna())
        data = Dataset(columns.iloc[rows].reset_index(drop=True), weights=scale * weights[rows])
        numbered = np.where(labels < 0, -1, renamed[labels])
        table = describe_segments(data, numbered[rows], list(frame.columns)).table
        return table.set_index(["variable", "segment", "category"]).sort_index()

    mine = told(np.arange(60), False, 1, np.array([0, 1, 2]))
    theirs = told(order, True, 2, np.array([2, 0, 1]))
    back = {segment: place for place, segment in enumerate([2, 0, 1])}
    category = {name: str(code) for code, name in NAMES.items()}
    theirs = theirs.rename(index=back, level="segment").rename(index=category, level="category")
    pd.testing.assert_frame_equal(theirs.sort_index(), mine, check_exact=False, atol=1e-9)


@very_few
@given(seed=SEEDS)
def test_themes(seed):
    frame, weights, order = survey(seed, n=40)
    weights += 1

    def found(table, w):
        try:
            return ThemeFinder(n_resamples=5, n_null=20).fit(table, sample_weight=w).result_
        except AnalysisError:
            return None

    one = found(frame, weights)
    assume(one is not None)
    others = frame.apply(lambda column: column.map({0: -7, 1: 0.5, 2: 0.75, 3: 100}))
    other = found(others.iloc[order], 2 * weights[order])
    assert other.factors == one.factors
    np.testing.assert_allclose(other.correlations, one.correlations, atol=1e-7)
    assert [theme.items for theme in other.themes] == [theme.items for theme in one.themes]
    assert [theme.stability for theme in other.themes] == pytest.approx(
        [theme.stability for theme in one.themes]
    )


@few
@given(seed=SEEDS, recruited=st.booleans())
def test_the_bootstrap_of_any_figure(seed, recruited):
    frame, weights, order = survey(seed)
    n = len(frame)
    ids = pd.Series([f"p{i:02}" for i in range(n)])
    recruiters = pd.Series([None if i < 3 else f"p{(i - 3) // 2:02}" for i in range(n)])

    def intervals(table, rows, scale):
        part = table.iloc[rows].reset_index(drop=True)
        known = Recruits(
            ids.iloc[rows].reset_index(drop=True),
            recruiters.iloc[rows].reset_index(drop=True).astype("str"),
            pd.Series(np.ones(n)),
        )
        w = scale * (weights[rows] + 1)
        codes = frame["i0"].to_numpy()[rows]
        shares = np.array([codes == value for value in range(4)]).T * w[:, None]
        data = Dataset(part, weights=w, recruits=known if recruited else None)
        return bootstrap(data, lambda counts: counts @ shares / (counts @ w)[:, None], 30, 8)

    mine = intervals(frame, np.arange(n), 1)
    theirs = intervals(in_words(frame), order, 2)
    np.testing.assert_allclose(theirs, mine, atol=1e-12)


@few
@given(seed=SEEDS)
def test_what_is_told_beside_an_estimate(seed):
    table = random_frame(seed)
    renamed = {"c0": "zebra", "c1": "Aap", "c2": "1", "": ""}
    shuffled = table.sample(frac=1, random_state=seed % 999).reset_index(drop=True)
    shuffled["answer"] = shuffled["answer"].map(renamed)

    def told(frame, names):
        people = sample_of(frame)
        outcome = categorical(people, frame["answer"])
        found = estimate(people, outcome)
        measures = structure(people, outcome, found.table["estimate"].to_numpy(dtype=float))
        sizes = sensitivity(people, outcome, low_mid_high(people, 500)).table
        judged = conditions(people, frame["degree"])
        report = strobe(people, [found], judged).table.set_index("name")["answer"]
        sizes = sizes.assign(category=sizes["category"].replace(names))
        by_name = measures.table.assign(category=measures.table["category"].replace(names))
        return (
            measures.recruitment_homophily,
            by_name.set_index("category").sort_index().to_numpy(dtype=float),
            sizes.set_index(["population", "category"]).sort_index().to_numpy(),
            judged.table,
            report[["seeds", "participants", "trees", "missing"]].tolist(),
        )

    one = told(table, renamed)
    other = told(shuffled, {})
    assert other[0] == pytest.approx(one[0], nan_ok=True)
    np.testing.assert_allclose(other[1], one[1], rtol=1e-12)
    np.testing.assert_allclose(other[2], one[2], rtol=1e-12)
    assert other[3].equals(one[3])
    assert other[4] == one[4]
