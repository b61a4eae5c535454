"""The kinds of question, as far as the data go; what they do stands in ``question_types``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What an item of this kind has."""

    name: str
    level: str  # of measurement, unless the author says otherwise
    takes_list: bool = False  # select_one LIST
    multiple: bool = False  # codes separated by spaces
    holds_answer: bool = True
    sub_item: bool = True  # may stand below another question
    parameters: tuple[str, ...] = ()  # all of them needed


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("select_one", "nominal", takes_list=True),
        Kind("select_multiple", "nominal", takes_list=True, multiple=True),
        Kind("integer", "interval"),
        Kind("range", "interval", parameters=("start", "end", "step")),
        Kind("text", "text"),
        Kind("pile_sort", "ordinal", holds_answer=False, sub_item=False),
        Kind("note", "text", holds_answer=False, sub_item=False),
    )
}
