"""``python -m tests [arguments of pytest]``: everything, on both databases and in Chromium."""

from __future__ import annotations

import sys

import pytest

from tests.browsers import NO_CHROMIUM, chromium

if __name__ == "__main__":
    found = chromium()
    print(f"tests: browser tests run in {found}" if found else f"tests: {NO_CHROMIUM}", flush=True)
    sys.exit(pytest.main(sys.argv[1:]))
