"""The words of a questionnaire for one interview: in its languages, with the names filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext

from survey_app import i18n
from survey_app.questionnaire.checks import Complaint
from survey_app.questionnaire.model import Questionnaire
from survey_app.questionnaire.texts import texts
from survey_app.storage.studies import Account, Study

OPENING_OF_OTHERS = "opening_zonder_nt2"  # said by who did not learn Dutch as a second language
PLACE = "["  # how a place to be filled in begins


@dataclass(frozen=True, slots=True)
class Said:
    """A text, with the language and the direction in which it really is."""

    text: str
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class Alone:
    """Nobody reads aloud: somebody answers alone."""

    study: Study
    first_name: str = ""
    learned_dutch: bool = True


@dataclass(frozen=True)
class Words:
    """Texts by their key, in any language; called by templates as ``t(key, language)``."""

    questionnaire: Questionnaire
    account: Account | Alone  # who speaks
    heard: str
    read: str = i18n.SOURCE
    _filled: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def __call__(self, key: str, language: str) -> Said:
        """A text in a language, or in Dutch, saying so, when it is not translated."""
        key = self._own(key)
        source = _sources(self.questionnaire).get(key, "")
        said = i18n.translate(key, source, language, self.questionnaire.name)
        text = said.text
        if PLACE in text:
            text = i18n.fill(text, self._places(said.language))
        return Said(text, i18n.html_tag(said.language), i18n.direction(said.language))

    def has(self, key: str) -> bool:
        """Whether the questionnaire has such a text."""
        return bool(_sources(self.questionnaire).get(key))

    def both(self, key: str) -> list[Said]:
        """A text as it is read and as it is heard; once when these are one language."""
        languages = dict.fromkeys((self.read, self.heard))
        return list(dict.fromkeys(self(key, language) for language in languages))

    def complaint(self, complaint: Complaint, interface: str) -> str:
        """What is wrong, for the interviewer."""
        if complaint.key and self.has(complaint.key):
            return self(complaint.key, interface).text
        message = complaint.message or "Dit antwoord kan hier niet."
        return str(gettext(message, **complaint.arguments))

    def _own(self, key: str) -> str:
        """The opening of an interviewer who did not learn Dutch has other words."""
        first = self.questionnaire.questions[0].name
        other = f"text/{OPENING_OF_OTHERS}"
        own = key == f"{first}:label" and not self.account.learned_dutch and self.has(other)
        return other if own else key

    def _places(self, language: str) -> Mapping[str, str]:
        if language not in self._filled:
            study = self.account.study
            self._filled[language] = {
                "voornaam": self.account.first_name,
                "gemeente": study.municipality,
                "datum": i18n.day(study.withdraw_until, language),
            }
        return self._filled[language]


_known: dict[int, tuple[Questionnaire, Mapping[str, str]]] = {}


def _sources(questionnaire: Questionnaire) -> Mapping[str, str]:
    """The Dutch texts by key, made once for each questionnaire that lives in this process."""
    known = _known.get(id(questionnaire))
    if known is None or known[0] is not questionnaire:
        sources = {text.key: text.source for text in texts(questionnaire)}
        known = _known[id(questionnaire)] = (questionnaire, sources)
    return known[1]
