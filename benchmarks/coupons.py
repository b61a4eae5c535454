"""Coupons on SQLite: what issuing and redeeming costs, beside one bare insert in the same run.

    python -m benchmarks coupons

Targets: 10,000 coupons issued in 5 s; a redeem in 10 ms of CPU; 200 simultaneous redeems of one
code give exactly one interview; a sheet of 8 cards in 0.3 s, 1,000 cards in 15 s.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import select

from survey_app.errors import Conflict
from survey_app.services import card_sheets, recruitment
from survey_app.storage import migrate
from survey_app.storage.database import Database
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import FailedLogin, Study
from tests import builders

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
ISSUED = 10_000
REDEEMED = 200


def main() -> None:
    with _a_study() as (database, study):
        codes = _issue(database, study)
        bare = _bare_inserts(database)
        _redeem(database, study, codes[:REDEEMED], bare)
        _redeem_together(database, study, codes[-1])
        for number in (8, 1_000):
            _print(database, codes[:number])


@contextmanager
def _a_study() -> Iterator[tuple[Database, Study]]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'coupons.sqlite'}")
        migrate.upgrade(database)
        with database.writing() as session:
            study = builders.a_study(session, NOW)
            builders.a_version(session, study, NOW)
        yield database, study
        database.close()


def _issue(database: Database, study: Study) -> list[str]:
    begun, cpu = time.perf_counter(), time.process_time()
    with database.writing() as session:
        coupons = recruitment.issue(session, study, ISSUED, now=NOW, chance=Random(1))
    print(f"{ISSUED} coupons issued: {time.perf_counter() - begun:.2f} s", end="")
    print(f" ({time.process_time() - cpu:.2f} s CPU)")
    return [coupon.code for coupon in coupons]


def _bare_inserts(database: Database) -> float:
    """CPU seconds of one transaction that inserts one small row."""
    cpu = time.process_time()
    for number in range(REDEEMED):
        with database.writing() as session:
            session.add(FailedLogin(who=str(number), at=NOW))
    return (time.process_time() - cpu) / REDEEMED


def _redeem(database: Database, study: Study, codes: list[str], bare: float) -> None:
    with database.writing() as session:
        interviews = [builders.an_interview(session, study, NOW) for _ in codes]
    cpu = time.process_time()
    for code, interview in zip(codes, interviews, strict=True):
        with database.writing() as session:
            recruitment.redeem(session, code, session.merge(interview), NOW)
    each = (time.process_time() - cpu) / len(codes)
    print(f"a redeem: {each * 1e3:.2f} ms CPU, {each / bare:.1f} times a bare insert")


def _redeem_together(database: Database, study: Study, code: str) -> None:
    def try_it(_number: int) -> bool:
        try:
            with database.writing() as session:
                interview = builders.an_interview(session, study, NOW)
                recruitment.redeem(session, code, interview, NOW)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(32) as pool:
        won = sum(pool.map(try_it, range(200)))
    print(f"200 redeems of one code at once: {won} interview")


def _print(database: Database, codes: list[str]) -> None:
    with database.reading() as session:
        coupons = list(session.scalars(select(Coupon).where(Coupon.code.in_(codes))))
        study = coupons[0].study
        begun, cpu = time.perf_counter(), time.process_time()
        address = "https://waterstad.example/k/{}".format
        document = card_sheets.pdf(study, coupons, "en", address, allowed={"en"})
    print(f"{len(codes)} cards on paper: {time.perf_counter() - begun:.2f} s", end="")
    print(f" ({time.process_time() - cpu:.2f} s CPU, {len(document) / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
