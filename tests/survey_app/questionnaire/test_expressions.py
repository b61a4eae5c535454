import contextlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.questionnaire.evaluator import Evaluator
from survey_app.questionnaire.expressions import compile_text, compile_truth
from survey_app.questionnaire.grammar import FUNCTIONS, MAX_DEPTH, ExpressionError
from tests.survey_app.questionnaire.strategies import SOURCES, anything

TODAY = date(2026, 5, 17)
LINES = json.loads(Path(__file__).with_name("expressions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['expression']} {line['answers']}")
def test_a_line_of_the_table_gives_its_result(line):
    """The same table is run by the page in a browser: see tests/journeys."""
    columns = line.get("choice", {})
    compiled = compile_truth(line["expression"], itself="self" in line, columns=columns)
    evaluator = Evaluator(TODAY)
    for name, value in line["answers"].items():
        evaluator.set(name, value)
    if columns:
        result = evaluator.offers(compiled.condition, columns)
    elif "self" in line:
        result = evaluator.accepts(compiled.condition, "itself", line["self"])
    else:
        result = evaluator.true(compiled.condition)
    assert result is line["result"]


def test_the_table_has_every_function():
    text = " ".join(line["expression"] for line in LINES)
    assert [name for name in FUNCTIONS if f"{name}(" not in text] == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("", "leeg"),
        ("   ", "leeg"),
        ("(${a} = 'x'", "haakje ) te weinig"),
        ("${a} = 'x')", "haakje ) te veel"),
        ("selected(${a}, 'x'", "haakje ) te weinig"),
        ("${a} = 'x", "aanhalingsteken te weinig"),
        ("${a = 'x'", "Na $ komt {"),
        ("${a} == 'x'", "een waarde"),
        ("${a} && ${b}", "Het teken &"),
        ("${a} ${b}", "een = , and of or"),
        ("${a} = 'x' and", "een waarde"),
        ("not(${a}, ${b})", "1 waarden"),
        ("if(${a}, 'x')", "3 waarden"),
        ("selectd(${a}, 'x')", "bestaat niet"),
        ("regex(${a}, '^a+$')", "regex"),
        ("pulldata('f', 'a')", "bestaat niet"),
        ("a = 'x'", "niet bekend"),
        (". > 3", "Een punt"),
        ("/data/a = 'x'", "Het teken /"),
        ("${a} | ${b}", "Het teken |"),
        ("1 < 2 < 3", "alleen getallen"),
        ("today() > '2020-01-01'", "datum"),
        ("format-date(today(), '%B') = 'mei'", "%Y, %m en %d"),
        ("format-date(today(), ${a}) = 'mei'", "%Y, %m en %d"),
        ("(" * (MAX_DEPTH + 1) + "1" + ")" * (MAX_DEPTH + 1), "te veel haakjes"),
        ("coalesce(" * 24 + "${a}" + ", 'x')" * 24, "te groot"),
        ("1 " * 5000, "te lang"),
    ],
)
def test_what_cannot_be_compiled_is_refused_with_a_remedy(source, fault):
    with pytest.raises(ExpressionError) as caught:
        compile_truth(source)
    assert fault in str(caught.value)
    assert caught.value.remedy


def test_a_close_name_of_a_function_is_suggested():
    with pytest.raises(ExpressionError) as caught:
        compile_truth("count_selected(${a}) > 1")
    assert "count-selected" in caught.value.remedy


def test_only_the_core_library_of_xpath_is_used():
    core = {
        *("boolean", "not", "true", "false", "string", "concat", "contains", "starts-with"),
        *("substring", "substring-before", "substring-after", "string-length"),
        *("normalize-space", "translate", "number", "round", "floor", "ceiling"),
    }
    for line in LINES:
        columns = line.get("choice", {})
        xpath = compile_truth(line["expression"], itself=True, columns=columns).condition.xpath
        called = set(re.findall(r"([a-z-]+)\(", re.sub(r"'[^']*'", "''", xpath)))
        assert called <= core


def test_references_and_literals_are_known():
    compiled = compile_truth("selected(${a}, 'x') and 'y' = ${b} and ${c} = ${d}")
    assert compiled.condition.references == {"a", "b", "c", "d"}
    assert {(m.item, m.literal) for m in compiled.mentions} == {("a", "x"), ("b", "y")}


def test_a_derived_variable_gives_text():
    condition = compile_text("if(${a} = 'x', 'ja', 'nee')").condition
    evaluator = Evaluator(TODAY)
    evaluator.set("a", "x")
    assert evaluator.text(condition) == "ja"
    assert Evaluator(TODAY).text(condition) == "nee"


def test_a_number_reads_as_xpath_writes_it():
    assert Evaluator(TODAY).text(compile_text("1 + 2").condition) == "3"


@given(st.sampled_from(SOURCES), st.dictionaries(st.sampled_from("abmn"), anything))
def test_a_condition_never_raises_whatever_the_answers(source, answers):
    evaluator = Evaluator(TODAY)
    for name, value in answers.items():
        evaluator.set(name, value)
    assert evaluator.true(compile_truth(source).condition) in (True, False)


@given(st.sampled_from(SOURCES), st.dictionaries(st.sampled_from("abmn"), anything))
def test_not_not_a_condition_is_the_condition(source, answers):
    plain, double = Evaluator(TODAY), Evaluator(TODAY)
    for name, value in answers.items():
        plain.set(name, value)
        double.set(name, value)
    twice = compile_truth(f"not(not({source}))").condition
    assert double.true(twice) is plain.true(compile_truth(source).condition)


@given(st.text(alphabet="${}ab=()'\"<>!andor.-,1 selctif", max_size=40))
def test_any_text_compiles_or_is_refused(source):
    with contextlib.suppress(ExpressionError):
        condition = compile_truth(source, itself=True).condition
        assert Evaluator(TODAY).accepts(condition, "itself", "x") in (True, False)


@given(st.text(max_size=30))
def test_any_text_at_all_is_no_crash(source):
    with contextlib.suppress(ExpressionError):
        compile_truth(source)
