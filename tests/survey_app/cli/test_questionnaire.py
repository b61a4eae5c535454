import json

import pytest

from survey_app.settings import PROJECT

QUESTIONNAIRES = PROJECT / "questionnaires"


def test_the_enquete_gives_its_counts_and_routes(run):
    result = run("questionnaire", "check", QUESTIONNAIRES / "enquete57", "--json")
    assert result.exit_code == 0
    assert result.stdout.strip() == (
        '{"main_questions":57,"sub_items":19,"cards":24,'
        '"routes":{"nooit":46,"bezig":53,"gestopt":55,"afgerond":54},"problems":[]}'
    )


def test_the_file_itself_may_be_named(run):
    path = QUESTIONNAIRES / "examples/routes/questionnaire.yaml"
    report = json.loads(run("questionnaire", "check", path, "--json").stdout)
    assert report["routes"] == {"nooit": 3, "nu": 3, "vroeger": 4}


def test_a_whole_tree_is_checked_without_what_is_broken_on_purpose(run):
    result = run("questionnaire", "check", QUESTIONNAIRES, "--json")
    assert result.exit_code == 0
    reports = json.loads(result.stdout)
    assert len(reports) > 10
    assert all(report["problems"] == [] for report in reports.values())


def test_in_words_each_questionnaire_has_a_line(run):
    result = run("questionnaire", "check", QUESTIONNAIRES / "examples")
    assert result.exit_code == 0
    assert "card_task: 1 vragen, 0 vervolgvragen, 4 kaarten. Geen fouten." in result.stdout


def test_problems_are_printed_and_the_exit_code_is_one(run):
    broken = QUESTIONNAIRES / "examples/broken/two_faults"
    result = run("questionnaire", "check", broken)
    assert result.exit_code == 1
    assert "questionnaire.yaml, regel 10 (a): De lijst niets bestaat niet." in result.stdout
    assert len(result.stdout.splitlines()) == 2


def test_problems_as_json_say_where_what_and_how(run):
    broken = QUESTIONNAIRES / "examples/broken/unknown_key"
    result = run("questionnaire", "check", broken, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["problems"] == [
        {
            "file": "questionnaire.yaml",
            "line": 10,
            "question": "a",
            "fault": "De sleutel labl is onbekend.",
            "remedy": "Bedoelt u label?",
        }
    ]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 1000, b"a: &a [*a]", b"- 1\n- 2"])
def test_no_file_gives_a_traceback(run, tmp_path, content):
    (tmp_path / "questionnaire.yaml").write_bytes(content)
    result = run("questionnaire", "check", tmp_path, "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["main_questions"] == 0
    assert report["routes"] == {}
    assert len(report["problems"]) >= 1


def test_a_folder_without_questionnaires_is_refused(run, tmp_path):
    result = run("questionnaire", "check", tmp_path)
    assert result.exit_code == 2
    assert "staat geen vragenlijst" in result.stderr
