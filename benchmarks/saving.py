"""Saving one answer and getting the next screen, beside a bare Flask route with one commit.

On SQLite files in one folder, durable when acknowledged (``synchronous=FULL``). First both answer
through a real server, in a process of its own whose CPU is read; then in this process through
Flask's test client, which leaves out what a server costs both. Then eight clients save at once.

    python -m benchmarks saving
"""

from __future__ import annotations

import logging
import multiprocessing
import re
import statistics
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeVar
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

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

T = TypeVar("T")

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


Act = tuple[Callable[[], object], Callable[[], float]]
"""What is done, and the clock of the CPU that does it."""


def timed(*acts: Act, rounds: int = ROUNDS) -> list[Timing]:
    """How long each takes, once warm: by turns, so that a busy machine is as busy for all."""
    for act in acts:
        one_round(*act)
    told = [[one_round(*act) for act in acts] for _ in range(rounds)]
    return [
        Timing(statistics.median(one.cpu for one in mine), [w for one in mine for w in one.waits])
        for mine in zip(*told, strict=True)
    ]


def one_round(act: Callable[[], object], cpu: Callable[[], float], times: int = 25) -> Timing:
    waits, begun = [], cpu()
    for _ in range(times):
        start = time.perf_counter()
        act()
        waits.append(time.perf_counter() - start)
    return Timing((cpu() - begun) / times, waits)


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


def bare_app(home: Path) -> Flask:
    """The comparison: a route that stores one row through the same kind of session."""
    app, database = Flask("bare"), Database(f"sqlite:///{home / 'bare.sqlite'}")
    with database.writing() as session:
        table = "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, value TEXT)"
        session.execute(text(table))

    @app.post("/")
    def save() -> str:
        with database.writing() as session:
            given = {"value": request.form["value"]}
            session.execute(text("INSERT INTO answer (value) VALUES (:value)"), given)
        return "saved"

    return app


def in_this_process(settings: Settings, interviews: list[uuid.UUID]) -> list[Timing]:
    """The bare route, with a script and without, through the test client."""
    client, act = (
        bare_app(settings.home).test_client(),
        interviewer(create_app(settings), interviews),
    )
    acts = (
        lambda: client.post("/", data=BARE),
        lambda: act(script=True),
        lambda: act(script=False),
    )
    return timed(*((one, time.process_time) for one in acts))


def through_a_server(settings: Settings, interviews: list[uuid.UUID]) -> list[Timing]:
    """The bare route, and with a script, each served by a process of its own."""
    with (
        served(bare_app, settings.home) as (bare, bare_cpu),
        served(create_app, settings) as (ours, our_cpu),
    ):
        cookie, crumb = signed_in(ours)
        screens = Screens(interviews)
        return timed(
            (lambda: ask(bare, "/", BARE, {}), bare_cpu),
            (lambda: save(ours, screens, cookie, crumb), our_cpu),
        )


@contextmanager
def served(
    make: Callable[[T], Flask], what: T
) -> Iterator[tuple[HTTPConnection, Callable[[], float]]]:
    """A line to a server in a process of its own, and the CPU seconds that it took so far."""
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=serve, args=(make, what, its), daemon=True)
    process.start()
    line = HTTPConnection("127.0.0.1", ours.recv())

    def cpu() -> float:
        line.request("GET", CPU)
        return float(line.getresponse().read())

    yield line, cpu
    line.close()
    process.terminate()


def serve(make: Callable[[T], Flask], what: T, told: Connection) -> None:
    """In the other process: the same server as ``doorvragen serve`` has."""
    server = create_server(with_clock(make(what)), host="127.0.0.1", port=0)
    told.send(server.effective_port)
    server.run()


