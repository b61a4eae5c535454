"""What was acknowledged is there once: the server killed, two tabs at once, the line cut.

The server is ``doorvragen serve`` in a process of its own, on SQLite and on PostgreSQL. Clients
send an answer again, under the same id, until it is acknowledged; then the store is compared with
what they were told. ``FAULTS_KILLS``, ``FAULTS_SAVES`` and ``FAULTS_CUTS`` set other numbers.

    python -m benchmarks faults
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from random import Random
from string import ascii_lowercase

from sqlalchemy import select

from benchmarks.saving import a_study, an_interview, ask, signed_in, stored
from survey_app.services import coupon_codes, saving
from survey_app.settings import PROJECT, Settings
from survey_app.storage.database import Database
from survey_app.storage.studies import PublishedQuestionnaire
from tests import postgresql

KILLS = int(os.environ.get("FAULTS_KILLS", "50"))
SAVES = int(os.environ.get("FAULTS_SAVES", "1000"))
CUTS = int(os.environ.get("FAULTS_CUTS", "200"))
ITEM = "buurt_open"  # words, so that each answer differs from the one before it
PATIENCE = 60  # seconds in which a server must stand
BATCH = 20  # answers that a device sends at once
AT_ONCE = struct.pack("ii", 1, 0)  # linger: a closed line is reset, and nothing more is sent


@dataclass
class Server:
    """``doorvragen serve``, which can be killed and started again on the same port."""

    settings: Settings
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environ = {
            **os.environ,
            "DOORVRAGEN_HOME": str(self.settings.home),
            "DATABASE_URL": self.settings.database_url,
        }
        command = [sys.executable, "-m", "survey_app", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=environ, cwd=PROJECT, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("the server does not stand")
            time.sleep(0.02)

    def kill(self) -> None:
        """As a power cut does it: it has no say in it."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


@dataclass
class Sent:
    """What one client was told, and how often it was cut short."""

    acknowledged: list[str] = field(default_factory=list)
    broken: int = 0


@dataclass(frozen=True)
class Result:
    """What the store holds of what was acknowledged."""

    acknowledged: int
    broken: int
    lost: int
    doubled: int

    def line(self, what: str) -> str:
        return (
            f"{what:24} {self.acknowledged:6} answers acknowledged, {self.broken:4} requests "
            f"broken off: {self.lost} lost, {self.doubled} doubled"
        )


@dataclass
class House:
    """A running server, its database, and interviews to send answers to."""

    server: Server
    database: Database
    interviews: list[uuid.UUID]

    def compared(self, sent: Iterable[Sent]) -> Result:
        """Each document is the sum of its events; each acknowledged answer is an event, once."""
        stored(self.database, self.interviews)
        with self.database.reading() as session:
            found = Counter(
                event.value
                for interview in self.interviews
                for event in saving.history(session, interview)
                if event.item == ITEM
            )
        told = [value for one in sent for value in one.acknowledged]
        return Result(
            acknowledged=len(told),
            broken=sum(one.broken for one in sent),
            lost=len(set(told) - set(found)),
            doubled=found.total() - len(found),
        )


