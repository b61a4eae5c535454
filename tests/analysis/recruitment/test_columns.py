"""Columns as pandas reads them: decimals, too few values, whole numbers with gaps."""

import numpy as np
import pandas as pd
import pytest

from analysis.dataset import Recruits
from analysis.errors import DataError
from analysis.recruitment.estimate import estimate
from analysis.recruitment.outcome import categorical, numeric
from analysis.recruitment.sample import sample
from tests.recruitment_cases import frame, load, recruits_of

TABLE, PEOPLE = load("small60")


def numbered():
    """The same people with numbers for ids, as pandas reads them: recruiters are decimals."""
    place = {name: number for number, name in enumerate(TABLE["id"])}
    ids = pd.Series(range(len(TABLE)))
    recruiters = TABLE["recruiter"].map(place)
    return ids, recruiters, TABLE["degree"].astype(float)


def test_recruiters_read_as_decimals_are_refused_and_whole_numbers_are_not():
    ids, recruiters, degrees = numbered()
    assert recruiters.dtype.kind == "f"
    with pytest.raises(DataError, match="recruiters were read as decimal numbers"):
        sample(Recruits(ids, recruiters, degrees))
    found = sample(Recruits(ids, recruiters.astype("Int64"), degrees)).forest
    assert found.people_by_wave == PEOPLE.forest.people_by_wave


def test_ids_read_as_decimals_are_refused():
    ids, recruiters, degrees = numbered()
    with pytest.raises(DataError, match="ids were read as decimal numbers"):
        sample(Recruits(ids.astype(float), recruiters.astype("Int64"), degrees))


def test_categories_that_are_whole_numbers_have_no_point():
    answers = pd.Series(np.where(TABLE["course"] == "yes", 1.0, 0.0))
    answers[3] = np.nan
    assert set(categorical(PEOPLE, answers).categories) == {"0", "1"}


@pytest.mark.parametrize("kind", ["category", "string", "object"])
def test_the_type_of_a_column_does_not_matter(kind):
    one = estimate(PEOPLE, categorical(PEOPLE, TABLE["course"]))
    other = estimate(PEOPLE, categorical(PEOPLE, TABLE["course"].astype(kind)))
    assert other.column("estimate") == one.column("estimate")


@pytest.mark.parametrize(
    "read",
    [
        lambda few: categorical(PEOPLE, few),
        lambda few: numeric(PEOPLE, pd.Series([1.0, 2.0], name="course")),
        lambda few: sample(recruits_of(TABLE), interviewed=few),
    ],
)
def test_a_column_that_is_too_short_is_refused(read):
    with pytest.raises(DataError, match="course has 2 values; the sample has 60 rows"):
        read(frame("small60")["course"].head(2))


def test_ids_are_no_answers():
    ids = pd.Series([f"p{n:04}" for n in range(1200)], name="id")
    people = sample(Recruits(ids, pd.Series([None] * 1200, dtype="str"), pd.Series([3.0] * 1200)))
    with pytest.raises(DataError, match="1200 different answers"):
        categorical(people, ids)


def test_degrees_and_clusters_have_a_value_for_each_person():
    known = recruits_of(TABLE)
    with pytest.raises(DataError, match="network size has 2 values"):
        sample(Recruits(known.ids, known.recruiters, known.degrees.head(2)))
    with pytest.raises(DataError, match="3 clusters for 60 ids"):
        sample(Recruits(known.ids, known.recruiters, known.degrees, TABLE["id"].head(3)))
