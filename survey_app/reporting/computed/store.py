"""The results of one study on disk: one JSON file a result."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from survey_app.reporting.ended import Seen

FORMAT = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """One result with what it runs over."""

    interviews: int
    until: datetime  # the end of the last interview in it
    seen: Seen  # the store as it was then
    document: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Computed:
    """What was computed of one study, as far as it is there."""

    results: Mapping[str, Kept] = field(default_factory=dict)

    def get(self, name: str) -> Kept | None:
        """The newest result of that name."""
        return self.results.get(name)


def opened(folder: Path) -> Computed:
    """Every result beside this snapshot; what another version of the program wrote is not read."""
    read = {path.stem: _read(path) for path in sorted(_place(folder).glob("*.json"))}
    return Computed({name: kept for name, kept in read.items() if kept})


def keep(folder: Path, name: str, kept: Kept) -> None:
    """Put a result in the place of the one before it."""
    _place(folder).mkdir(parents=True, exist_ok=True)
    document = {
        "format": FORMAT,
        "interviews": kept.interviews,
        "until": kept.until.isoformat(),
        "seen": kept.seen.document(),
        "document": kept.document,
    }
    temporary = _place(folder) / f"{name}.new"
    temporary.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    temporary.replace(_place(folder) / f"{name}.json")


def _place(folder: Path) -> Path:
    return folder / "computed"


def _read(path: Path) -> Kept | None:
    document = json.loads(path.read_text(encoding="utf-8"))
    if document.get("format") != FORMAT:
        return None
    until = datetime.fromisoformat(document["until"])
    seen = Seen.from_document(document["seen"])
    return Kept(document["interviews"], until, seen, document["document"])
