"""What somebody at a terminal meets, from an empty machine onwards."""

import os
import socket
import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import select

from survey_app.cli import COMMANDS
from survey_app.cli.serve import listening, refuse_strangers
from survey_app.errors import NotAllowed, Unavailable
from survey_app.settings import PROJECT
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Account, Study
from tests import builders
from tests.survey_app.cli.conftest import A_STUDY


@pytest.fixture
def store(outside):
    """The database that the commands work on."""
    database = Database(outside.settings.database_url)
    yield database
    database.close()


def test_a_study_can_be_made_on_an_empty_machine(run):
    made = run(*A_STUDY)
    assert (made.exit_code, "waterwijk-2026" in made.output) == (0, True)
    assert run("study", "list").output == "waterwijk-2026\tWaterwijk 2026\tWaterstad\n"


def test_what_cannot_be_is_one_line_and_exit_code_2(with_study):
    again = with_study(*A_STUDY)
    assert (again.exit_code, again.stdout) == (2, "")
    assert again.stderr == (
        "doorvragen: Er is al een studie met de naam ‘waterwijk-2026’. Kies een andere naam.\n"
    )


@pytest.mark.parametrize(
    "command", [["study", "list"], ["serve"], ["account", "list", "x"], ["withdraw", "x"]]
)
def test_without_a_database_each_command_says_what_to_do(run, command):
    result = run(*command)
    assert (result.exit_code, "study create" in result.stderr) == (2, True)


def test_a_database_of_another_version_says_how_to_bring_it_up(with_study, store):
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    result = with_study("study", "list")
    assert (result.exit_code, "doorvragen upgrade" in result.stderr) == (2, True)


def test_accounts_are_made_and_listed(with_study, store):
    made = with_study(
        "account", "create", "waterwijk-2026", "ali", "--role", "interviewer",
        "--first-name", "Ali", "--learned-dutch", "--password", builders.PASSWORD,
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    assert with_study("account", "list", "waterwijk-2026").output == "ali\tinterviewer\tAli\n"
    with store.reading() as session:
        assert session.scalars(select(Account)).one().learned_dutch


def test_an_account_in_a_study_that_is_not_there(with_study):
    result = with_study(
        "account", "create", "nergens", "ali", "--role", "interviewer",
        "--first-name", "Ali", "--password", builders.PASSWORD,
    )  # fmt: skip
    assert (result.exit_code, "‘nergens’" in result.stderr) == (2, True)


def test_a_questionnaire_is_published(with_study):
    enquete = PROJECT / "questionnaires" / "enquete57"
    first = with_study("questionnaire", "publish", "waterwijk-2026", enquete)
    assert (first.exit_code, "is gepubliceerd" in first.output) == (0, True)
    assert with_study("questionnaire", "publish", "waterwijk-2026", enquete).exit_code == 0


def test_a_broken_questionnaire_is_not_published(with_study, tmp_path):
    (tmp_path / "questionnaire.yaml").write_text("name: [")
    result = with_study("questionnaire", "publish", "waterwijk-2026", tmp_path)
    assert (result.exit_code, "heeft fouten" in result.stderr) == (2, True)


def test_a_copy_is_made_and_put_back(with_study, store, outside, tmp_path, run):
    assert with_study("backup", tmp_path / "copy").exit_code == 0
    assert with_study("restore", tmp_path / "copy").exit_code == 2  # the database is not empty
    outside.__dict__.pop("settings")
    outside.environ = {**outside.environ, "DOORVRAGEN_HOME": str(tmp_path / "elsewhere")}
    assert run("restore", tmp_path / "copy").exit_code == 0
    assert "waterwijk-2026" in run("study", "list").output


def test_answers_are_removed_from_the_command_line(with_study, store, clock):
    with store.writing() as session:
        interview = builders.an_interview(session, session.scalars(select(Study)).one(), clock())
    result = with_study("withdraw", interview.consent.withdrawal_code)
    assert (result.exit_code, "weggehaald" in result.output) == (0, True)
    with store.reading() as session:
        assert session.get(Interview, interview.id) is None
    assert with_study("withdraw", interview.consent.withdrawal_code).exit_code == 2


@pytest.fixture
def published(with_study):
    enquete = PROJECT / "questionnaires" / "enquete57"
    assert with_study("questionnaire", "publish", "waterwijk-2026", enquete).exit_code == 0
    return with_study


def test_answers_are_exported_into_an_empty_folder_only(published, tmp_path):
    done = published("export", "waterwijk-2026", tmp_path / "out")
    assert (done.exit_code, "0 gesprekken" in done.output) == (0, True)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "answers.csv",
        "codebook.csv",
        "codebook.json",
    }
    again = published("export", "waterwijk-2026", tmp_path / "out")
    assert (again.exit_code, "niet leeg" in again.stderr) == (2, True)