def with_clock(app: WSGIApplication) -> WSGIApplication:
    """The same, which also says how much CPU its process took."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != CPU:
            return app(environ, start)
        start("200 OK", [("Content-Type", "text/plain")])
        return [str(time.process_time()).encode()]

    return answer


def interviewer(app: Flask, interviews: list[uuid.UUID]) -> Callable[..., object]:
    """Sends one answer after another; with a script in the page or without."""
    client = app.test_client()
    form = {"username": "interviewer", "password": builders.PASSWORD}
    client.post("/login", data=form | {"csrf_token": found(TOKEN, client.get("/login").text)})
    crumb = found(TOKEN, client.get("/interviews/").text)
    screens = Screens(interviews)

    def act(script: bool) -> None:
        address, fields = screens.following()
        headers = {"X-Doorvragen": "screen"} if script else {}
        answer = client.post(address, data=fields | {"csrf_token": crumb}, headers=headers)
        if not script:
            answer = client.get(answer.location)
        assert answer.status_code == 200, answer.text
        screens.answered(address, answer.text)

    return act


class Screens:
    """Screens that are sent: each changes its answer, and knows as much as its page knew."""

    def __init__(self, interviews: list[uuid.UUID]) -> None:
        self._turns = cycle(
            (f"/interviews/{interview}/{item}", {item: values[turn], "heard": "en"})
            for turn in range(2)
            for interview in interviews
            for item, values in ANSWERS
        )
        self._revisions: dict[str, str] = {}

    def following(self) -> tuple[str, dict[str, str]]:
        """Where it is sent, and what."""
        address, fields = next(self._turns)
        revision = self._revisions.get(address.rpartition("/")[0], "")
        return address, fields | {"page.id": str(uuid.uuid4()), "page.revision": revision}

    def answered(self, address: str, page: str) -> None:
        """The next page of the interview knows what was saved."""
        self._revisions[address.rpartition("/")[0]] = found(REVISION, page)


TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
REVISION = re.compile(r'name="page.revision" value="([^"]*)"')


def found(pattern: re.Pattern[str], page: str) -> str:
    match = pattern.search(page)
    assert match, page
    return match[1]


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
    screens = Screens([interview])
    for _ in range(times):
        save(connection, screens, cookie, crumb)
    connection.close()
    return times


def save(connection: HTTPConnection, screens: Screens, cookie: str, crumb: str) -> None:
    address, fields = screens.following()
    headers = {"Cookie": cookie, "X-Doorvragen": "screen"}
    answer, body = ask(connection, address, fields | {"csrf_token": crumb}, headers)
    assert answer == 200, body


def signed_in(connection: HTTPConnection) -> tuple[str, str]:
    """A cookie and a token, as a browser gets them."""
    connection.request("GET", "/login")
    page = connection.getresponse()
    crumb, cookie = found(TOKEN, page.read().decode()), page.headers["Set-Cookie"].split(";")[0]
    form = {"username": "interviewer", "password": builders.PASSWORD, "csrf_token": crumb}
    connection.request("POST", "/login", urlencode(form), {"Cookie": cookie, "Content-Type": FORM})
    page = connection.getresponse()
    page.read()
    cookie = page.headers["Set-Cookie"].split(";")[0]
    connection.request("GET", "/interviews/", headers={"Cookie": cookie})
    page = connection.getresponse()
    crumb = found(TOKEN, page.read().decode())
    cookie = (page.headers["Set-Cookie"] or cookie).split(";")[0]
    return cookie, crumb


FORM = "application/x-www-form-urlencoded"
BARE = {"value": "graag"}
CPU = "/cpu-seconds"


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
        print(TARGETS)
        bare, script = through_a_server(settings, interviews[:CLIENTS])
        print(bare.line("server: a bare route with one commit", bare))
        print(script.line("server: save, next screen (script)", bare))
        bare, script, none = in_this_process(settings, interviews[:CLIENTS])
        print(bare.line("no server: the bare route", bare))
        print(script.line("no server: save, next screen (script)", bare))
        print(none.line("no server: save, redirect, next screen", bare))
        print(at_once(settings, database, interviews[CLIENTS:]))  # an answer that stands is none
        database.close()
