"""scikit-learn's manners: what has a ``fit`` can be cloned, changed, and given any table."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from analysis.errors import AnalysisError, DataError, SettingError
from analysis.segments import LatentClasses, PartialKMeans, SegmentFinder
from analysis.themes import ThemeFinder
from tests.analysis.segments.cases import answers, survey

ESTIMATORS = (
    SegmentFinder(nulls=4, resamples=4, min_answered=2, random_state=1),
    PartialKMeans(3, n_init=3, random_state=1),
    LatentClasses(3, n_init=3, random_state=1),
    ThemeFinder(n_resamples=5, n_null=20, random_state=1),
)
each = pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda one: type(one).__name__)


def found(estimator):
    """What an estimator found, as something to compare."""
    if isinstance(estimator, ThemeFinder):
        return estimator.correlations_.to_numpy().tolist()
    return estimator.labels_.tolist()


@pytest.fixture(scope="module")
def table():
    return answers("survey400")


@each
def test_a_clone_has_the_settings_and_finds_the_same(estimator, table):
    other = clone(estimator)
    assert other is not estimator
    assert other.get_params() == estimator.get_params()
    assert found(other.fit(table)) == found(clone(estimator).fit(table))


@each
def test_settings_can_be_changed_by_name_and_are_told(estimator):
    other = clone(estimator).set_params(random_state=7)
    assert other.random_state == 7
    assert "random_state=7" in repr(other)
    with pytest.raises(SettingError, match="there is no setting colour"):
        other.set_params(colour="red")


@each
def test_fit_returns_the_estimator_and_takes_weights_of_any_kind(estimator, table):
    weights = survey("survey400")["weight"]
    one = clone(estimator)
    assert one.fit(table, sample_weight=weights) is one
    other = clone(estimator).fit(table, None, weights.tolist())
    assert found(other) == found(one)


@each
@pytest.mark.parametrize(
    "given",
    [
        lambda X: X.to_numpy(),
        lambda X: X.to_numpy().tolist(),
        lambda X: X.astype("Int64"),
        lambda X: X.set_index(np.arange(len(X))[::-1]),
    ],
    ids=["array", "lists", "pandas' own missing", "another index"],
)
def test_any_table_of_the_same_answers_gives_the_same(estimator, table, given):
    assert found(clone(estimator).fit(given(table))) == found(clone(estimator).fit(table))


@each
@pytest.mark.parametrize("rows", [0, 1, 2])
def test_hardly_anybody_gives_a_result_or_a_reason(estimator, table, rows):
    try:
        labels = found(clone(estimator).fit(table.head(rows)))
    except AnalysisError:
        labels = []
    assert np.isfinite(labels).all()


@each
@pytest.mark.parametrize("weights", [[-1.0], [np.nan], [np.inf], [0.0], ["much"], [1.0, 1.0]])
def test_weights_that_cannot_be_are_refused(estimator, table, weights):
    short = len(weights) == 2
    with pytest.raises(DataError, match="weights"):
        clone(estimator).fit(table, sample_weight=weights if short else weights * len(table))


@pytest.mark.parametrize("estimator", ESTIMATORS[1:3], ids=["means", "classes"])
def test_a_row_without_answers_is_in_no_cluster(estimator, table):
    emptied = table.astype(float)
    emptied.iloc[5] = np.nan
    assert clone(estimator).fit(emptied).labels_[5] == -1


@pytest.mark.parametrize(
    ("settings", "named"),
    [({"n_null": 1}, "n_null"), ({"n_resamples": 0}, "n_resamples"), ({"random_state": -1}, "-1")],
)
def test_themes_refuse_too_few_sets(table, settings, named):
    with pytest.raises(SettingError, match=named):
        ThemeFinder(**settings).fit(table)


def test_themes_need_a_table():
    with pytest.raises(DataError, match="rows and columns"):
        ThemeFinder().fit([1, 2, 3])


@pytest.mark.parametrize("estimator", [ESTIMATORS[0], ESTIMATORS[3]], ids=["segments", "themes"])
def test_a_result_cannot_be_changed(estimator, table):
    result = clone(estimator).fit(table).result_
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.n = 3


def test_categories_called_nan_or_infinity_stand_among_the_words():
    words = pd.DataFrame({"a": ["nan", "2", "inf", "10", "b"], "b": list("xyxyx")})
    assert LatentClasses(1, n_init=1).fit(words).labels_.tolist() == [0] * 5
