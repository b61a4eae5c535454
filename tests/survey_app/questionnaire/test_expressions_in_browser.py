"""The browser's own XPath engine gives what lxml gives, on the same strings."""

import json
from pathlib import Path

import pytest

from survey_app.questionnaire.expressions import compile_truth

pytestmark = pytest.mark.browser

LINES = json.loads(Path(__file__).with_name("expressions.json").read_text(encoding="utf-8"))

EVALUATE = """
lines => lines.map(({xpath, answers, itself, choice}) => {
  const tree = document.implementation.createDocument(null, "data");
  const node = (parent, name, text) => {
    const made = parent.appendChild(tree.createElement(name));
    made.textContent = text;
    return made;
  };
  for (const [name, text] of Object.entries(answers)) node(tree.documentElement, name, text);
  node(tree.documentElement, "_today", "2026-05-17");
  let context = tree.documentElement;
  if (itself !== null) context = node(tree.documentElement, "itself", itself);
  if (choice !== null) {
    context = node(tree.documentElement, "_choice", "");
    for (const [name, text] of Object.entries(choice)) node(context, name, text);
  }
  return tree.evaluate(xpath, context, null, XPathResult.BOOLEAN_TYPE).booleanValue;
})
"""


def compiled(line):
    choice = line.get("choice")
    condition = compile_truth(
        line["expression"], itself="self" in line, columns=choice or {}
    ).condition
    empty = dict.fromkeys(sorted(condition.references), "")
    return {
        "xpath": condition.xpath,
        "answers": empty | line["answers"],
        "itself": line.get("self"),
        "choice": choice,
    }


def test_the_browser_agrees_on_every_line_of_the_table(page):
    results = page.evaluate(EVALUATE, [compiled(line) for line in LINES])
    differing = [
        (line["expression"], line["answers"])
        for line, result in zip(LINES, results, strict=True)
        if result is not line["result"]
    ]
    assert differing == []
