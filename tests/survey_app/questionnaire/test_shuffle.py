from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from survey_app.questionnaire.shuffle import card_order

CARDS = ("a", "b", "c", "d")


def test_the_order_of_a_seed_is_for_ever():
    """Stored interviews were shown in these orders: a change here would falsify them."""
    names = [str(n) for n in range(12)]
    assert card_order(57, "motief_kaarten", names) == ORDER_57
    assert card_order(2**63 - 1, "motief_kaarten", names) == ORDER_LAST


ORDER_57 = ("9", "4", "6", "11", "8", "2", "0", "3", "5", "1", "7", "10")
ORDER_LAST = ("2", "3", "10", "7", "5", "1", "0", "4", "9", "11", "8", "6")


def test_two_questions_of_an_interview_differ():
    orders = {card_order(1, f"vraag_{n}", list("abcdefghijkl")) for n in range(20)}
    assert len(orders) == 20


def test_every_order_comes_as_often_as_another():
    """24 orders of 4 cards, 24,000 seeds: chi-square with 23 degrees of freedom."""
    counts = Counter(card_order(seed, "q", CARDS) for seed in range(24_000))
    assert len(counts) == 24
    assert sum((n - 1000) ** 2 / 1000 for n in counts.values()) < 49.7  # p = 0.001


@given(st.integers(0, 2**63 - 1), st.lists(st.text(max_size=5), unique=True, max_size=20))
def test_a_shuffle_keeps_every_card(seed, cards):
    assert sorted(card_order(seed, "q", cards)) == sorted(cards)
