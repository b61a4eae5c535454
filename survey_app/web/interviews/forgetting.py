"""After answers were erased: nothing of them stays in the file of the store or in the snapshot."""

from __future__ import annotations

from uuid import UUID

from survey_app.storage.studies import Study
from survey_app.web import context


def forget(interview_id: UUID, study: Study | None = None) -> None:
    """Call it when the transaction that erased is over.

    Args:
        study: whose interview it was; that of who is signed in when none.
    """
    from survey_app.reporting import snapshot  # loads pyarrow

    parts = context.parts()
    parts.database.scrub()
    snapshot.forget(
        parts.settings.snapshots / (study or context.current_account().study).slug, interview_id
    )
