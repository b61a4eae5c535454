"""The random order of cards, the same on the server and in the page.

The 32-bit FNV-1a hash (Fowler, Noll & Vo, 1991) of ``"<seed>:<question>"`` in UTF-8 seeds
mulberry32 (Ettinger, 2017), which drives a Fisher-Yates shuffle from the last card down: the card
at ``i`` changes places with the one at ``floor(u * (i + 1) / 2**32)``, ``u`` the next 32 bits.
JavaScript needs ``Math.imul`` and ``>>> 0``, and the seed as text (it may exceed 2**53).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_MASK = 0xFFFFFFFF


def card_order(seed: int, question: str, cards: Sequence[str]) -> tuple[str, ...]:
    """The order in which an interview shows the cards of a question.

    Shuffle all cards of the question, also those that are hidden now: then the order stays when a
    hidden card appears.
    """
    order = list(cards)
    bits = _mulberry32(_fnv1a(f"{seed}:{question}"))
    for i in range(len(order) - 1, 0, -1):
        j = next(bits) * (i + 1) >> 32
        order[i], order[j] = order[j], order[i]
    return tuple(order)


def _fnv1a(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & _MASK
    return value


def _mulberry32(state: int) -> Iterator[int]:
    while True:
        state = (state + 0x6D2B79F5) & _MASK
        mixed = (state ^ state >> 15) * (state | 1) & _MASK
        mixed ^= mixed + ((mixed ^ mixed >> 7) * (mixed | 61) & _MASK) & _MASK
        yield (mixed ^ mixed >> 14) & _MASK
