"""What the simulation must know about enquête 57: its items in order, who is asked, which codes.

The questionnaire itself is data elsewhere; these are only the facts that fictitious answers need.
"""

from __future__ import annotations

from dataclasses import dataclass

MOTIVATORS = (
    "motief_werk",
    "motief_opleiding",
    "motief_kind_school",
    "motief_gezin",
    "motief_zelf_regelen",
    "motief_dokter",
    "motief_buren",
    "motief_wijk",
    "motief_zeker",
    "motief_leren",
    "motief_erbij",
    "motief_moeten",
)
BARRIERS = (
    "belemmering_tijd",
    "belemmering_kind",
    "belemmering_geld",
    "belemmering_gezondheid",
    "belemmering_zorgen",
    "belemmering_thuis",
    "belemmering_afstand",
    "belemmering_onbekend",
    "belemmering_past_niet",
    "belemmering_durf",
    "belemmering_leren",
    "belemmering_geen_nut",
)
HEALTH_CARD = "belemmering_gezondheid"

# Codes that are shown only with the second consent, and what is coded instead.
SPECIAL_INSTEAD = {
    ("traject_soort", "azc"): "anders",
    ("reden_komst", "veiligheid"): "anders",
    ("werk_inkomen", "ziek_wia"): "anders",
    ("voor_start_code", "gebedshuis_vereniging"): "anders",
    ("stop_reden_extra", "zwanger_baby"): "geen_extra",
}

