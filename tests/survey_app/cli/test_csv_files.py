"""Files as spreadsheets write them, and files that are no table, at each command that reads."""

import json

import pytest
from click.testing import CliRunner

from survey_app.cli import doorvragen
from tests.recruitment_cases import DATA

COMMANDS = (
    ("rds", "--id", "id", "--recruiter", "recruiter", "--degree", "degree", "--outcome", "course"),
    ("segments", "--items", "*"),
    ("classes", "--items", "course,district", "--k", "2", "--starts", "3"),
    ("themes", "--items", "*"),
)
RDS, _, CLASSES, _ = COMMANDS
PLAIN = (DATA / "small60.csv").read_text(encoding="utf-8")


def run(path, command):
    return CliRunner().invoke(doorvragen, [command[0], str(path), *command[1:], "--json"])


def told(path, command):
    result = run(path, command)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return json.loads(result.stdout, parse_constant=lambda name: pytest.fail(name))


def refusal(path, command):
    result = run(path, command)
    assert result.exit_code == 2, result.exception
    assert result.stdout == ""
    (line,) = result.stderr.strip().split("\n")
    return line


def quoted(text):
    return "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) for line in text.splitlines()
    )


@pytest.mark.parametrize(
    "content",
    [
        ("\ufeff" + PLAIN).encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        quoted(PLAIN).encode(),
        PLAIN.replace(",", " , ").encode(),
        PLAIN.replace("\n", ",,\n").encode(),
        PLAIN.replace("\n", "\n\n").encode(),
        PLAIN.rstrip("\n").encode(),
        PLAIN.replace("hours", '"hours, a\nweek"', 1).encode(),
    ],
    ids=[
        "byte order mark",
        "semicolons",
        "tabs",
        "windows",
        "old macintosh",
        "quoted",
        "spaces",
        "columns without a name",
        "empty lines",
        "no last line break",
        "a name over two lines",
    ],
)
@pytest.mark.parametrize("command", [RDS, CLASSES], ids=["rds", "classes"])
def test_however_a_spreadsheet_writes_them_the_figures_are_the_same(tmp_path, content, command):
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    assert told(path, command) == told(DATA / "small60.csv", command)


@pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])
@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "no header"),
        (b"\n\n", "no header"),
        (b"id,recruiter,degree,course,district\n", "no rows"),
        (bytes(range(256)) * 9, "UTF-8"),
        (b"\x00" * 900, "not text"),
        (PLAIN.replace("yes", "déjà").encode("latin-1"), "UTF-8"),
        (PLAIN.encode("utf-16"), "UTF-8"),
        (b"id,id,m1\n1,2,3\n", "more than one column named id"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path, command, content, named):
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    assert named in refusal(path, command)


@pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])
def test_a_folder_or_a_file_that_is_not_there_is_refused(tmp_path, command):
    assert "cannot read" in refusal(tmp_path, command)
    assert "cannot read" in refusal(tmp_path / "nowhere.csv", command)


def test_commas_within_names_are_not_between_them(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text('"how, often";"when, then";b\n1;2;2\n2;1;1\n2;2;1\n', encoding="utf-8")
    found = told(path, ("classes", "--items", "*", "--k", "1"))
    assert list(found["models"][0]["probabilities"]) == ["how, often", "when, then", "b"]


def test_an_open_quotation_mark_does_not_swallow_the_rows_below_it(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(PLAIN.replace("yes", '"yes', 1), encoding="utf-8")
    line = PLAIN[: PLAIN.index("yes")].count("\n") + 1
    assert f"line {line} " in refusal(path, RDS)
    assert "not closed" in refusal(path, RDS)


def test_quotation_marks_inside_answers_are_answers(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text('id,recruiter,degree,course\n1,,3,5" or so\n2,1,3,"say ""no"""\n')
    assert set(told(path, RDS)["estimates"]) == {'5" or so', 'say "no"'}


@pytest.mark.parametrize(("row", "cells"), [("2,1,3", 3), ("2,1,3,ja, zeker", 5)])
def test_a_line_with_too_few_or_too_many_cells_is_refused_with_what_would_be_right(
    tmp_path, row, cells
):
    path = tmp_path / "people.csv"
    path.write_text(f'id,recruiter,degree,course\n1,,3,"yes,\nsure"\n\n{row}\n')
    said = refusal(path, RDS)
    assert f"line 5 of {path} has {cells} cells and the header 4" in said
    assert "quotation marks around a text with" in said


def test_another_encoding_far_down_the_file_is_named_as_such(tmp_path):
    path = tmp_path / "people.csv"
    rows = "".join(f"{n},,3,yes\n" for n in range(100_000))
    path.write_bytes(f"id,recruiter,degree,course\n{rows}z,,3,déjà\n".encode("latin-1"))
    assert "is not UTF-8 text; save it as CSV in UTF-8" in refusal(path, RDS)


@pytest.mark.parametrize(
    ("row", "options"),
    [
        ("b,,many,,,1", ()),
        (",,3,,,1", ()),
        ("b,,3,12/31/2026,,1", ("--interviewed", "day")),
        ("b,,3,,perhaps,1", ("--by-stranger", "stranger")),
        ("b,,3,,,yes", ("--numeric",)),
    ],
    ids=["network size", "id", "date", "stranger", "number"],
)
def test_the_line_that_is_named_is_the_line_of_the_file(tmp_path, row, options):
    path = tmp_path / "people.csv"
    head = "id,recruiter,degree,day,stranger,course"
    path.write_text(f'{head}\n\na,,3,,,"1\n"\n\n{row}\n')
    assert "line 6" in refusal(path, (*RDS, *options))


def test_a_star_takes_no_column_without_a_name(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("a,b,\n1,2,9\n2,1,8\n1,1,7\n2,2,6\n")
    found = told(path, ("classes", "--items", "*", "--k", "1"))
    assert set(found["models"][0]["probabilities"]) == {"a", "b"}
