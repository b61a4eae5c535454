"""What only the whole questionnaire can tell: names, references, order, consent, translations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from survey_app.questionnaire.answers import AnswerSheet
from survey_app.questionnaire.build_conditions import Written
from survey_app.questionnaire.model import Choice, ChoiceList, Item, Place, Question, Questionnaire
from survey_app.questionnaire.problems import Log, nearest
from survey_app.questionnaire.reach import unreachable
from survey_app.questionnaire.review_conditions import review_conditions
from survey_app.questionnaire.routing import path
from survey_app.questionnaire.texts import Catalogues, untranslated

_ANY_DAY = date(2030, 1, 1)


def review(
    questionnaire: Questionnaire,
    written: tuple[Written, ...],
    log: Log,
    catalogues: Catalogues | None = None,
    places: Mapping[str, Place] | None = None,
) -> None:
    """Note every problem that shows in the whole.

    What needs a sound questionnaire (can it be reached, is it behind the consent) is looked at
    only when nothing else is wrong.

    Args:
        places: where the keys of the questionnaire file stand, such as ``consent.gate``.
    """
    whole = _Whole(questionnaire, log, places or {})
    whole.names()
    whole.lists()
    whole.items()
    whole.branch_and_consent()
    whole.apart()
    review_conditions(questionnaire, written, log)
    if not log.problems:
        whole.reach()
        whole.gate()
    whole.languages(catalogues)


@dataclass(frozen=True)
class _Whole:
    questionnaire: Questionnaire
    log: Log
    places: Mapping[str, Place]

    def at(self, key: str) -> Place:
        """Where a key of the questionnaire file stands, or else the file."""
        return self.places.get(key) or self.places.get("", Place("questionnaire.yaml", 1))

    @cached_property
    def parts(self) -> list[tuple[Question, Item]]:
        """Every item with the question on whose screen it is."""
        return [(question, item) for question in self.questionnaire for item in question.parts]

    def add(self, question: Question, item: Item, fault: str, remedy: str) -> None:
        self.log.add(item.place or self.at("sections"), fault, remedy, question.name)

    def names(self) -> None:
        """Each name, number and section once."""
        seen: set[str] = set()
        for question, item in self.parts:
            if item.name in seen:
                fault = f"De naam {item.name} komt twee keer voor."
                self.add(question, item, fault, "Geef een van beide een andere naam.")
            seen.add(item.name)
        for name in sorted(seen & self.questionnaire.derived.keys()):
            fault = f"De naam {name} is van een vraag en van een afgeleide variabele."
            remedy = "Geef de afgeleide variabele een andere naam."
            self.log.add(self.at(f"derived.{name}"), fault, remedy, name)
        numbers: set[str] = set()
        for question in self.questionnaire.main_questions:
            if question.number in numbers:
                fault = f"Het nummer {question.number} komt twee keer voor."
                self.add(question, question.item, fault, "Nummer de vragen opnieuw.")
            numbers.add(question.number or "")
        sections: set[str] = set()
        for section in self.questionnaire.sections:
            if section.name in sections:
                fault = f"De naam {section.name} is van twee onderdelen."
                self.log.add(section.place or self.at("sections"), fault, "Geef een andere naam.")
            sections.add(section.name)

    def lists(self) -> None:
        """Each code once in its list; exclusions of codes that exist."""
        for choices in self.questionnaire.lists.values():
            codes = [choice.name for choice in choices.choices]
            for code in sorted({code for code in codes if codes.count(code) > 1}):
                fault = f"De code {code} komt twee keer voor in de lijst {choices.name}."
                self.log.add(choices.place or self.at("lists"), fault, "Geef een andere code.", "")
            for choice in choices.choices:
                self.excludes(choices, choice, codes)

    def excludes(self, choices: ChoiceList, choice: Choice, codes: list[str]) -> None:
        for other in choice.excludes:
            if other not in codes or other == choice.name:
                fault = f"{choice.name} sluit {other} uit, en dat kan niet in {choices.name}."
                remedy = f"Kies uit: {', '.join(c for c in codes if c != choice.name)}."
                self.log.add(choices.place or self.at("lists"), fault, remedy, "")

    def items(self) -> None:
        """Lists, fixed texts and piles that exist."""
        lists, texts = self.questionnaire.lists, self.questionnaire.texts
        for question, item in self.parts:
            if item.list_name and item.list_name not in lists:
                fault = f"De lijst {item.list_name} bestaat niet."
                self.add(question, item, fault, nearest(item.list_name, lists))
        for question in self.questionnaire:
            if question.intro and question.intro not in texts:
                fault = f"De tekst {question.intro} bestaat niet."
                self.add(question, question.item, fault, nearest(question.intro, texts))
            self.piles(question)

    def piles(self, question: Question) -> None:
        cards = question.cards
        if not cards or cards.piles not in self.questionnaire.lists:
            return
        codes = [choice.name for choice in self.questionnaire.lists[cards.piles].choices]
        for pile in cards.top_from:
            if pile not in codes:
                fault = f"De stapel {pile} van top_from bestaat niet."
                self.add(question, question.item, fault, f"Kies uit: {', '.join(codes)}.")
        if len(cards.top) > len(cards.cards):
            fault = "De top heeft meer plaatsen dan er kaarten zijn."
            self.add(question, question.item, fault, "Maak de top korter.")

    def branch_and_consent(self) -> None:
        """The items that the questionnaire names exist and can have the answer they need."""
        self.named("branch", self.questionnaire.branch, None)
        consent = self.questionnaire.consent
        if consent:
            self.named("consent.gate", consent.gate, consent.yes)
            self.named("consent.special", consent.special, consent.yes)
            self.named("consent.language", consent.language, None)
        for question, item in self.parts:
            if item.special_category:
                self.special(question, item)

    def named(self, key: str, name: str | None, yes: str | None) -> None:
        if not name:
            return
        item = self.questionnaire.items.get(name)
        if not item:
            fault = f"{key}: de vraag {name} bestaat niet."
            self.log.add(self.at(key), fault, nearest(name, self.questionnaire.items), "")
            return
        codes = [choice.name for choice in self.questionnaire.choices(item)]
        if item.type != "select_one":
            self.log.add(
                self.at(key), f"{key}: {name} is geen select_one.", "Verander het type.", ""
            )
        elif yes is not None and yes not in codes:
            fault = f"{key}: {name} heeft geen antwoord {yes}."
            remedy = f"Kies bij yes uit: {', '.join(codes)}."
            self.log.add(self.at("consent.yes"), fault, remedy, "")

    def special(self, question: Question, item: Item) -> None:
        """A special category is asked only with the second consent."""
        consent = self.questionnaire.consent
        special = consent.special if consent else None
        section = self.questionnaire.section_of[question.name]
        conditions = (item.relevant, question.item.relevant, section.relevant)
        if not special:
            fault = "Een bijzonder gegeven kan niet zonder tweede toestemming."
            self.add(question, item, fault, "Vul in questionnaire.yaml consent: {special: …} in.")
        elif not any(condition and special in condition.references for condition in conditions):
            fault = "Een bijzonder gegeven wordt gevraagd zonder tweede toestemming."
            yes = consent.yes if consent else ""
            self.add(question, item, fault, f"Schrijf relevant: ${{{special}}} = '{yes}'")

    def apart(self) -> None:
        """Questions that can wait: they are there, and nothing that comes first reads them."""
        apart, positions = self.questionnaire.apart, self.questionnaire.positions
        if not apart:
            return
        for name in (*apart.questions, apart.after):
            if name not in positions:
                fault, remedy = f"apart: de vraag {name} bestaat niet.", nearest(name, positions)
                self.log.add(self.at("apart"), fault, remedy, "")
                return
        until = positions[apart.after]
        later = {i.name for n in apart.questions for i in self.questionnaire.by_name[n].items}
        if any(positions[name] >= until for name in apart.questions):
            fault = f"apart: {apart.after} komt niet na de vragen die kunnen wachten."
            self.log.add(self.at("apart"), fault, "Noem bij after een latere vraag.", "")
        for question, item in self.parts:
            reads = (item.relevant, item.constraint, item.choice_filter)
            waits = question.name in apart.questions or positions[question.name] > until
            if not waits and any(one and one.references & later for one in reads):
                fault = "Deze vraag leest een antwoord dat tot later kan wachten."
                self.add(question, item, fault, f"Vraag haar na {apart.after}.")

    def reach(self) -> None:
        """Every item can be asked."""
        for item in unreachable(self.questionnaire, _ANY_DAY):
            question = self.questionnaire.question_of.get(item.name)
            self.log.add(
                item.place or self.at("sections"),
                f"{item.name} wordt nooit gevraagd: de voorwaarde kan niet waar zijn.",
                "Kijk naar relevant van de vraag en van het onderdeel.",
                question.name if question else item.name,
            )

    def gate(self) -> None:
        """Without consent nothing is asked after the gate."""
        consent = self.questionnaire.consent
        if not consent:
            return
        gate = self.questionnaire.question_of[consent.gate]
        after = self.questionnaire.positions[gate.name]
        for question in path(self.questionnaire, AnswerSheet(), _ANY_DAY):
            if self.questionnaire.positions[question.name] > after:
                fault = "Deze vraag wordt ook zonder toestemming gevraagd."
                remedy = f"Zet bij het onderdeel: relevant: ${{{gate.name}}} = '{consent.yes}'"
                self.add(question, question.item, fault, remedy)

    def languages(self, catalogues: Catalogues | None) -> None:
        """Every text for a respondent is there in every language, of the present words."""
        source, languages = self.questionnaire.language, self.questionnaire.languages
        if source not in languages:
            fault = f"De brontaal {source} staat niet bij languages."
            self.log.add(self.at("languages"), fault, f"Schrijf languages: [{source}, …]", "")
        for language in languages:
            if catalogues is None or language == source:
                continue
            for text in untranslated(self.questionnaire, catalogues(language)):
                fault = f"{text.key} is niet vertaald in {language}."
                name = text.key.split(":")[0]
                question = self.questionnaire.question_of.get(name)
                self.log.add(
                    text.place or self.at(text.key),
                    fault,
                    f"Vul de vertaling in, of haal {language} uit languages.",
                    question.name if question else "",
                )
