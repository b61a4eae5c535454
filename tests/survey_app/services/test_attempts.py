"""Tries are counted by whom they come from, which is more than one spelling of an address."""

from datetime import timedelta

import pytest

from survey_app.services import attempts


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_one_household_is_one_whatever_its_address(address, network):
    assert attempts.network(address) == network


@pytest.mark.both_databases
def test_tries_count_for_a_while_and_for_who_made_them(database, settings, clock):
    mine, other = (attempts.name(settings, "codes of", who) for who in ("a", "b"))
    window = timedelta(minutes=10)
    with database.writing() as session:
        attempts.write_down(session, [mine, mine], clock())
        attempts.write_down(session, [other], clock.advance(minutes=5))
        found = attempts.lately(session, [mine, other, "nobody"], clock(), window)
        assert found == {mine: 2, other: 1, "nobody": 0}
        found = attempts.lately(session, [mine, other], clock.advance(minutes=6), window)
        assert found == {mine: 0, other: 1}


def test_another_installation_calls_somebody_otherwise(settings):
    assert "192.0.2.1" not in attempts.name(settings, "codes of", "192.0.2.1")
    assert attempts.name(settings, "a", "x") != attempts.name(settings, "b", "x")
