"""Saving one answer and getting the next screen, beside a bare Flask route with one commit.

Both answer in this process through Flask's test client, on SQLite files in one folder, durable
when acknowledged (``synchronous=FULL``). Then eight clients save at once through a real server.

    python -m benchmarks saving
"""

from __future__ import annotations

import logging
import re
import statistics
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from flask import Flask, request
from sqlalchemy import text
from waitress.server import create_server

from survey_app.app import create_app
from survey_app.questionnaire.load import load
from survey_app.services import language_approval, publishing, saving
from survey_app.settings import QUESTIONNAIRES, Settings
from survey_app.storage import migrate
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Study
from tests import builders
from tests.interview_builders import begin, send

ROUNDS = 12  # of 25 saves each
CLIENTS = 8
TARGETS = "target: at most 8 ms CPU, p50 12 ms, p95 40 ms, 3 times the bare route, 250 answers/s"

# What interviewers send most: one choice of a list, back and forth over many questions.
ANSWERS = (
    ("nl_gebruik", ("soms", "elke_dag")),
    ("nl_praten", ("goed", "gaat_niet")),
    ("wil_leren", ("graag", "misschien")),
    ("wens_betalen", ("niets", "tot_5")),
    ("wens_met_wie", ("vrouwen", "gemengd")),
    ("zelf_regelen", ("altijd_hulp", "vaak_hulp")),
    ("geslacht", ("vrouw", "man")),
    ("leeftijd", ("18_24", "25_34")),
)


@dataclass(frozen=True)
class Timing:
    """Seconds of CPU for one (of several rounds the median), and of waiting for each."""

    cpu: float
    waits: list[float]

    def line(self, name: str, bare: Timing) -> str:
        cuts = statistics.quantiles(self.waits, n=20)
        return (
            f"{name:38} {1e3 * self.cpu:6.2f} ms CPU  {self.cpu / bare.cpu:5.1f} x bare"
            f"   p50 {1e3 * cuts[9]:6.1f} ms  p95 {1e3 * cuts[18]:6.1f} ms"
        )


def timed(*acts: Callable[[], object], rounds: int = ROUNDS) -> list[Timing]:
    """How long each takes, once warm: by turns, so that a busy machine is as busy for all."""
    for act in acts:
        one_round(act)
    told = [[one_round(act) for act in acts] for _ in range(rounds)]
    return [
        Timing(statistics.median(one.cpu for one in mine), [w for one in mine for w in one.waits])
        for mine in zip(*told, strict=True)
    ]


def one_round(act: Callable[[], object], times: int = 25) -> Timing:
    waits, begun = [], time.process_time()
    for _ in range(times):
        start = time.perf_counter()
        act()
        waits.append(time.perf_counter() - start)
    return Timing((time.process_time() - begun) / times, waits)


def a_study(settings: Settings) -> tuple[Database, Study]:
    """A study with enquête 57 and one interviewer."""
    database = Database(settings.database_url)
    migrate.upgrade(database)
    with database.writing() as session:
        study = builders.a_study_with_people(session, settings, datetime.now(UTC))
        questionnaire = load(QUESTIONNAIRES / "enquete57").checked()
        publishing.publish(session, study, questionnaire, datetime.now(UTC))
        language_approval.approve(session, study, "en", builders.SPEAKER, datetime.now(UTC))
    return database, study


def an_interview(database: Database, study: Study, number: int) -> uuid.UUID:
    """An interview after both consents, heard in English."""
    with database.writing() as session:
        chance = Random(number)
        held = begin(session, study, datetime.now(UTC), spoken="en", heard="en", chance=chance)
        send(held, "toestemming_bijzonder", heard="en", value="ja")
        return held.interview.id


def bare_route(home: Path) -> Callable[[], object]:
    """The comparison: a route that stores one row through the same kind of session."""
    app, database = Flask("bare"), Database(f"sqlite:///{home / 'bare.sqlite'}")
    with database.writing() as session:
        session.execute(text("CREATE TABLE answer (id INTEGER PRIMARY KEY, value TEXT)"))

    @app.post("/")
    def save() -> str:
        with database.writing() as session:
            given = {"value": request.form["value"]}
            session.execute(text("INSERT INTO answer (value) VALUES (:value)"), given)
        return "saved"

    client = app.test_client()
    return lambda: client.post("/", data={"value": "graag"})


