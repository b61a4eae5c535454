"""The browser's own XPath engine gives what lxml gives, on the same strings."""

import json
from datetime import date
from pathlib import Path
from random import Random

import pytest

from survey_app.questionnaire.evaluator import Evaluator
from survey_app.questionnaire.expressions import compile_truth
from survey_app.questionnaire.shuffle import card_order

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


def test_the_browser_agrees_on_every_condition_of_the_enquete(page, enquete57):
    """Over random answers, whatever sense they make together."""
    chance = Random(57)
    conditions = [c for c in enquete57.conditions if not reads_context(enquete57, c)]
    cases = [(c, random_answers(enquete57, c, chance)) for c in conditions for _ in range(40)]
    lines = [
        {"xpath": c.xpath, "answers": answers, "itself": None, "choice": {"bijz": "1"}}
        for c, answers in cases
    ]
    results = page.evaluate(EVALUATE, lines)
    for (condition, answers), result in zip(cases, results, strict=True):
        evaluator = Evaluator(date(2026, 5, 17))
        for name, value in answers.items():
            evaluator.set(name, value)
        assert evaluator.offers(condition, {"bijz": "1"}) is result, (condition.source, answers)
    assert len(cases) > 1000


def reads_context(questionnaire, condition):
    constraints = [item.constraint for item in questionnaire.items.values() if item.constraint]
    return condition in constraints


def random_answers(questionnaire, condition, chance):
    answers = {}
    for name in condition.references:
        item = questionnaire.items.get(name)
        codes = [choice.name for choice in questionnaire.choices(item)] if item else []
        answers[name] = chance.choice(["", *codes, *map(str, range(0, 12, 3))])
    return answers


def test_the_page_can_shuffle_cards_as_the_server_does(page):
    names = [f"kaart_{n}" for n in range(12)]
    seeds = [0, 1, 57, 2**31, 2**53 + 1, 2**63 - 1]
    orders = page.evaluate(SHUFFLE, [[str(seed) for seed in seeds], "motief_kaarten", names])
    assert [tuple(order) for order in orders] == [
        card_order(seed, "motief_kaarten", names) for seed in seeds
    ]


SHUFFLE = """
([seeds, question, cards]) => seeds.map(seed => {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${seed}:${question}`))
    state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  const bits = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const order = [...cards];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(bits() * (i + 1) / 2 ** 32);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
})
"""
