"""The bridge: from the snapshot to what the statistics library understands.

Here and nowhere else small integers become answers, reasons, scores and recruitment. Labels come
from the questionnaire, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from survey_app.questionnaire.model import Cards, Item, Questionnaire
from survey_app.reporting.chains import SIZE_ROLES
from survey_app.reporting.columns import BELOW_NUMBERS, REASONS, Column
from survey_app.reporting.derived import Recipes
from survey_app.reporting.ended import START
from survey_app.reporting.labels import Translate, dutch, variable_of
from survey_app.reporting.snapshot import Snapshot

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from analysis.codebook import Codebook, Variable
    from analysis.dataset import Dataset, Recruits
    from analysis.descriptive.cards import CardTask

    Integers = NDArray[Any]


class Answers:
    """A snapshot read as answers.

    Args:
        snapshot: what is read.
        questionnaire: what the columns mean; the newest version of the study.
        translate: labels in the reader's language.
    """

    def __init__(
        self, snapshot: Snapshot, questionnaire: Questionnaire, translate: Translate = dutch
    ) -> None:
        self.snapshot = snapshot.with_columns_of(questionnaire)
        self.questionnaire = questionnaire
        self.translate = translate

    def __len__(self) -> int:
        return self.snapshot.rows

    @cached_property
    def recipes(self) -> Recipes:
        """The variables that can be made from the answers."""
        return Recipes(self.questionnaire)

    @property
    def year(self) -> int:
        """Of the last interview."""
        if not len(self):
            return START.year
        return (START + timedelta(minutes=int(self.integers("interview.ended").max()))).year

    def dataset(self, names: Iterable[str], *, recruits: bool = False) -> Dataset:
        """These items and derived variables, with the reason for each answer that is not there."""
        from analysis.dataset import Dataset

        wanted = list(names)
        derived = [name for name in wanted if name not in self.snapshot.columns]
        items = [name for name in wanted if name not in derived]
        if derived:
            items = list(dict.fromkeys([*items, *self.recipes.items(derived)]))
        plain = self._of_items(items, self.recruits() if recruits else None)
        if not derived:
            return plain
        made = self.recipes.made(plain, derived, self.year)
        return Dataset(
            frame=made.frame[wanted],
            status=made.status[wanted],
            codebook=self.codebook(wanted),
            recruits=made.recruits,
        )

    def _of_items(self, names: list[str], recruits: Recruits | None) -> Dataset:
        import pandas as pd

        from analysis.dataset import Dataset

        index = range(len(self))
        return Dataset(
            frame=pd.DataFrame({name: self.values(name) for name in names}, index=index),
            status=pd.DataFrame({name: self.reasons(name) for name in names}, index=index),
            codebook=self.codebook(names),
            recruits=recruits,
        )

    def values(self, name: str) -> pd.Series[Any]:
        """Given answers: codes, codes with spaces between them, or numbers; missing is missing."""
        import numpy as np
        import pandas as pd

        column, integers = self.snapshot.columns[name], self.integers(name)
        if column.kind == "number":
            given = integers >= BELOW_NUMBERS + len(REASONS)
            return pd.Series(np.where(given, integers, np.nan), name=name)
        if column.kind == "many":
            return _several(column, integers)
        codes = list(column.codes) if column.kind == "one" else ["…"]
        return _categories(name, np.maximum(integers, -1), codes)

    def reasons(self, name: str) -> pd.Series[Any]:
        """``beantwoord``, or why there is no answer."""
        import numpy as np

        integers, column = self.integers(name), self.snapshot.columns[name]
        bottom = BELOW_NUMBERS if column.kind == "number" else -1
        place = np.abs(integers.astype(np.int64) - bottom)
        given = integers >= (BELOW_NUMBERS + len(REASONS) if column.kind == "number" else 0)
        statuses = ["beantwoord", *(str(reason) for reason in REASONS)]
        return _categories(name, np.where(given, 0, place + 1), statuses)

    def integers(self, name: str) -> Integers:
        """A column as it stands in the snapshot."""
        return self.snapshot.integers(name)

    def card_task(self, role: str) -> CardTask:
        """What everybody did with the cards of this role: piles, picks and scores."""
        from analysis.descriptive.cards import card_task

        cards = self.cards(role)
        names, picks = [c.name for c in cards.cards], [pick.name for pick in cards.top]
        return card_task(self.dataset([*names, *picks]), names, picks)

    def all_scores(self, *, recruits: bool = False) -> Dataset:
        """Importance of every card: its pile, and one more when it was picked; 0–3."""
        import pandas as pd

        from analysis.dataset import Dataset

        tasks = [self.card_task(item.role) for item in self._card_questions]
        frames = [pd.DataFrame(task.scores, columns=list(task.cards)) for task in tasks]
        names = [card for task in tasks for card in task.cards]
        return Dataset(
            frame=pd.concat(frames, axis=1),
            status=pd.DataFrame({name: self.reasons(name) for name in names}),
            codebook=self.codebook(names),
            recruits=self.recruits() if recruits else None,
        )

    def has_cards(self, role: str) -> bool:
        """Whether there is a card task with this role."""
        return any(item.role == role for item in self._card_questions)

    def cards(self, role: str) -> Cards:
        """The card task of the question with this role."""
        questions = [q for q in self.questionnaire.questions if q.item.role == role]
        return next(question.cards for question in questions if question.cards)

    @cached_property
    def cards_by_name(self) -> dict[str, Item]:
        """Every card of every card task."""
        questions = [q.cards for q in self.questionnaire.questions if q.cards]
        return {card.name: card for cards in questions for card in cards.cards}

    @property
    def _card_questions(self) -> list[Item]:
        return [question.item for question in self.questionnaire.questions if question.cards]

    def recruits(self) -> Recruits:
        """Who brought whom; a recruiter who is not in the snapshot makes a seed."""
        import pandas as pd

        from analysis.dataset import Recruits

        ids = pd.Series(self.snapshot.who("interview"), dtype="str")
        recruiters = pd.Series(self.snapshot.who("recruiter"), dtype="str")
        known = recruiters.where(recruiters.isin(ids))
        return Recruits(
            ids=ids,
            recruiters=known,
            degrees=self._degrees(recruited=recruiters.notna()),
            clusters=self.values("interview.ambassador").astype("str"),
        )

    def _degrees(self, recruited: pd.Series[bool]) -> pd.Series[float]:
        """Network size: people seen lately, else people known; whoever was brought knows one."""
        import numpy as np
        import pandas as pd

        items = self.questionnaire.items.values()
        degrees = pd.Series(np.nan, index=range(len(self)))
        for role in SIZE_ROLES:  # a questionnaire need not ask for either
            for item in items:
                if item.role == role:
                    degrees = degrees.fillna(self.values(item.name))
        return degrees.mask(recruited & (degrees < 1), 1.0)

    def codebook(self, names: Iterable[str]) -> Codebook:
        """What these columns mean, in the reader's language."""
        from analysis.codebook import Codebook

        title = self.translate("title", self.questionnaire.title)
        return Codebook(tuple(self.variable(name) for name in names), title)

    def variable(self, name: str) -> Variable:
        """What one column or derived variable means."""
        if name not in self.snapshot.columns:
            return self.recipes.variable(name)
        return variable_of(self.questionnaire, self.snapshot.columns[name], self.translate)


def _categories(name: str, codes: Integers, categories: list[str]) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(categories)), name=name)


def _several(column: Column, integers: Integers) -> pd.Series[Any]:
    """Each combination that occurs is worked out once."""
    import numpy as np

    sums, places = np.unique(integers, return_inverse=True)
    missing = int((sums < 0).sum())
    combinations = [
        " ".join(code for place, code in enumerate(column.codes) if int(value) >> place & 1)
        for value in sums[missing:]
    ]
    return _categories(column.name, np.maximum(places - missing, -1), combinations)