@contextmanager
def house(settings: Settings, interviews: int = 2) -> Iterator[House]:
    """A study with interviews after both consents, and the server before it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Server(settings, free.getsockname()[1])
    database, study = a_study(settings)
    made = [an_interview(database, study, number) for number in range(interviews)]
    server.start()
    try:
        yield House(server, database, made)
    finally:
        server.kill()
        database.close()


def kills(at: House, number: int, chance: Random) -> Result:
    """Kill the server under load, so many times; nobody stops sending meanwhile."""
    over = threading.Event()
    tabs = [
        Tab(at.server.port, one, f"{side} of {name}")
        for one, name in zip(at.interviews, ascii_lowercase, strict=False)
        for side in ("left", "right")
    ]
    with ThreadPoolExecutor(len(tabs)) as pool:
        sending = [pool.submit(one.send, count(), over) for one in tabs]
        try:
            for _ in range(number):
                _wait_for(tabs, chance.randrange(4, 30))
                time.sleep(chance.uniform(0, 0.05))
                at.server.kill()
                at.server.start()
            _wait_for(tabs, 4)
        finally:
            over.set()
        return at.compared([one.result() for one in sending])


def _wait_for(tabs: list[Tab], more: int) -> None:
    """Until so many answers more were acknowledged: a kill must fall among them."""
    enough = sum(one.acknowledged for one in tabs) + more
    until = time.monotonic() + PATIENCE
    while sum(one.acknowledged for one in tabs) < enough and time.monotonic() < until:
        time.sleep(0.005)


def two_tabs(at: House, number: int) -> Result:
    """Two tabs of one interview save at once, to the same question."""
    tabs = [Tab(at.server.port, at.interviews[0], name) for name in ("one", "two")]
    with ThreadPoolExecutor(2) as pool:
        sending = [pool.submit(one.send, range(number // 2), threading.Event()) for one in tabs]
        return at.compared([one.result() for one in sending])


class Tab:
    """A page with one question, that goes on sending."""

    def __init__(self, port: int, interview: uuid.UUID, name: str) -> None:
        self._port, self._interview, self._name = port, interview, name
        self._line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._cookie, self._crumb = signed_in(self._line)
        self._revision = ""
        self._sent = Sent()

    @property
    def acknowledged(self) -> int:
        """How many answers were."""
        return len(self._sent.acknowledged)

    def send(self, numbers: Iterable[int], over: threading.Event) -> Sent:
        """One answer after another, each until it is acknowledged."""
        for number in numbers:
            if over.is_set():
                break
            value = f"{self._name} {number}"
            self._until_acknowledged(
                {
                    ITEM: value,
                    "heard": "en",
                    "page.id": str(uuid.uuid4()),
                    "page.revision": self._revision,
                    "csrf_token": self._crumb,
                }
            )
            self._sent.acknowledged.append(value)
        self._line.close()
        return self._sent

    def _until_acknowledged(self, fields: dict[str, str]) -> None:
        headers = {"Cookie": self._cookie, "X-Doorvragen": "screen"}
        while True:
            try:
                address = f"/interviews/{self._interview}/{ITEM}"
                status, page = ask(self._line, address, fields, headers)
                break
            except (OSError, HTTPException) as error:
                self._sent.broken += not isinstance(error, ConnectionRefusedError)
                self._line.close()
                self._line = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
                time.sleep(0.02)
        assert status == 200, page
        found = re.search(r'name="page.revision" value="(\d+)"', page)
        assert found, page
        self._revision = found[1]


def cuts(at: House, number: int, chance: Random) -> Result:
    """A device sends what it kept; the line is cut at any byte, to the server or back."""
    device = Device(at, chance)
    while device.sent.broken < number:
        device.send(device.batch(), cut_until=number)
    at.interviews.append(device.interview)
    return at.compared([device.sent])


class Device:
    """Something that held an interview without a network."""

    def __init__(self, at: House, chance: Random) -> None:
        self._port, self._chance = at.server.port, chance
        with closing(HTTPConnection("127.0.0.1", self._port)) as line:
            self._cookie, _ = signed_in(line)
            line.request("GET", "/interviews/sync", headers={"Cookie": self._cookie})
            self._crumb = json.loads(line.getresponse().read())["csrf"]
        with at.database.reading() as session:
            version = session.scalar(select(PublishedQuestionnaire.hash))
        self.interview = uuid.uuid4()
        self._opened = {
            "version": version,
            "area": "waterwijk-noord",
            "coupon": "",
            "seed": 57,
            "code": coupon_codes.new(chance),
            "at": _now(),
        }
        self._first = [_event("toestemming", "ja")]
        self._numbers = count()
        self.sent = Sent()

    def batch(self) -> list[dict[str, str]]:
        """Answers that were given since; the consent comes first."""
        texts = (f"device {next(self._numbers)}" for _ in range(BATCH))
        events, self._first = [*self._first, *(_event(ITEM, text) for text in texts)], []
        return events

    def send(self, events: list[dict[str, str]], cut_until: int) -> None:
        """Send until it is acknowledged."""
        batch = {"interview": str(self.interview), "opened": self._opened, "events": events}
        request = self._request(json.dumps({"clock": _now(), "batches": [batch]}).encode())
        while self.sent.broken < cut_until and self._chance.random() < 0.6:
            self._cut(request)
            self.sent.broken += 1
        with socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE) as line:
            line.sendall(request)
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        told = json.loads(answer.partition(b"\r\n\r\n")[2])["results"][str(self.interview)]
        assert told["received"], told
        assert not told["refused"], told
        self.sent.acknowledged += [one["value"] for one in events if one["item"] == ITEM]

    def _cut(self, request: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            if self._chance.random() < 0.5:
                line.sendall(request[: self._chance.randrange(1, len(request))])
            else:
                line.sendall(request)
                line.recv(self._chance.randrange(1, 400))

    def _request(self, body: bytes) -> bytes:
        head = (
            f"POST /interviews/sync HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Cookie: {self._cookie}\r\nX-CSRFToken: {self._crumb}\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def _event(item: str, value: str) -> dict[str, str]:
    return {
        "id": str(uuid.uuid4()),
        "item": item,
        "value": value,
        "status": "beantwoord",
        "language": "nl",
        "at": _now(),
    }


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _all_of_it(name: str, settings: Settings) -> None:
    with house(settings) as at:
        print(two_tabs(at, SAVES).line(f"{name}: two tabs, {SAVES}"), flush=True)
        print(cuts(at, CUTS, Random(200)).line(f"{name}: {CUTS} cuts"), flush=True)
        print(kills(at, KILLS, Random(50)).line(f"{name}: {KILLS} kills"), flush=True)


def main() -> None:
    """Print what was lost and what was doubled: nothing, or it raises its hand."""
    with tempfile.TemporaryDirectory() as home:
        _all_of_it("SQLite", Settings.in_folder(Path(home)))
    with (
        postgresql.running() as server,
        server.database() as url,
        tempfile.TemporaryDirectory() as home,
    ):
        _all_of_it("PostgreSQL", Settings.in_folder(Path(home), {"DATABASE_URL": url}))


if __name__ == "__main__":
    main()
