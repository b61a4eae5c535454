"""What a study has decided about its cards, its thank-you and how long it keeps what it knows.

All of it stands in ``study.settings``; what a study left unsaid has a default here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from survey_app import i18n
from survey_app.errors import Invalid
from survey_app.storage.studies import Study


@dataclass(frozen=True, slots=True)
class SeedsWanted:
    """How many people the ambassadors should bring in from one group."""

    group: str
    number: int


@dataclass(frozen=True, slots=True)
class CouponPolicy:
    """``study.settings["coupons"]``."""

    per_person: int = 3  # that one interview may hand on
    days_valid: int = 28
    last_day: date | None = None  # of the fieldwork; nobody comes in by a coupon after it
    most_waves: int | None = None  # people of this wave get no cards to hand on
    seeds_wanted: tuple[SeedsWanted, ...] = ()


class ThankedFor(StrEnum):
    """A thank-you is never for a person who took part: then it would tell who did."""

    NOTHING = "nothing"
    MONTH = "month"  # each month in which cards were given
    BATCH = "batch"  # each so many cards given, used or not


@dataclass(frozen=True, slots=True)
class ThanksPolicy:
    """``study.settings["thanks"]``."""

    thanked_for: ThankedFor = ThankedFor.NOTHING
    amount_cents: int = 0
    batch_size: int = 10


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """``study.settings["retention"]``: days after the last day of the fieldwork."""

    contacts: int = 180
    names: int = 90  # of ambassadors
    links: int = 90  # who came in by whose card; the shape of the tree stays


class WhenOpen(StrEnum):
    """What happens when an interview is to be finished and key questions have no answer yet."""

    WARN = "warn"  # they are named, and it can be finished
    BLOCK = "block"  # they are named, and it can only be stopped and kept


@dataclass(frozen=True, slots=True)
class EndingPolicy:
    """``study.settings["ending"]``."""

    key_open: WhenOpen = WhenOpen.WARN


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything of it."""

    coupons: CouponPolicy = field(default_factory=CouponPolicy)
    thanks: ThanksPolicy = field(default_factory=ThanksPolicy)
    retention: RetentionPolicy = field(default_factory=RetentionPolicy)
    ending: EndingPolicy = field(default_factory=EndingPolicy)


def of(study: Study) -> Policy:
    """The policy of a study."""
    said = study.settings
    thanks = dict(said.get("thanks", {}))
    if "thanked_for" in thanks:
        thanks["thanked_for"] = ThankedFor(thanks["thanked_for"])
    return Policy(
        coupons=coupons(study),
        thanks=ThanksPolicy(**thanks),
        retention=RetentionPolicy(**said.get("retention", {})),
        ending=ending(study),
    )


def ending(study: Study) -> EndingPolicy:
    """What a study has decided about finishing an interview."""
    said = study.settings.get("ending", {})
    return EndingPolicy(WhenOpen(said.get("key_open", WhenOpen.WARN)))


def coupons(study: Study) -> CouponPolicy:
    """What a study has decided about its cards."""
    said = dict(study.settings.get("coupons", {}))
    if last_day := said.get("last_day"):
        said["last_day"] = date.fromisoformat(last_day)
    wanted = said.get("seeds_wanted", ())
    said["seeds_wanted"] = tuple(SeedsWanted(group, number) for group, number in wanted)
    return CouponPolicy(**said)


def decide(study: Study, policy: Policy) -> None:
    """Keep a policy; it holds for cards that are made from now on.

    Raises:
        Invalid: a number or a group that cannot be.
    """
    _check(policy)
    study.settings = {
        **study.settings,
        "coupons": _plain(policy.coupons),
        "thanks": asdict(policy.thanks),
        "retention": asdict(policy.retention),
        "ending": asdict(policy.ending),
    }


def _plain(rules: CouponPolicy) -> dict[str, Any]:
    wanted = [[seeds.group, seeds.number] for seeds in rules.seeds_wanted]
    last_day = rules.last_day.isoformat() if rules.last_day else None
    return {**asdict(rules), "last_day": last_day, "seeds_wanted": wanted}


def _check(policy: Policy) -> None:
    rules, thanks, keep = policy.coupons, policy.thanks, policy.retention
    groups = [seeds.group for seeds in rules.seeds_wanted]
    problems = {
        i18n.marked("Iemand mag 0 tot 10 kaarten doorgeven."): not 0 <= rules.per_person <= 10,
        i18n.marked("Een kaart is 1 tot 365 dagen geldig."): not 1 <= rules.days_valid <= 365,
        i18n.marked("Een keten heeft 1 tot 50 golven."): not 1 <= (rules.most_waves or 1) <= 50,
        i18n.marked(
            "Noem elke groep één keer, in hoogstens 60 letters, met een getal van 1 tot 1000."
        ): (
            len(set(groups)) < len(groups)
            or not all(1 <= len(group) <= 60 for group in groups)
            or not all(1 <= seeds.number <= 1000 for seeds in rules.seeds_wanted)
        ),
        i18n.marked("Een bedankje is € 0 tot € 500."): not 0 <= thanks.amount_cents <= 50_000,
        i18n.marked("Een bedankje is voor 1 tot 100 gegeven kaarten."): not 1
        <= thanks.batch_size
        <= 100,
        i18n.marked("Bewaar gegevens 0 tot 1000 dagen na het veldwerk."): not all(
            0 <= days <= 1000 for days in (keep.contacts, keep.names, keep.links)
        ),
    }
    for message, wrong in problems.items():
        if wrong:
            raise Invalid(message)
