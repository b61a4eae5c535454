"""Resamples of rows: trees where there was recruitment, rows where not."""

import numpy as np
import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.errors import DataError, SettingError
from analysis.parallel import blocks, run, seed_sequence
from analysis.recruitment.estimate import estimate
from analysis.recruitment.outcome import categorical
from analysis.recruitment.sample import sample
from analysis.resampling import bootstrap, row_counts, weighted_means
from tests.recruitment_cases import frame, recruits_of


def data_of(table):
    return Dataset(frame=table[["course", "hours"]], recruits=recruits_of(table))


def test_rows_are_drawn_where_nobody_recruited():
    data = Dataset(frame=pd.DataFrame({"a": np.arange(30.0)}))
    counts = row_counts(data, 500, random_state=1)
    assert counts.shape == (500, 30)
    assert (counts.sum(axis=1) == 30).all()
    assert counts.mean() == pytest.approx(1)


def test_whole_trees_are_drawn_where_people_recruited():
    table = frame("small60")
    counts = row_counts(data_of(table), 300, random_state=1)
    place = {name: k for k, name in enumerate(table["id"])}
    brought = table["recruiter"].value_counts()
    for name in table["id"]:
        if name in brought:
            below = [place[r] for r in table["id"][table["recruiter"] == name]]
            copies = counts[:, place[name]] * brought[name]
            assert (counts[:, below].sum(axis=1) == copies).all()


def test_resamples_follow_people_and_not_rows():
    table = frame("small60")
    shuffled = table.sample(frac=1, random_state=2).reset_index(drop=True)
    one = pd.DataFrame(row_counts(data_of(table), 20, 5), columns=table["id"])
    other = pd.DataFrame(row_counts(data_of(shuffled), 20, 5), columns=shuffled["id"])
    assert one.equals(other[one.columns])


def test_any_weighted_figure_has_the_interval_of_the_estimator():
    table = frame("small60")
    told = sample(recruits_of(table))
    outcome = categorical(told, table["course"])
    want = estimate(told, outcome, resamples=200, random_state=9).column("low")["yes"]
    weights = 1 / table["degree"].astype(float).to_numpy()
    yes = (table["course"] == "yes").to_numpy(dtype=float)[:, None]
    found = bootstrap(
        data_of(table), lambda counts: weighted_means(yes, weights, counts), 200, random_state=9
    )
    assert np.quantile(found[:, 0], 0.025) == pytest.approx(want)


def test_missing_values_do_not_count_in_means():
    values = np.array([[1.0, np.nan], [3.0, 5.0], [np.nan, np.nan]])
    means = weighted_means(values, np.array([1.0, 1.0, 9.0]), np.array([[1, 1, 1], [2, 0, 1]]))
    np.testing.assert_allclose(means, [[2, 5], [1, np.nan]])


def test_too_few_resamples_or_rows_are_refused():
    data = Dataset(frame=pd.DataFrame({"a": [1.0, 2.0]}))
    with pytest.raises(SettingError):
        row_counts(data, 1)
    with pytest.raises(DataError, match="no rows"):
        row_counts(Dataset(frame=pd.DataFrame({"a": []})), 10)


def test_blocks_add_up_and_each_has_its_own_stream():
    parts = blocks(1005, 100, random_state=3)
    assert sum(part.size for part in parts) == 1005
    first = [part.generator().random() for part in parts]
    assert len(set(first)) == len(parts)
    assert first == [part.generator().random() for part in blocks(1005, 100, random_state=3)]


def test_a_generator_moves_on_and_a_seed_sequence_does_not():
    rng = np.random.default_rng(1)
    assert seed_sequence(rng).entropy != seed_sequence(rng).entropy
    own = np.random.SeedSequence(4)
    assert blocks(5, 1, own)[0].generator().random() == blocks(5, 1, own)[0].generator().random()


def _first(block):
    return float(block.generator().random())


@pytest.mark.slow
def test_processes_answer_in_the_order_of_the_blocks():
    parts = blocks(40, 1, random_state=8)
    seen = []
    assert run(_first, parts) == run(
        _first, parts, n_jobs=2, progress=lambda done, total: seen.append(done)
    )
    assert seen[-1] == 40
