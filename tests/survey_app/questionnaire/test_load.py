import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey_app.errors import Invalid
from survey_app.questionnaire.load import FILE, load
from survey_app.questionnaire.schema import (
    CARDS,
    CHOICE,
    CONSENT,
    QUESTION,
    QUESTIONNAIRE,
    SECTION,
)

SMALL = """\
name: klein
version: "1"
title: Klein
sections:
  - name: s_a
    label: Begin
    questions:
      - {name: a, number: V1, type: select_one ja_nee, label: Hoe?}
lists:
  ja_nee: [{name: ja, label: Ja}, {name: nee, label: Nee}]
"""


def loaded(folder, text, **files):
    (folder / FILE).write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    return load(folder)


def faults(folder, text, **files):
    return [problem.fault for problem in loaded(folder, text, **files).problems]


def test_a_small_questionnaire_is_read(tmp_path):
    questionnaire = loaded(tmp_path, SMALL).checked()
    assert questionnaire.main_questions[0].number == "V1"
    assert [choice.name for choice in questionnaire.choices(questionnaire.items["a"])] == [
        "ja",
        "nee",
    ]


def test_scalars_are_what_the_author_sees(tmp_path):
    text = SMALL.replace("name: ja, label: Ja", "name: yes, label: on").replace(
        "name: nee", "name: 010"
    )
    questionnaire = loaded(tmp_path, text).checked()
    choices = questionnaire.lists["ja_nee"].choices
    assert [(choice.name, choice.label) for choice in choices] == [("yes", "on"), ("010", "Nee")]


def test_the_file_itself_may_be_named(tmp_path):
    loaded(tmp_path, SMALL)
    assert load(tmp_path / FILE).problems == ()


def test_a_questionnaire_with_problems_is_refused_with_the_first(tmp_path):
    with pytest.raises(Invalid, match="heeft fouten: 2"):
        loaded(tmp_path, SMALL.replace("label: Hoe?", "lable: Hoe?")).checked()


def test_a_folder_without_a_questionnaire_is_a_problem(tmp_path):
    assert load(tmp_path).problems[0].fault == "Het bestand questionnaire.yaml is niet te lezen."


def test_a_file_that_is_no_utf8_is_a_problem(tmp_path):
    (tmp_path / FILE).write_bytes(SMALL.replace("Klein", "Één").encode("latin-1"))
    assert load(tmp_path).problems[0].remedy == "Bewaar het als UTF-8."


def test_all_problems_are_collected(tmp_path):
    text = SMALL.replace("label: Hoe?", "lable: Hoe?").replace("V1", "V1, core: ja, at_most: 2")
    assert len(faults(tmp_path, text)) == 4


def test_a_tower_of_brackets_is_a_problem(tmp_path):
    assert faults(tmp_path, "[" * 5000) == ["Er zit te veel in elkaar."]


def test_a_bomb_of_aliases_is_a_problem(tmp_path):
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert faults(tmp_path, bomb) == ["Verwijzingen met & en * mogen niet."]


def test_a_tag_is_a_problem(tmp_path):
    assert "mag niet" in faults(tmp_path, "!!python/object/apply:os.system [ls]")[0]


def test_a_second_document_is_a_problem(tmp_path):
    assert faults(tmp_path, f"{SMALL}---\n{SMALL}") == ["Er staat meer dan één document."]


def test_a_file_name_with_a_null_is_a_problem(tmp_path):
    text = 'name: a\nversion: "1"\ntitle: A\nsections: ["a\\0b"]\n'
    assert len(faults(tmp_path, text)) == 1


def test_the_default_top_comes_from_all_piles_but_the_first(tmp_path):
    text = SMALL.replace(
        "      - {name: a, number: V1, type: select_one ja_nee, label: Hoe?}",
        "      - {name: a, type: pile_sort, label: Leg., cards: {piles: ja_nee,"
        " cards: [{name: k, label: K}], top: [t], order: volgorde}}",
    )
    assert loaded(tmp_path, text).checked().by_name["a"].cards.top_from == ("nee",)


def test_advice_is_kept_as_plain_data(tmp_path):
    text = SMALL + "advice: advies.yaml\n"
    advice = 'version: "1"\nrules: [{n: 3, share: 0.5, ok: true, none: null, text: nee}]\n'
    questionnaire = loaded(tmp_path, text, advies=advice).checked()
    assert questionnaire.advice == {
        "version": "1",
        "rules": [{"n": 3, "share": 0.5, "ok": True, "none": None, "text": "nee"}],
    }


KEYS = sorted({*QUESTIONNAIRE, *SECTION, *QUESTION, *CARDS, *CHOICE, *CONSENT})
WORDS = st.one_of(
    st.sampled_from(["a", "ja", "select_one ja_nee", "pile_sort", "range", "${a} = 'ja'", "true"]),
    st.sampled_from(["", "~", "-1", "999999999", "a b", "é", "{", "questionnaire.yaml", "../x"]),
    st.text(alphabet=string.printable, max_size=8),
)
TREES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), WORDS), inner, max_size=6),
    ),
    max_leaves=25,
)


def as_yaml(tree):
    """Flow style with double quotes, which is JSON where that will do."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{quoted(k)}: {as_yaml(v)}" for k, v in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(as_yaml, tree)) + "]"
    return quoted(tree)


def quoted(text):
    escaped = "".join(f"\\x{ord(c):02x}" if ord(c) < 32 or c in '"\\' else c for c in text)
    return f'"{escaped}"'


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(tree=st.dictionaries(st.sampled_from(sorted(QUESTIONNAIRE)), TREES, min_size=3))
def test_no_tree_of_known_keys_gives_a_traceback(tmp_path, tree):
    base = {"name": "a", "version": "1", "title": "A"}
    result = loaded(tmp_path, as_yaml(base | tree))
    assert result.problems or result.questionnaire


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    at=st.integers(0, len(SMALL)),
    length=st.integers(0, 12),
    put=st.text(alphabet="{}[]:,-#&*!|>'\"% \n\tax€", max_size=6),
)
def test_no_typing_slip_gives_a_traceback(tmp_path, at, length, put):
    result = loaded(tmp_path, SMALL[:at] + put + SMALL[at + length :])
    assert result.problems or result.questionnaire


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60))
def test_no_bytes_give_a_traceback(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert load(tmp_path).problems


SECTION_FILES = Path(__file__).parents[3] / "questionnaires/enquete57"


@pytest.mark.slow
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(data=st.data())
def test_no_lost_line_of_the_enquete_gives_a_traceback(tmp_path, data):
    for file in SECTION_FILES.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    name = data.draw(st.sampled_from(sorted(file.name for file in SECTION_FILES.glob("*.yaml"))))
    lines = (SECTION_FILES / name).read_text(encoding="utf-8").splitlines(keepends=True)
    gone = data.draw(st.integers(0, len(lines) - 1))
    (tmp_path / name).write_text("".join(lines[:gone] + lines[gone + 1 :]), encoding="utf-8")
    result = load(tmp_path)
    assert result.problems or result.questionnaire
