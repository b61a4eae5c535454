"""What every test may ask for: a database, an application, a study, a clock, a browser."""

from __future__ import annotations

import logging
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as law_settings
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from survey_app.questionnaire import load
from survey_app.questionnaire.model import Questionnaire
from survey_app.services import language_approval, publishing
from survey_app.settings import PROJECT, Settings
from survey_app.storage import migrate
from survey_app.storage.database import Database
from survey_app.storage.studies import Study
from tests import browsers, builders, postgresql
from tests.clock import Clock

# a loaded machine is no reason to fail: how long things take is measured in benchmarks/
law_settings.register_profile("doorvragen", deadline=None)
law_settings.load_profile("doorvragen")
expect.set_options(timeout=20_000)

CONTACT_KEY = Fernet.generate_key().decode()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_databases: runs on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``both_databases`` runs a test twice; ``postgresql`` alone runs it there only."""
    if "backend" not in metafunc.fixturenames:
        return
    backends = ["sqlite"]
    if metafunc.definition.get_closest_marker("both_databases"):
        backends = ["sqlite", "postgresql"]
    elif metafunc.definition.get_closest_marker("postgresql"):
        backends = ["postgresql"]
    marks = {"sqlite": [], "postgresql": [pytest.mark.postgresql]}
    metafunc.parametrize("backend", [pytest.param(b, marks=marks[b]) for b in backends])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a browser is tried once more when it fails; the run says which (``R``)."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


# Databases


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.PostgreSQL]:
    with postgresql.running() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "doorvragen.sqlite"
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    database.close()
    return path


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with our tables."""
    if backend == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        with server.database() as url:
            yield url
    else:
        path = tmp_path / "doorvragen.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        home=tmp_path,
        database_url=database_url,
        secret_key=secrets.token_urlsafe(16),
        contact_key=CONTACT_KEY,
        testing=True,
    )


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    yield database
    database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


# Studies


@pytest.fixture
def study(database: Database, settings: Settings, clock: Clock) -> Study:
    """A tiny study with one account of each role; the password is ``builders.PASSWORD``."""
    with database.writing() as session:
        return builders.a_study_with_people(session, settings, clock())


@pytest.fixture(scope="session")
def enquete57() -> Questionnaire:
    return load.load(PROJECT / "questionnaires" / "enquete57").checked()


@pytest.fixture
def enquete_study(
    study: Study, database: Database, enquete57: Questionnaire, clock: Clock
) -> Study:
    """The tiny study, with enquête 57 published, and its languages approved."""
    with database.writing() as session:
        publishing.publish(session, study, enquete57, clock())
        for language in ("en", "ar"):
            language_approval.approve(session, study, language, builders.SPEAKER, clock())
    return study


# The web


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(
    settings: Settings, clock: Clock, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Flask]:
    from survey_app.app import create_app

    app = create_app(settings, clock)
    app.jinja_env.bytecode_cache = compiled_templates
    yield app
    app.extensions["doorvragen"].database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in() -> Callable[[FlaskClient, str], None]:
    """Sign in as a real visitor does: fetch the form, send its token back."""

    def sign_in(client: FlaskClient, username: str) -> None:
        form = {"username": username, "password": builders.PASSWORD}
        answer = client.post("/login", data={**form, "csrf_token": csrf_token(client, "/login")})
        assert answer.status_code == 303, answer.text

    return sign_in


def csrf_token(client: FlaskClient, address: str) -> str:
    """The token in the first form of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)
    assert found, f"no form with a token on {address}"
    return found[1]


# The browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = browsers.chromium()
    if executable is None:
        (pytest.fail if browsers.required() else pytest.skip)(browsers.NO_CHROMIUM)
    with browsers.running(executable) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a fresh context, so that no cookie comes from another test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="nl-NL")
    yield context.new_page()
    context.close()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The application behind a real socket; gives its address."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # a failure shows the page, not hits
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


# With DOORVRAGEN_REQUIRE_BROWSER=1 a skipped browser test fails the run.

skipped_browser_tests: list[str] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.skipped and item.get_closest_marker("browser"):
        skipped_browser_tests.append(item.nodeid)
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    if browsers.required() and skipped_browser_tests:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if browsers.required() and skipped_browser_tests:
        terminalreporter.section("browser tests were required, and skipped")
        terminalreporter.write_line("\n".join(skipped_browser_tests))
