"""``python -m tests [arguments of pytest]``: everything, on both databases and in Chromium."""

from __future__ import annotations

import os
import sys

import pytest

from tests.browsers import NO_CHROMIUM, chromium

TOGETHER = ["-n", "2", "--dist", "loadfile"]


def arguments(given: list[str]) -> list[str]:
    """Two files of tests at a time, where there are two cores and nobody asked otherwise."""
    asked = any(argument.startswith(("-n", "-x", "--pdb", "-s")) for argument in given)
    return given if asked or (os.cpu_count() or 1) < 2 else [*TOGETHER, *given]


if __name__ == "__main__":
    found = chromium()
    print(f"tests: browser tests run in {found}" if found else f"tests: {NO_CHROMIUM}", flush=True)
    sys.exit(pytest.main(arguments(sys.argv[1:])))
