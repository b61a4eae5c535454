"""One screen that was sent: what it says of all its items together, and what is wrong with it."""

from __future__ import annotations

from survey_app.question_types.base import STATUS, Form, Parsed, status_field
from survey_app.question_types.registry import QUESTION_TYPES
from survey_app.questionnaire.answers import Status
from survey_app.questionnaire.checks import Complaint, hard_checks, soft_checks
from survey_app.questionnaire.model import Item, Question
from survey_app.questionnaire.routing import Route, route


def read_screen(before: Route, question: Question, form: Form) -> Parsed:
    """Read and check the form of a question.

    Items that are not asked, given the new answers, are left out; an item that was not in the form
    is not touched. The button for the whole screen (``status``) gives its reason to the question
    itself, not to its follow-ups; to the cards that are not on a pile.

    Args:
        before: the route for the answers that the screen showed.
        question: whose screen it is.
        form: every field with its values.
    """
    button = _with_button(before, question, form)
    read = [
        QUESTION_TYPES[item.type].parse(item, button, before.sheet.get(item.name))
        for item in question.items
    ]
    answers = {name: answer for one in read for name, answer in one.answers.items()}
    typed = before.sheet.with_answers(answers)
    after = route(before.questionnaire, typed, before.today)
    answers = {name: answer for name, answer in answers.items() if name in after.asked}
    found = [fault for one in read for fault in one.complaints if fault.item in answers]
    for complaint in (*_refused(question, form), *check_screen(after, question)):
        if complaint not in found:
            found.append(complaint)
    return Parsed(answers, tuple(found))


def check_screen(after: Route, question: Question) -> tuple[Complaint, ...]:
    """Every complaint about the answers of a screen that already stand in the sheet.

    For answers that come in as values and not as a form: those that were kept on a device.
    """
    faults = [
        fault
        for item in after.relevant_items(question)
        if (value := after.sheet.value(item.name))
        and (fault := QUESTION_TYPES[item.type].fault(item, value))
    ]
    wrong = {fault.item for fault in faults}
    rules = (*hard_checks(after, question), *soft_checks(after, question))
    return (*faults, *(rule for rule in rules if rule.item not in wrong))


def _with_button(before: Route, question: Question, form: Form) -> Form:
    """The form with the reason of the button written out for the items that it is for."""
    reason = next((value for value in form.get(STATUS, ()) if value), "")
    if not reason:
        return form
    marked = QUESTION_TYPES[question.item.type].marked(question)
    written = dict(form)
    for item in marked:
        if reason in item.missing and not _stays(question, item, form):
            written[status_field(item.name)] = [reason]
            if item.type != "text":  # words are never thrown away unseen
                written[item.name] = []
    return written


def _stays(question: Question, item: Item, form: Form) -> bool:
    """A card that lies on a pile, or has a reason of its own, keeps it."""
    given = (*form.get(item.name, ()), *form.get(status_field(item.name), ()))
    return question.cards is not None and any(given)


def _refused(question: Question, form: Form) -> list[Complaint]:
    """A reason that may not be given here."""
    reason = next((value for value in form.get(STATUS, ()) if value), "")
    known = reason in {status.value for status in Status}
    if not known or reason in question.item.missing:
        return []
    return [Complaint(question.item.name, "Bij deze vraag is een antwoord nodig.")]
