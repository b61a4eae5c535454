from contextlib import suppress
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.errors import Invalid
from survey_app.services import coupon_codes
from survey_app.services.coupon_codes import ALPHABET, LENGTH

codes = st.integers().map(lambda seed: coupon_codes.new(Random(seed)))


@given(codes)
def test_a_new_code_is_right(code):
    assert len(code) == LENGTH
    assert coupon_codes.is_right(code)


@given(codes)
def test_every_single_wrong_character_is_caught(code):
    for place in range(LENGTH):
        for other in set(ALPHABET) - {code[place]}:
            assert not coupon_codes.is_right(code[:place] + other + code[place + 1 :])


@given(codes)
def test_every_swap_of_two_characters_is_caught(code):
    for left, right in combinations(range(LENGTH), 2):
        swapped = list(code)
        swapped[left], swapped[right] = code[right], code[left]
        assert code[left] == code[right] or not coupon_codes.is_right("".join(swapped))


def test_the_weights_prove_it_for_all_codes():
    """The sum is linear, so weights that are not zero and all differ are the proof."""
    weights = []
    for place in range(LENGTH - 1):
        unit = [0] * (LENGTH - 1)
        unit[place] = 1
        weights.append(coupon_codes._sum(unit))
    weights.append(1)  # of the check character
    assert 0 not in weights
    assert len(set(weights)) == LENGTH


@given(
    st.lists(st.integers(0, 31), min_size=8, max_size=8),
    st.lists(st.integers(0, 31), min_size=8, max_size=8),
)
def test_the_sum_is_linear(left, right):
    both = [a ^ b for a, b in zip(left, right, strict=True)]
    assert coupon_codes._sum(both) == coupon_codes._sum(left) ^ coupon_codes._sum(right)


@given(codes)
def test_reading_forgives_how_a_code_is_typed(code):
    spoken = code.replace("0", "O").replace("1", "L")
    assert coupon_codes.read(coupon_codes.show(code)) == code
    assert coupon_codes.read(f" {spoken[:4].lower()} {spoken[4:]}\n") == code
    assert coupon_codes.read(code.replace("1", "i").replace("0", "o")) == code
    assert coupon_codes.read(f"{code}/") == code


@given(st.text(max_size=20))
def test_reading_never_fails_otherwise_than_by_saying_so(text):
    with suppress(Invalid):
        assert coupon_codes.is_right(coupon_codes.read(text))


@pytest.mark.parametrize("text", ["", "ABC", "U" * 9, "É" * 9, "0" * 10, "ß" * 9, "ﬁ" * 9])
def test_what_cannot_be_a_code_is_refused(text):
    with pytest.raises(Invalid):
        coupon_codes.read(text)


def test_a_code_is_shown_in_three_threes():
    assert coupon_codes.show("ABCDEFGHJ") == "ABC-DEF-GHJ"


@given(codes, st.sampled_from(["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]))
def test_the_digits_of_another_keyboard_are_digits(code, digits):
    assert coupon_codes.read(code.translate(str.maketrans("0123456789", digits))) == code
