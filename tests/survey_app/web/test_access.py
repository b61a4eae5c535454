"""Each page against the table of who may do what: one test a cell."""

import pytest

from survey_app.services import access
from survey_app.services.access import Thing
from survey_app.storage.studies import Role

PAGES = {
    "/coordination/waterwijk-2026/": Thing.SEE_TALLIES,
    "/coordination/waterwijk-2026/people": Thing.MANAGE_PEOPLE,
    "/coordination/waterwijk-2026/ambassadors": Thing.MANAGE_AMBASSADORS,
    "/coordination/waterwijk-2026/cards": Thing.MANAGE_CARDS,
    "/coordination/waterwijk-2026/settings": Thing.MANAGE_CARDS,
    "/coordination/waterwijk-2026/languages": Thing.APPROVE_LANGUAGES,
    "/coordination/waterwijk-2026/languages/en": Thing.APPROVE_LANGUAGES,
    "/coordination/waterwijk-2026/withdraw": Thing.WITHDRAW,
    "/coordination/waterwijk-2026/calls": Thing.SEE_CONTACTS,
    "/contacts/": Thing.CALL_CONTACTS,
    "/contacts/new": Thing.CALL_CONTACTS,
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("address", "thing"), PAGES.items())
def test_an_account_sees_what_its_role_may(client, study, sign_in, role, address, thing):
    sign_in(client, role.value)
    page = client.get(address)
    assert page.status_code == (200 if access.may(role, thing) else 403)


@pytest.mark.parametrize("address", PAGES)
def test_without_an_account_one_is_asked_to_sign_in(client, study, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.location.startswith("/login")
