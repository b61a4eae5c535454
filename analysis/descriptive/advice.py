"""Advice: rules that are data, evaluated on published groups only, never on a person.

The whole file (``questionnaires/<name>/advice.yaml``, read by the caller into plain dicts) is::

    version: "1"                      # printed with each piece of advice
    source: Taal en participatie in de wijk (2011)

    derived:                          # variables made from answers, in order; a later one may
      - name: k_arbeid                # read an earlier one. Exactly one recipe for each:
        label: Positie op de arbeidsmarkt
        cases:                        # recipe 1: the first case that is true gives the value
          - {value: werkend, when: {is: {item: werk_inkomen, codes: [werk_vast, werk_los]}}}
          - {value: studie, when: {is: {item: werk_inkomen, codes: [studie]}}}
        otherwise: onbekend           # without it: missing where no case is true
      - name: intentie                # recipe 2: a number for each code of one item
        scores: {item: wil_leren, values: {graag: 3, misschien: 2, nu_niet: 1, nee: 0}}
      - name: taal_index              # recipe 3: mean over items, all of them needed
        mean_of: {items: [nl_praten, nl_lezen], values: {gaat_niet: 0, veel_moeite: 1, goed: 3}}
      - name: verblijfsduur_klasse    # recipe 4: whole years from the item's year to the interview
        years_since: {item: jaar_aankomst, classes: {"0_2": [0, 2], "21_plus": [21, null]}}

    typology:
      variable: doelgroep_type        # one of ``derived``
      note: …                         # what a reader must know (planning aid, never for a person)
      boxes:
        - {code: A1, label: Werkend …, group: arbeidsplichtig, reach: werkgever, uitzendbureau …}

    rules:
      - id: R03
        title: Sterk voor mijn kind   # optional short name
        when: <condition on a group>
        message: Uw kind heeft er iets aan …      # what to say
        messenger: [leraar, ouderkamer]           # who says it
        channel: basisschool                      # where, by which way
        time: onder schooltijd
        offer: korte cursus met oudercontact
        source: "figuur p.9; §3.5 Utrecht, Leeuwarden"   # section of the handbook
        pages: "9, 22–25, 33–36"
        kind: kern                    # kern: the handbook says it; afgeleid: our reading
        derived_parts: [time]         # optional: fields that are afgeleid in a rule that is kern

**Row conditions** (in ``derived``), each a mapping with one key. A missing answer makes ``is``
false, as in XLSForm::

    is: {item: gezin, codes: [kind_0_3, kind_4_12]}    any of these codes is the answer or ticked
    all: [c, …]     any: [c, …]     not: c

**Group conditions** (in ``rules``) read the published table of a group: shares, not people. A
figure that was suppressed is *unknown*, and so is what depends on it::

    always: true
    share: {item: gezin, codes: [kind_4_12], at_least: 0.5}    share of those who answered with any
                                                               of the codes; or at_most: 0.25
    share: {item: voor_wachttijd, codes: [m3_6, gt_6m], at_least: 0.25,
            among: {item: traject_status, codes: [gestopt]}}   the same, within a part of the group
    above: motief_werk                 the group's centred score lies above everybody's mean
    median: {item: wens_reistijd, at_most: 10}                 or at_least
    fact: willing_partner              what somebody says about the campaign, false unless said
    all: [c, …]     any: [c, …]     not: c

A typology box is a share too: ``share: {item: doelgroep_type, codes: [N2], at_least: 0.5}``.

**Action fields** (message, messenger, channel, time, offer) are a text or a list of entries; an
entry is a text or ``{text: …, when: <group condition>}`` (shown only when that is true: clergy
*if named*). Absent means: nothing to say. In a text, ``{wens_tijd:2}`` is replaced by the labels
of the two answers that the group gave most. ``advising.advise`` evaluates the rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.descriptive.derived import Derived, read_derived
from analysis.descriptive.figures import Figure
from analysis.descriptive.group_conditions import GroupCondition, read_group_condition
from analysis.descriptive.reading import Reader

if TYPE_CHECKING:
    from analysis.codebook import Codebook

PARTS = ("message", "messenger", "channel", "time", "offer")
KINDS = ("kern", "afgeleid")
PLACE = re.compile(r"\{(\w+):(\d+)\}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to say or do, perhaps only under a condition."""

    text: str
    when: GroupCondition | None = None

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        """Item and number of answers for each place in the text."""
        return tuple((item, int(number)) for item, number in PLACE.findall(self.text))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of advice."""

    id: str
    title: str
    when: GroupCondition
    parts: Mapping[str, tuple[Entry, ...]]
    source: str
    pages: str
    kind: str
    derived_parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a typology."""

    code: str
    label: str
    group: str = ""
    reach: str = ""


