"""Who brought whom, as files for R's RDS in both its forms and for Graphviz.

People are numbered anew in these files: nobody can be looked up by the number of an interview.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from survey_app.errors import NotFound
from survey_app.reporting.dataset import Answers

if TYPE_CHECKING:
    from analysis.dataset import Recruits
    from analysis.recruitment.sample import Sample

FILES = ("recruiters.csv", "coupons.csv", "recruiters.R", "coupons.R", "forest.dot")


def write(answers: Answers, folder: Path) -> tuple[Path, ...]:
    """Write the five files of ``FILES`` into a folder.

    Whoever has no network size has an empty cell: R's RDS wants a decision about those.

    Args:
        answers: of the interviews that ended; of them only the chains and the network sizes.

    Raises:
        NotFound: no interview ended yet.
    """
    if not len(answers):
        raise NotFound("Er is nog geen gesprek afgerond: er zijn nog geen ketens om te bewaren.")
    return write_recruits(answers.recruits(), folder)


def write_recruits(who: Recruits, folder: Path) -> tuple[Path, ...]:
    """The same of these people, such as those of whom only the shape of the chains was kept."""
    import pandas as pd

    from analysis.recruitment import export

    sample = _sample(who)
    nothing = pd.DataFrame(index=range(len(sample)))
    coupons = export.coupon_table(sample, nothing)
    most = sum(name.startswith("coupon.") for name in coupons.columns)
    folder.mkdir(parents=True, exist_ok=True)
    paths = tuple(folder / name for name in FILES)
    export.recruiter_table(sample, nothing).to_csv(paths[0], index=False)
    coupons.to_csv(paths[1], index=False)
    paths[2].write_text(export.r_script(FILES[0], []), encoding="utf-8")
    paths[3].write_text(export.r_script(FILES[1], [], coupons=most), encoding="utf-8")
    paths[4].write_text(export.dot(sample), encoding="utf-8")
    return paths


def _sample(who: Recruits) -> Sample:
    """The chains with people numbered 1, 2, 3 … in tree order; seeds first, then by wave."""
    import numpy as np
    import pandas as pd

    from analysis.dataset import Recruits
    from analysis.recruitment.forest import forest
    from analysis.recruitment.sample import Sample

    trees = forest(who.ids, who.recruiters)
    digits = len(str(len(trees)))
    number_of = {name: f"{place:0{digits}d}" for place, name in enumerate(trees.ids, start=1)}
    numbered = Recruits(
        ids=pd.Series(trees.ids).map(number_of),
        recruiters=pd.Series(trees.recruiter_ids).map(number_of),
        degrees=who.degrees.iloc[trees.rows].reset_index(drop=True),
    )
    again = forest(numbered.ids, numbered.recruiters)
    degrees = numbered.degrees.to_numpy(dtype=float)[again.rows]
    return Sample(again, np.asarray(degrees, dtype=np.float64))
