"""Who brought whom, for the exported answers: the wave of each interview, and its network size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from survey_app.reporting.ended import Ended

SIZE_ROLES = ("network_size", "network_known")  # the narrower question first


def waves(recruiter_of: Mapping[UUID, UUID | None]) -> dict[UUID, int]:
    """How many steps each is from a seed; whose recruiter is not among them is a seed, 0."""
    brought = defaultdict(list)
    for one, recruiter in recruiter_of.items():
        brought[recruiter if recruiter in recruiter_of else None].append(one)
    found: dict[UUID, int] = {}
    wave, people = 0, brought[None]
    while people:
        found |= dict.fromkeys(people, wave)
        wave, people = wave + 1, [recruit for one in people for recruit in brought[one]]
    return found


def network_size(one: Ended) -> int | None:
    """People seen lately, else people known; whoever was brought knows at least one."""
    for role in SIZE_ROLES:
        for name, item in one.questionnaire.items.items():
            answer = one.answers.get(name)
            if item.role == role and answer and answer.given:
                return max(int(answer.value), 0 if one.recruiter is None else 1)
    return None
