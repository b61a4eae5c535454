"""A small demo, made once in a run: fictitious interviews through the services, with results."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from survey_app.demo import ready
from survey_app.settings import Settings
from tests.clock import MORNING

SLUG = "waterwijk"


@cache
def made(interviews: int) -> Path:
    """The home folder of a demo with so many interviews; look, and do not touch."""
    home = Path(tempfile.mkdtemp(prefix="waterwijk"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    ready(home, MORNING, lambda step, done, total: None, interviews=interviews)
    return home


def copied(interviews: int, to: Path) -> Settings:
    """The same demo in a folder of one's own."""
    shutil.copytree(made(interviews), to, dirs_exist_ok=True)
    return replace(Settings.in_folder(to / "demo"), testing=True)
