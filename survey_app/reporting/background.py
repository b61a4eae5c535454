"""Computing in a process of its own, so that no page waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

from survey_app.reporting.computed import Running, running
from survey_app.settings import PROJECT, Settings
from survey_app.storage.studies import Study

__all__ = ["Running", "running", "start"]


def start(settings: Settings, study: Study, folder: Path) -> None:
    """Start ``doorvragen analyse STUDY`` unless a run is busy; it takes no time here."""
    if running(folder) is not None:
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "survey_app", "analyse", study.slug, "--quiet"],
        cwd=PROJECT,
        env={
            **os.environ,
            "DOORVRAGEN_HOME": str(settings.home),
            "DATABASE_URL": settings.database_url,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    Thread(target=process.wait, daemon=True).start()  # so that it leaves nothing behind