COURSE = ("bezig", "gestopt", "afgerond")
AFTER = ("gestopt", "afgerond")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the enquête as the simulation sees it.

    ``routes`` are the values of ``traject_status`` for which it is asked (empty: always);
    ``missing`` is the share of *weet niet* and *wil niet zeggen*; ``follows`` names an item whose
    missing reason it shares (field codes of an open answer that was not given).
    """

    name: str
    question: str
    core: bool = True
    routes: tuple[str, ...] = ()
    special: bool = False
    missing: float = 0.02
    follows: str = ""


def _cards(question: str, cards: tuple[str, ...], start: str) -> tuple[Item, ...]:
    order = Item(f"{question}_volgorde", question, missing=0.0)
    piles = tuple(
        Item(card, question, special=card == HEALTH_CARD, missing=_CARD_MISSING.get(card, 0.015))
        for card in cards
    )
    top = tuple(Item(f"{start}_top{rank}", question, missing=0.0) for rank in (1, 2, 3))
    return (order, *piles, *top)


_CARD_MISSING = {"belemmering_thuis": 0.05}

ITEMS: tuple[Item, ...] = (
    Item("opening_kent_iemand", "opening_kent_iemand", missing=0.01),
    Item("gesprekstaal", "gesprekstaal", missing=0.0),
    Item("toestemming", "toestemming", missing=0.0),
    Item("toestemming_bijzonder", "toestemming_bijzonder", missing=0.0),
    Item("buurt_open", "buurt_open", core=False),
    Item("buurt_open_code", "buurt_open", core=False, missing=0.0, follows="buurt_open"),
    Item("plekken_buurt", "plekken_buurt", missing=0.01),
    Item("talen_thuis", "talen_thuis", special=True, missing=0.01),
    Item("nl_gebruik", "nl_gebruik", missing=0.01),
    Item("nl_praten", "nl_praten", missing=0.01),
    Item("nl_lezen", "nl_lezen", missing=0.015),
    Item("lezen_eigen_taal", "nl_lezen", missing=0.015),
    Item("nl_nodig", "nl_nodig", missing=0.03),
    Item("nl_nodig_situatie", "nl_nodig", missing=0.0, follows="nl_nodig"),
    Item("nl_nodig_helper", "nl_nodig", missing=0.0, follows="nl_nodig"),
    Item("wil_leren", "wil_leren", missing=0.01),
    Item("motief_open", "motief_open"),
    Item("motief_open_code", "motief_open", missing=0.0, follows="motief_open"),
    Item("motief_open_eerste", "motief_open", missing=0.0, follows="motief_open"),
    *_cards("motief_kaarten", MOTIVATORS, "motief"),
    Item("motief_droom", "motief_droom", core=False, missing=0.03),
    Item(
        "motief_droom_citaat_ok", "motief_droom", core=False, missing=0.0, follows="motief_droom"
    ),
    Item("traject_status", "traject_status", missing=0.01),
    Item("traject_soort", "traject_soort", routes=COURSE, missing=0.01),
    Item("traject_plicht", "traject_plicht", routes=COURSE),
    Item("voor_start", "voor_start", routes=COURSE),
    Item("voor_start_code", "voor_start", routes=COURSE, missing=0.0, follows="voor_start"),
    Item("voor_wachttijd", "voor_wachttijd", core=False, routes=COURSE, missing=0.03),
    Item("tijdens_oordeel", "tijdens_oordeel", routes=COURSE),
    Item("tijdens_verhaal", "tijdens_verhaal", routes=COURSE, missing=0.03),
    Item("tijdens_goed", "tijdens_verhaal", routes=COURSE, missing=0.0, follows="tijdens_verhaal"),
    Item(
        "tijdens_beter", "tijdens_verhaal", routes=COURSE, missing=0.0, follows="tijdens_verhaal"
    ),
    Item("nooit_gevraagd", "nooit_gevraagd", routes=("nooit",)),
    Item("bezig_afmaken", "bezig_afmaken", routes=("bezig",)),
    Item("bezig_hulp", "bezig_afmaken", routes=("bezig",), missing=0.03),
    Item("stop_reden", "stop_reden", routes=("gestopt",)),
    Item("stop_reden_code", "stop_reden", routes=("gestopt",), missing=0.0, follows="stop_reden"),
    Item("stop_reden_extra", "stop_reden", routes=("gestopt",), missing=0.0, follows="stop_reden"),
    Item("na_vervolg", "na_vervolg", routes=AFTER),
    Item("na_nodig", "na_nodig", core=False, routes=AFTER, missing=0.03),
    Item("na_kreeg", "na_nodig", core=False, routes=AFTER, missing=0.0, follows="na_nodig"),
    Item("belemmering_open", "belemmering_open"),
    Item("belemmering_open_code", "belemmering_open", missing=0.0, follows="belemmering_open"),
    Item("belemmering_open_eerste", "belemmering_open", missing=0.0, follows="belemmering_open"),
    *_cards("belemmering_kaarten", BARRIERS, "belemmering"),
    Item("oplossing_open", "oplossing_open", missing=0.03),
    Item("wens_betalen", "wens_betalen", missing=0.06),
    Item("wens_tijd", "wens_tijd", missing=0.01),
    Item("wens_plaats", "wens_plaats", missing=0.01),
    Item("wens_reistijd", "wens_reistijd", core=False),
    Item("wens_opvang", "wens_opvang", missing=0.01),
    Item("wens_onderdelen", "wens_onderdelen"),
    Item("wens_met_wie", "wens_met_wie", missing=0.01),
    Item("wens_combinatie", "wens_combinatie", core=False),
    Item("meedoen_nu", "meedoen_nu", missing=0.01),
    Item("zelf_regelen", "zelf_regelen", missing=0.01),
    Item("zeker_praten", "zeker_praten", missing=0.01),
    Item("verandering_na_les", "verandering_na_les", routes=COURSE),
    Item("verandering_voorbeeld", "verandering_na_les", routes=COURSE, missing=0.03),
    Item("info_kanaal", "info_kanaal", missing=0.01),
    Item("vertrouwenspersoon", "vertrouwenspersoon"),
    Item("beste_vraag", "beste_vraag", core=False, missing=0.03),
    Item("geslacht", "geslacht", missing=0.005),
    Item("leeftijd", "leeftijd", missing=0.01),
    Item("geboorteland", "geboorteland", special=True, missing=0.01),
    Item("jaar_aankomst", "jaar_aankomst", missing=0.03),
    Item("reden_komst", "reden_komst", missing=0.02),
    Item("opleiding", "opleiding", missing=0.02),
    Item("gezin", "gezin", missing=0.01),
    Item("werk_inkomen", "werk_inkomen", missing=0.04),
    Item("netwerk_aantal", "netwerk_aantal", missing=0.025),
    Item("netwerk_gesproken", "netwerk_aantal", missing=0.03),
    Item("netwerk_relatie", "netwerk_aantal", missing=0.01),
    Item("netwerk_kaartjes", "netwerk_kaartjes", missing=0.01),
    Item("contact_toestemming", "contact_toestemming", missing=0.0),
    Item("slot_open", "slot_open", missing=0.03),
    Item("obs_aanwezig", "obs_aanwezig", missing=0.0),
    Item("obs_begrip", "obs_begrip", missing=0.0),
    Item("obs_nl", "obs_nl", missing=0.0),
    Item("obs_tolk", "obs_tolk", missing=0.0),
    Item("obs_plaats", "obs_plaats", missing=0.0),
    Item("obs_bijzonder", "obs_bijzonder", missing=0.0),
)
CLOSING = "netwerk_aantal"  # from here on nothing is skipped for time
