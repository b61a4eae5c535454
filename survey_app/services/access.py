"""Who may do what: one table, and the only one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from survey_app.storage.studies import Role


class Visitor(StrEnum):
    """People without an account: a link or a card lets them in."""

    AMBASSADOR = "ambassador"
    INVITED = "invited"


class Thing(StrEnum):
    """What can be seen or done."""

    HOLD_INTERVIEWS = "hold interviews, and see the own ones"
    SEE_RESULTS = "see counts, rankings and segments"
    MANAGE_PEOPLE = "make and close accounts"
    MANAGE_AMBASSADORS = "make and close ambassadors and their links"
    MANAGE_CARDS = "issue, print and void cards"
    APPROVE_LANGUAGES = "write down who approved the words of a language, and take that back"
    SEE_CARD_STATE = "see whether a card was used"
    SEE_TALLIES = "see how many interviews each day and area had"
    WITHDRAW = "remove an interview by its withdrawal code"
    SEE_CONTACTS = "see who asked to be called"
    CALL_CONTACTS = "see whom one is asked to call, and write down who may be called later"
    GIVE_OWN_CARDS = "hand out cards under one's own name"
    SEE_INVITATION = "read what the study is and who asks"


MAY: Mapping[Thing, frozenset[Role | Visitor]] = {
    Thing.HOLD_INTERVIEWS: frozenset({Role.INTERVIEWER}),
    Thing.SEE_RESULTS: frozenset({Role.RESEARCHER}),
    Thing.MANAGE_PEOPLE: frozenset({Role.COORDINATOR}),
    Thing.MANAGE_AMBASSADORS: frozenset({Role.COORDINATOR}),
    Thing.MANAGE_CARDS: frozenset({Role.COORDINATOR}),
    Thing.APPROVE_LANGUAGES: frozenset({Role.COORDINATOR}),
    Thing.SEE_CARD_STATE: frozenset({Role.INTERVIEWER, Role.COORDINATOR}),
    Thing.SEE_TALLIES: frozenset({Role.COORDINATOR}),
    Thing.WITHDRAW: frozenset({Role.COORDINATOR}),
    Thing.SEE_CONTACTS: frozenset({Role.COORDINATOR}),
    Thing.CALL_CONTACTS: frozenset({Role.INTERVIEWER}),
    Thing.GIVE_OWN_CARDS: frozenset({Visitor.AMBASSADOR}),
    Thing.SEE_INVITATION: frozenset({*Role, *Visitor}),
}


def may(who: Role | Visitor, thing: Thing) -> bool:
    """Whether these people may see or do this."""
    return who in MAY[thing]


def roles(thing: Thing) -> tuple[Role, ...]:
    """The accounts that may, in the order of ``Role``; for the guard of a view."""
    return tuple(role for role in Role if may(role, thing))
