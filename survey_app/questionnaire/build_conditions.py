"""From the expressions in the files to conditions, each with where it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from survey_app.questionnaire.expressions import Compiled, Mention, compile_text, compile_truth
from survey_app.questionnaire.fields import Fields
from survey_app.questionnaire.grammar import ExpressionError
from survey_app.questionnaire.kinds import Kind
from survey_app.questionnaire.model import Condition, Place
from survey_app.questionnaire.problems import Log
from survey_app.questionnaire.yaml_nodes import Text


@dataclass(frozen=True, slots=True)
class Written:
    """A condition with where it stands, for the review of the whole."""

    owner: str  # name of the item, section or derived variable
    key: str  # relevant | constraint | choice_filter | section | derived
    condition: Condition
    mentions: tuple[Mention, ...]
    place: Place


@dataclass
class Conditions:
    """Compiles expressions, notes problems, and keeps what the review needs."""

    log: Log
    filter_columns: Collection[str] = ()
    written: list[Written] = field(default_factory=list)

    def condition(self, fields: Fields, key: str) -> Condition | None:
        """The condition under a key."""
        return self.compiled(fields, key, compile_truth)

    def constraint(self, fields: Fields) -> Condition | None:
        """A constraint; it needs a message, for the person who has to mend the answer."""
        if fields.has("constraint") and not fields.has("constraint_message"):
            self.log.add(
                fields.at("constraint"),
                "Bij een constraint hoort een constraint_message.",
                "Schrijf in gewone woorden wat wel kan.",
            )
        return self.compiled(fields, "constraint", lambda s: compile_truth(s, itself=True))

    def choice_filter(self, fields: Fields, kind: Kind | None) -> Condition | None:
        """A choice filter, which may read the filter columns."""
        if fields.has("choice_filter") and kind and not kind.takes_list:
            self.log.add(
                fields.at("choice_filter"),
                f"Een {kind.name} heeft geen antwoorden om te kiezen.",
                "Haal choice_filter weg.",
            )
        columns = self.filter_columns
        return self.compiled(fields, "choice_filter", lambda s: compile_truth(s, columns=columns))

    def compiled(
        self, fields: Fields, key: str, compiler: Callable[[str], Compiled], owner: str = ""
    ) -> Condition | None:
        """Compile the expression under a key; a fault in it becomes a problem."""
        if not fields.has(key):
            return None
        return self.expression(
            fields.text(key), compiler, owner or fields.text("name"), key, fields.at(key)
        )

    def expression(
        self, source: str, compiler: Callable[[str], Compiled], owner: str, key: str, place: Place
    ) -> Condition | None:
        """Compile one expression and keep it for the review."""
        try:
            compiled = compiler(source)
        except ExpressionError as error:
            self.log.add(place, f"{key}: {error}", error.remedy)
            return None
        self.written.append(Written(owner, key, compiled.condition, compiled.mentions, place))
        return compiled.condition

    def derived(self, name: str, node: Text) -> Condition | None:
        """A derived variable."""
        return self.expression(node.text, compile_text, name, "derived", node.place)
