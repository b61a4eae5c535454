"""Who brought whom in a CSV file, by recruiters or by coupons, and what to do with faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.errors import DataError, SettingError, some
from survey_app.cli.csv_columns import CsvFile
from survey_app.cli.csv_people import ids_of, without_seed_value

if TYPE_CHECKING:
    import pandas as pd

    from analysis.recruitment.coupons import Redeemed
    from analysis.recruitment.sample import Sample

YES = {"1", "yes", "true", "ja"}
NO = {"0", "no", "false", "nee"}


@dataclass(frozen=True)
class People:
    """The columns that say who brought whom, and what to do with faults in them."""

    id: str
    degree: str
    recruiter: str | None
    seed_value: str
    own_coupon: str | None
    coupons: str | None
    cluster: str | None
    interviewed: str | None
    unknown_recruiter: str
    coupon_twice: str
    time_order: str
    missing_degree: str
    small_degree: str


def sample_of(source: CsvFile, people: People, degrees: pd.Series[float]) -> Sample:
    """Who brought whom, checked.

    Raises:
        DataError: a fault in who brought whom, in coupons, in dates or in network sizes.
        SettingError: the columns named do not go together.
    """
    import pandas as pd

    from analysis.dataset import Recruits
    from analysis.recruitment.sample import sample

    ids = pd.Series(ids_of(source, source.column(people.id)), dtype="str")
    told = _recruiters(source, people, ids)
    return sample(
        Recruits(
            ids=ids,
            recruiters=told.recruiters,
            degrees=degrees,
            clusters=texts_of(source, people.cluster) if people.cluster else None,
        ),
        unknown_recruiter=people.unknown_recruiter,
        missing_degree=people.missing_degree,
        small_degree=people.small_degree,
        interviewed=dates_of(source, people.interviewed) if people.interviewed else None,
        time_order=people.time_order,
        notices=told.notices,
    )


def _recruiters(source: CsvFile, people: People, ids: pd.Series[str]) -> Redeemed:
    """The recruiter of each; missing for seeds."""
    import pandas as pd

    from analysis.recruitment.coupons import Redeemed, recruiters_from_coupons

    by_coupons = people.own_coupon is not None or people.coupons is not None
    if by_coupons == (people.recruiter is not None):
        raise SettingError("name either --recruiter, or --own-coupon and --coupons")
    if people.recruiter is not None:
        named = texts_of(source, people.recruiter)
        return Redeemed(without_seed_value(named, ids, people.seed_value))
    if people.own_coupon is None or people.coupons is None:
        raise SettingError("--own-coupon and --coupons go together")
    given = pd.DataFrame({name: texts_of(source, name) for name in source.columns(people.coupons)})
    own = texts_of(source, people.own_coupon)
    own = own.mask(own == people.seed_value)
    return recruiters_from_coupons(
        ids,
        own,
        given,
        never_issued=people.unknown_recruiter,
        twice=people.coupon_twice,
    )


def texts_of(source: CsvFile, name: str) -> pd.Series[str]:
    """A column as text, missing where a cell is empty."""
    import pandas as pd

    return pd.Series(source.texts(source.column(name)), dtype="str", name=name)


def numbers_of(source: CsvFile, name: str) -> pd.Series[float]:
    """A column as numbers, NaN where a cell is empty."""
    import pandas as pd

    return pd.Series(source.numbers([source.column(name)])[:, 0], name=name)


def whether_of(source: CsvFile, name: str) -> pd.Series[Any]:
    """A column of yes and no as true and false, missing where a cell is empty.

    Raises:
        DataError: a cell says something else.
    """
    import pandas as pd

    words = [
        None if text is None else text.casefold() for text in source.texts(source.column(name))
    ]
    wrong = [row for row, word in enumerate(words) if word not in YES | NO | {None}]
    if wrong:
        lines = some(source.lines_of(wrong))
        raise DataError(f"column {name} must hold 1 or 0, yes or no; not so in line {lines}")
    return pd.Series([None if word is None else word in YES for word in words], dtype="object")


def dates_of(source: CsvFile, name: str) -> pd.Series[Any]:
    """A column as moments, missing where a cell is empty.

    Raises:
        DataError: a cell holds something else.
    """
    import pandas as pd

    texts = texts_of(source, name)
    dates = pd.to_datetime(texts, format="ISO8601", errors="coerce", utc=True)
    wrong = dates.isna() & texts.notna()
    if wrong.any():
        lines = source.lines_of(wrong.to_numpy().nonzero()[0])
        raise DataError(
            f"column {name} must hold dates such as 2026-03-31 or 2026-03-31T14:05; "
            f"line {some(lines)}"
        )
    return dates