@dataclass(frozen=True, slots=True)
class Typology:
    """A division by life stage and reach: which derived variable, and what its codes mean."""

    variable: str
    boxes: tuple[Box, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class AdviceBook:
    """Everything in one advice file."""

    version: str
    source: str
    derived: tuple[Derived, ...]
    rules: tuple[Rule, ...]
    typology: Typology | None = None

    def figures(self, codebook: Codebook) -> tuple[Figure, ...]:
        """Every figure about a group that the rules read, each once."""
        wanted: dict[Figure, None] = {}
        for rule in self.rules:
            wanted |= dict.fromkeys(rule.when.figures)
            for entry in (entry for entries in rule.parts.values() for entry in entries):
                wanted |= dict.fromkeys(entry.when.figures if entry.when else ())
                for item, _ in entry.places:
                    wanted |= dict.fromkeys(answer_figures(codebook, item))
        return tuple(wanted)


def read_advice(data: Mapping[str, Any]) -> AdviceBook:
    """Read an advice file that was parsed to plain dicts and lists.

    Raises:
        DataError: something is missing, unknown or of the wrong kind; says where in the file.
    """
    top = Reader(data, "advice", {"version", "source", "derived", "typology", "rules"})
    typology = top.get("typology")
    return AdviceBook(
        version=top.text("version"),
        source=top.text("source"),
        derived=read_derived(top.items("derived")),
        typology=None if typology is None else _typology(typology),
        rules=tuple(_rule(rule) for rule in top.items("rules")),
    )


def answer_figures(codebook: Codebook, item: str) -> list[Figure]:
    """The share of each answer to one question."""
    codes: Sequence[str] = codebook[item].codes if item in codebook else ()
    return [Figure("share", item, (code,)) for code in codes]


def _typology(data: Any) -> Typology:
    reader = Reader(data, "typology", {"variable", "note", "boxes"})
    boxes = []
    for entry in reader.items("boxes"):
        box = Reader(entry, "typology box", {"code", "label", "group", "reach"})
        optional = {name: box.text(name, "") for name in ("group", "reach")}
        boxes.append(Box(box.text("code"), box.text("label"), **optional))
    return Typology(reader.text("variable"), tuple(boxes), reader.text("note", ""))


def _rule(data: Any) -> Rule:
    keys = {"id", "title", "when", *PARTS, "source", "pages", "kind", "derived_parts"}
    reader = Reader(data, "rule", keys, name_key="id")
    return Rule(
        id=reader.text("id"),
        title=reader.text("title", ""),
        when=read_group_condition(reader.need("when"), reader.where),
        parts={part: _entries(reader.get(part), f"{reader.where}, {part}") for part in PARTS},
        source=reader.text("source"),
        pages=reader.text("pages"),
        kind=reader.one_of("kind", KINDS),
        derived_parts=reader.texts("derived_parts", PARTS),
    )


def _entries(data: Any, where: str) -> tuple[Entry, ...]:
    if data is None:
        return ()
    return tuple(_entry(entry, where) for entry in (data if isinstance(data, list) else [data]))


def _entry(data: Any, where: str) -> Entry:
    if isinstance(data, str):
        return Entry(data)
    reader = Reader(data, where, {"text", "when"})
    return Entry(reader.text("text"), read_group_condition(reader.need("when"), where))