def test_an_export_in_a_language_that_is_not_there_names_those_that_are(published, tmp_path):
    result = published("export", "waterwijk-2026", tmp_path / "out", "--language", "xx")
    assert (result.exit_code, "nl, ar, en" in result.stderr) == (2, True)


def test_a_study_without_a_questionnaire_has_nothing_to_export(with_study, tmp_path):
    result = with_study("export", "waterwijk-2026", tmp_path / "out")
    assert (result.exit_code, "geen vragenlijst" in result.stderr) == (2, True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])  # noqa: S104
def test_made_up_data_are_served_to_this_machine_only(database, clock, host):
    with database.writing() as session:
        builders.a_study(session, clock(), fictitious=True)
    for own in ("127.0.0.1", "::1", "localhost", "127.1.2.3"):
        refuse_strangers(database, own)
    with pytest.raises(NotAllowed, match="fictieve"):
        refuse_strangers(database, host)


def test_real_data_may_be_served_elsewhere(database, study):
    refuse_strangers(database, "0.0.0.0")  # noqa: S104


def test_an_address_that_is_not_of_this_machine_is_not_called_taken():
    with pytest.raises(Unavailable, match=r"^Op 192\.0\.2\.1, poort 8000, kan niet"):
        listening(lambda *_: [], "192.0.2.1", 8000)


def test_a_port_that_is_taken_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Unavailable, match="niet vrij"):
            listening(lambda *_: [], "127.0.0.1", port)


def test_messages_are_english_in_another_terminal(outside):
    assert outside.language == "nl"
    assert replace(outside, environ={"LANG": "de_DE.UTF-8"}).language == "en"
    assert replace(outside, environ={"LANG": "C", "DOORVRAGEN_LANGUAGE": "nl"}).language == "nl"


def test_the_command_line_starts_without_the_heavy_libraries():
    heavy = ("sklearn", "pandas", "scipy", "numpy", "plotly", "pyarrow", "waitress")
    code = f"import sys, survey_app.__main__; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    assert run.stdout == "[]\n"


@pytest.mark.slow
def test_every_command_of_the_table_is_there(run):
    for name in COMMANDS:
        assert run(name, "--help").exit_code == 0, name


@pytest.mark.slow
def test_the_server_answers_and_a_second_one_on_its_port_says_so(with_study, outside):
    environ = {**os.environ, **outside.environ}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "survey_app", "serve", "--port", port]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert port in server.stdout.readline()
            second = subprocess.run(command, env=environ, capture_output=True, text=True)
            assert (second.returncode, second.stderr.count("\n")) == (2, 1)
        finally:
            server.terminate()


def test_a_home_that_cannot_be_is_one_line(run, outside, tmp_path):
    (tmp_path / "file").touch()
    outside.environ["DOORVRAGEN_HOME"] = str(tmp_path / "file")
    result = run("study", "list")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "DOORVRAGEN_HOME" in result.stderr


def test_a_copy_is_not_put_back_over_a_file_that_is_no_database(with_study, outside, tmp_path):
    assert with_study("backup", str(tmp_path / "copy")).exit_code == 0
    (outside.settings.home / "doorvragen.sqlite").write_bytes(b"no database " * 1000)
    result = with_study("restore", str(tmp_path / "copy"))
    assert (result.exit_code, "is geen database" in result.stderr) == (2, True)


def test_a_questionnaire_that_is_not_translated_is_not_published(with_study):
    broken = PROJECT / "questionnaires" / "examples" / "broken" / "not_translated"
    result = with_study("questionnaire", "publish", "waterwijk-2026", str(broken))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "niet vertaald in en" in result.stderr
