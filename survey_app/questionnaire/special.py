"""Special categories (GDPR article 9): what must go when the second consent is not given.

The second consent hides whole items (by their condition) and single choices (by a choice filter).
When it becomes *nee*, both are erased from the answers and from their history.
"""

from __future__ import annotations

from datetime import date

from survey_app.questionnaire.answers import Answer, Status
from survey_app.questionnaire.evaluator import Evaluator
from survey_app.questionnaire.model import Item, Questionnaire

_ANY_DAY = date(2000, 1, 1)


def special_items(questionnaire: Questionnaire) -> frozenset[str]:
    """The names of the items that may only be asked with the second consent."""
    consent = questionnaire.consent
    if not consent or not consent.special:
        return frozenset()
    return frozenset(
        item.name
        for question in questionnaire
        for item in question.items
        for above in (item, question.item)
        if above.special_category
        or (above.relevant and consent.special in above.relevant.references)
    )


def special_codes(questionnaire: Questionnaire, item: Item) -> frozenset[str]:
    """The codes of an item that may only be chosen with the second consent."""
    consent = questionnaire.consent
    if not consent or not consent.special:
        return frozenset()
    cards = special_items(questionnaire)
    if item.list_name in questionnaire.by_name:
        return frozenset(c.name for c in questionnaire.choices(item) if c.name in cards)
    if not item.choice_filter or consent.special not in item.choice_filter.references:
        return frozenset()
    with_consent, without = Evaluator(_ANY_DAY), Evaluator(_ANY_DAY)
    with_consent.set(consent.special, consent.yes)
    columns = questionnaire.filter_columns
    return frozenset(
        choice.name
        for choice in questionnaire.choices(item)
        if with_consent.offers(item.choice_filter, choice.columns(columns))
        and not without.offers(item.choice_filter, choice.columns(columns))
    )


def without_special(questionnaire: Questionnaire, name: str, answer: Answer) -> Answer | None:
    """What may stay of an answer, present or past, once the second consent is withdrawn.

    Returns:
        None when it must be erased, history included; the answer with the codes for special
        categories taken out; or the same answer when nothing in it is special.
    """
    if name in special_items(questionnaire):
        return None
    item = questionnaire.items.get(name)
    hidden = special_codes(questionnaire, item) if item else frozenset()
    if order := _order_of(questionnaire, name):
        hidden = frozenset(order) & special_items(questionnaire)
    if not hidden.intersection(answer.codes):
        return answer
    left = " ".join(code for code in answer.codes if code not in hidden)
    status = answer.status if left else Status.GEEN_TOESTEMMING
    return Answer(left, status, answer.language)


def _order_of(questionnaire: Questionnaire, name: str) -> tuple[str, ...]:
    """The cards, when the item is the order of a card task."""
    question = questionnaire.question_of.get(name)
    if not question or not question.cards or question.cards.order.name != name:
        return ()
    return tuple(card.name for card in question.cards.cards)
