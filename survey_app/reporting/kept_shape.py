"""What stays of the chains when their links have gone: numbers that nobody has elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.storage.recruitment import RecruitShape
from survey_app.storage.studies import Study

if TYPE_CHECKING:
    from analysis.dataset import Recruits


def links_gone(session: Session, study: Study) -> bool:
    """Whether who came in by whom was removed; then everybody would look like a seed."""
    one = select(RecruitShape.id).where(RecruitShape.study_id == study.id).limit(1)
    return session.scalar(one) is not None


def kept_shape(session: Session, study: Study) -> Sequence[RecruitShape]:
    """Everybody in the chains; nobody as long as the links are still there."""
    chosen = select(RecruitShape).where(RecruitShape.study_id == study.id)
    return session.scalars(chosen.order_by(RecruitShape.wave, RecruitShape.number)).all()


def recruits(shape: Sequence[RecruitShape]) -> Recruits:
    """The same for ``analysis``; network sizes stay with the answers, and are not known here."""
    import numpy as np
    import pandas as pd

    from analysis.dataset import Recruits

    return Recruits(
        ids=pd.Series([str(one.number) for one in shape], dtype="str"),
        recruiters=pd.Series(
            [str(one.recruiter) if one.recruiter else None for one in shape], dtype="str"
        ),
        degrees=pd.Series(np.nan, index=range(len(shape))),
    )
