"""Who may do what, written out once more: a change in the table must be meant."""

import pytest

from survey_app.services import access
from survey_app.services.access import Thing, Visitor
from survey_app.storage.studies import Role

PEOPLE = (*Role, *Visitor)
# interviewer, researcher, coordinator, ambassador, invited
EXPECTED = {
    Thing.HOLD_INTERVIEWS: "x....",
    Thing.SEE_RESULTS: ".x...",
    Thing.MANAGE_PEOPLE: "..x..",
    Thing.MANAGE_AMBASSADORS: "..x..",
    Thing.MANAGE_CARDS: "..x..",
    Thing.APPROVE_LANGUAGES: "..x..",
    Thing.SEE_CARD_STATE: "x.x..",
    Thing.SEE_TALLIES: "..x..",
    Thing.WITHDRAW: "..x..",
    Thing.SEE_CONTACTS: "..x..",
    Thing.CALL_CONTACTS: "x....",
    Thing.GIVE_OWN_CARDS: "...x.",
    Thing.SEE_INVITATION: "xxxxx",
}
CELLS = [(who, thing) for thing in Thing for who in PEOPLE]


@pytest.mark.parametrize(("who", "thing"), CELLS, ids=lambda cell: cell.name.lower())
def test_each_cell_of_the_table(who, thing):
    assert access.may(who, thing) is (EXPECTED[thing][PEOPLE.index(who)] == "x")


def test_the_guard_of_a_view_names_the_accounts_that_may():
    assert access.roles(Thing.MANAGE_CARDS) == (Role.COORDINATOR,)
