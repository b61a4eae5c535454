"""Dashboard pages, warm and after one new interview, beside the same ranking from the answers.

The comparison counts the motivators straight from each interview's document, row by row, as a
dashboard without a snapshot would. A million interviews are the fictitious six hundred, repeated:

    python -m benchmarks dashboard
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from flask.testing import FlaskClient
from sqlalchemy import select

from survey_app.app import create_app
from survey_app.demo import PASSWORD, ready
from survey_app.reporting import ended, parts, snapshot
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview, InterviewState
from survey_app.storage.studies import Study

PAGES = ("", "motivators", "barriers", "segments", "recruitment")
NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
MILLION = 1_000_000


def main() -> None:
    """Print seconds for each page."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        settings = ready(home, NOW, lambda step, done, total: None).settings
        report("600 interviews", settings)
        copies = MILLION // 600
        repeat(settings, copies)
        report(f"{600 * (copies + 1):,} interviews", settings)


def report(title: str, settings: Settings) -> None:
    database = Database(settings.database_url)
    with database.reading() as session:
        study = session.scalars(select(Study)).one()
    client = researcher(settings)
    naive = (
        seconds(lambda: from_the_answers(database, study, 600)) if "600 " in title[:4] else None
    )
    print(f"\n{title}")
    print(f"{'page':<14}{'first':>9}{'warm':>9}{'one more':>10}")
    for page in PAGES:
        address = f"/dashboard/{study.slug}/{page}"
        first = seconds(lambda a=address: client.get(a))
        warm = min(seconds(lambda a=address: client.get(a)) for _ in range(3))
        one_more_interview(database)
        after = seconds(lambda a=address: client.get(a))
        ratio = f"   {naive / warm:.0f} times as fast as from the answers" if naive else ""
        print(f"{page or 'overview':<14}{first:>8.3f}s{warm:>8.3f}s{after:>9.3f}s{ratio}")
    if naive:
        print(f"{'the ranking of the motivators from the answers':<46}{naive:>6.3f}s")
    database.close()


def researcher(settings: Settings) -> FlaskClient:
    client = create_app(settings).test_client()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    assert found
    form = {"username": "researcher", "password": PASSWORD, "csrf_token": found[1]}
    assert client.post("/login", data=form).status_code == 303
    return client


def from_the_answers(database: Database, study: Study, interviews: int) -> dict[str, float]:
    """The mean score of each motivator, document by document, along each interview's path."""
    with database.reading() as session:
        ids = list(ended.revisions(session, study))[:interviews]
        sums: dict[str, list[int]] = {}
        for batch in ended.interviews(session, study, ids):
            for one in batch:
                picks = {one.answers[f"motief_top{rank}"].value for rank in (1, 2, 3)}
                for name, answer in one.answers.items():
                    if name.startswith("motief_") and answer.value in {"0", "1", "2"}:
                        sums.setdefault(name, []).append(int(answer.value) + (name in picks))
    return {name: sum(scores) / len(scores) for name, scores in sums.items()}


def one_more_interview(database: Database) -> None:
    with database.writing() as session:
        like = session.scalars(
            select(Interview).where(Interview.state == InterviewState.FINISHED).limit(1)
        ).one()
        latest = NOW + timedelta(days=1)
        session.add(
            Interview(
                id=uuid4(), study_id=like.study_id, version_id=like.version_id, area=like.area,
                language=like.language, state=like.state, seed=1, answers=like.answers,
                revision=1, started_at=latest, finished_at=latest, changed_at=latest,
            )
        )  # fmt: skip


def repeat(settings: Settings, copies: int) -> None:
    """Put so many copies of every interview in the snapshot, and their keys in the store."""
    folder = next(settings.snapshots.iterdir())
    snap = snapshot.opened(folder)
    tables = [pq.read_table(folder / part.file) for part in snap.parts]
    columns = tables[0].column_names
    whole = pa.concat_tables([table.select(columns) for table in tables])
    together = parts.PART_ROWS // len(whole)
    written = list(snap.parts)
    for start in range(0, copies, together):
        numbers = range(start, min(start + together, copies))
        table = pa.concat_tables([copy_of(whole, number) for number in numbers])
        written.append(parts.write(folder, f"part9{start:05}-1.parquet", table))
    add_keys(settings, copies)
    database = Database(settings.database_url)
    with database.reading() as session:
        seen = ended.seen(session, session.scalars(select(Study)).one())
    database.close()
    snapshot._write(replace(snap, parts=tuple(written), seen=seen))


def copy_of(table: pa.Table, number: int) -> pa.Table:
    """The same people under other ids."""
    mark = pa.scalar(f"{number:08x}")
    for name in parts.WHO:
        place = table.schema.get_field_index(name)
        tail = pc.utf8_slice_codeunits(table[name], 8, 32)
        table = table.set_column(place, name, pc.binary_join_element_wise(mark, tail, ""))
    return table


def add_keys(settings: Settings, copies: int) -> None:
    """Rows without answers: the count of changes reads an index only."""
    path = settings.database_url.removeprefix("sqlite:///")
    of_one_alone = {"id", "account_id", "coupon_id"}
    names = [column.name for column in Interview.__table__.columns]
    columns = ", ".join(name for name in names if name not in of_one_alone)
    with sqlite3.connect(path) as connection:
        values = columns.replace("answers", "'{}'")
        connection.execute(
            "CREATE TEMP TABLE copies AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL "
            "SELECT i + 1 FROM n WHERE i + 1 < ?) SELECT i FROM n",
            (copies,),
        )
        connection.execute(
            f"INSERT INTO interview (id, {columns}) "  # noqa: S608 - our own words
            f"SELECT printf('%08x', i) || substr(id, 9), {values} FROM interview, copies"
        )
    connection.close()


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
