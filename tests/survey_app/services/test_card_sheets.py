import re
from itertools import combinations
from random import Random

import pypdfium2
import pytest
import zxingcpp

from survey_app import i18n
from survey_app.errors import Invalid
from survey_app.services import card_sheets, coupon_codes, language_approval, recruitment
from tests import builders

ADDRESS = "https://doorvragen.waterstad.example/k/{}"
NUMBER = re.compile(r"\b\d{2,3}\b(?!-)(?<!-\d{2})")
ALL = frozenset(i18n.languages())


@pytest.fixture
def session(database):
    with database.writing() as session:
        yield session


@pytest.fixture
def fictitious(session, clock):
    return builders.a_study(
        session, clock(), title='Water"wijk" #pagebreak() $x$', fictitious=True
    )


@pytest.fixture
def cards(session, fictitious, clock):
    return recruitment.issue(session, fictitious, 11, now=clock(), chance=Random(1))


def printed(study, coupons, language, allowed=ALL):
    return card_sheets.pdf(study, coupons, language, ADDRESS.format, allowed=allowed)


def read(document):
    """The codes on each page, as a scanner reads them from the pixels."""
    with pypdfium2.PdfDocument(document) as opened:
        pictures = [page.render(scale=2.5).to_pil() for page in opened]
    return [[found.text for found in zxingcpp.read_barcodes(each)] for each in pictures]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar", "fa_AF", "ti"])
def test_eight_cards_on_a_page_and_each_scans(fictitious, cards, language):
    pages = read(printed(fictitious, cards, language))
    assert [len(page) for page in pages] == [8, 3]
    found = {text for page in pages for text in page}
    assert found == {ADDRESS.format(card.code) for card in cards}


@pytest.mark.parametrize(
    ("language", "font"),
    [("ar", b"NotoSansArabic"), ("fa_AF", b"NotoSansArabic"), ("ti", b"NotoSansEthiopic")],
)
def test_a_sheet_is_accessible_and_carries_its_own_letters(fictitious, cards, language, font):
    document = printed(fictitious, cards[:1], language)
    assert b"pdfuaid:part" in document
    tag = i18n.html_tag(language).encode()
    assert re.search(rb"/Lang ?\(" + tag, document)
    assert font in document


def test_the_sheet_says_the_code_the_number_and_the_day(fictitious, cards):
    with pypdfium2.PdfDocument(printed(fictitious, cards[:1], "en")) as opened:
        words = opened[0].get_textpage().get_text_range()
    shown = (coupon_codes.show(cards[0].code), "0320 123 456", "09-06-2026", "fictieve gegevens")
    assert all(each in words for each in shown)


@pytest.mark.parametrize("language", ["en", "ar", "fa_AF", "ti"])
def test_a_telephone_number_is_never_broken_over_two_lines(fictitious, cards, language):
    fictitious.contact_number = "036 123 45 67"
    with pypdfium2.PdfDocument(printed(fictitious, cards[:1], language)) as opened:
        lines = opened[0].get_textpage().get_text_range().splitlines()
    # words from right to left are read in the order in which they stand on paper
    assert sum(sorted(["036", "123", "45", "67"]) == sorted(NUMBER.findall(x)) for x in lines) == 2


@pytest.mark.parametrize("language", ["en", "ti"])
def test_a_long_name_stays_inside_its_card(fictitious, cards, language):
    fictitious.municipality = "Westerwolde, Súdwest-Fryslân en Het Hogeland"
    fictitious.contact_number = "+31 (0)36 - 123 45 67 (ma-vr)"
    with pypdfium2.PdfDocument(printed(fictitious, cards[:1], language)) as opened:
        page = opened[0].get_textpage()
        boxes = {page.get_charbox(place) for place in range(page.count_chars())}
    assert not [pair for pair in combinations(boxes, 2) if cover_each_other(*pair)]


def cover_each_other(one, other, touch=1.0):
    """Whether two letters stand on one another; touching by a point is how letters are set."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    right, top = min(one[2], other[2]), min(one[3], other[3])
    return right - left > touch and top - bottom > touch


def test_a_language_that_nobody_approved_is_printed_for_no_real_people(
    session, enquete_study, clock
):
    [coupon] = recruitment.issue(session, enquete_study, 1, now=clock(), chance=Random(1))
    allowed = language_approval.allowed(session, enquete_study)
    assert card_sheets.languages(allowed) == ["ar", "en"]
    assert card_sheets.withheld(allowed) == ["fa_AF", "ti"]
    with pytest.raises(Invalid, match="andere taal"):
        printed(enquete_study, [coupon], "ti", allowed)


def test_no_cards_make_no_sheet(fictitious):
    with pytest.raises(Invalid, match="geen kaarten"):
        printed(fictitious, [], "en")


@pytest.mark.parametrize("language", ["nl", "en", "ar", "fa_AF", "ti"])
def test_the_words_to_send_hold_the_link_and_the_code(fictitious, cards, language):
    words = card_sheets.message(fictitious, cards[0], language, "https://x.example/k/1")
    for part in ("Waterstad", "https://x.example/k/1", coupon_codes.show(cards[0].code)):
        assert part in words
    assert "[" not in words
    assert "https://x.example/k/1" in words.split("\n")  # bare, so that a telephone knows it


@pytest.mark.parametrize("language", ["en", "ar", "fa_AF", "ti"])
def test_every_word_on_a_card_is_translated(language):
    for key, source in card_sheets.WORDS.items():
        said = i18n.translate(key, source, language, card_sheets.CARDS)
        assert said.language == language
        assert i18n.placeholders(said.text) == i18n.placeholders(source)