def interviewer(app: Flask, interviews: list[uuid.UUID]) -> Callable[..., object]:
    """Sends one answer after another; with a script in the page or without."""
    client = app.test_client()
    form = {"username": "interviewer", "password": builders.PASSWORD}
    client.post("/login", data=form | {"csrf_token": token(client.get("/login").text)})
    crumb = token(client.get("/interviews/").text)
    screens = screens_of(interviews)

    def act(script: bool) -> None:
        address, fields = next(screens)
        headers = {"X-Doorvragen": "screen"} if script else {}
        answer = client.post(address, data=fields | {"csrf_token": crumb}, headers=headers)
        if not script:
            answer = client.get(answer.location)
        assert answer.status_code == 200, answer.text

    return act


def screens_of(interviews: list[uuid.UUID]) -> Iterator[tuple[str, dict[str, str]]]:
    """Screens that are sent: each changes its answer."""
    for turn in cycle(range(2)):
        for interview in interviews:
            for item, values in ANSWERS:
                fields = {item: values[turn], "heard": "en", "page.id": str(uuid.uuid4())}
                yield f"/interviews/{interview}/{item}", fields


def token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def at_once(settings: Settings, database: Database, interviews: list[uuid.UUID]) -> str:
    """Eight clients through a real server, each in an interview of its own."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(create_app(settings), host="127.0.0.1", port=0, threads=CLIENTS)
    threading.Thread(target=server.run, daemon=True).start()
    before = stored(database, interviews)
    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        sent = sum(pool.map(lambda one: one_client(server.effective_port, one), interviews))
    seconds = time.perf_counter() - begun
    new = stored(database, interviews) - before
    return (
        f"{CLIENTS} clients at once: {sent / seconds:.0f} answers/s; "
        f"{sent - len(new)} lost, {sum(new.values()) - len(new)} doubled of {sent}"
    )


def one_client(port: int, interview: uuid.UUID, times: int = 60) -> int:
    connection = HTTPConnection("127.0.0.1", port)
    cookie, crumb = signed_in(connection)
    screens = screens_of([interview])
    for _ in range(times):
        address, fields = next(screens)
        headers = {"Cookie": cookie, "X-Doorvragen": "screen"}
        answer, body = ask(connection, address, fields | {"csrf_token": crumb}, headers)
        assert answer == 200, body
    connection.close()
    return times


def signed_in(connection: HTTPConnection) -> tuple[str, str]:
    """A cookie and a token, as a browser gets them."""
    connection.request("GET", "/login")
    page = connection.getresponse()
    crumb, cookie = token(page.read().decode()), page.headers["Set-Cookie"].split(";")[0]
    form = {"username": "interviewer", "password": builders.PASSWORD, "csrf_token": crumb}
    connection.request("POST", "/login", urlencode(form), {"Cookie": cookie, "Content-Type": FORM})
    page = connection.getresponse()
    page.read()
    cookie = page.headers["Set-Cookie"].split(";")[0]
    connection.request("GET", "/interviews/", headers={"Cookie": cookie})
    page = connection.getresponse()
    crumb = token(page.read().decode())
    cookie = (page.headers["Set-Cookie"] or cookie).split(";")[0]
    return cookie, crumb


FORM = "application/x-www-form-urlencoded"


def ask(
    connection: HTTPConnection, address: str, fields: dict[str, str], headers: dict[str, str]
) -> tuple[int, str]:
    connection.request("POST", address, urlencode(fields), headers | {"Content-Type": FORM})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def stored(database: Database, interviews: list[uuid.UUID]) -> Counter[uuid.UUID]:
    """How often each event is there; and each document is the sum of its events."""
    found: Counter[uuid.UUID] = Counter()
    with database.reading() as session:
        for interview in interviews:
            history = saving.history(session, interview)
            document = session.get_one(Interview, interview).answers
            assert document == saving.replayed(history)
            found.update(event.id for event in history)
    return found


def main() -> None:
    """Print CPU and waiting time of each, as a ratio to the bare route of this same run."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        settings = replace(Settings.in_folder(home), testing=True)
        database, study = a_study(settings)
        interviews = [an_interview(database, study, number) for number in range(2 * CLIENTS)]
        act = interviewer(create_app(settings), interviews[:CLIENTS])
        bare, script, none = timed(
            bare_route(home), lambda: act(script=True), lambda: act(script=False)
        )
        print(TARGETS)
        print(bare.line("a bare route with one commit", bare))
        print(script.line("save, next screen (script)", bare))
        print(none.line("save, redirect, next screen (none)", bare))
        print(at_once(settings, database, interviews[CLIENTS:]))  # an answer that stands is none
        database.close()
