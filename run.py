#!/usr/bin/env python3
"""Set up and run Doorvragen with nothing but the standard library.

python3 run.py          set up, make the fictitious study, serve it on 127.0.0.1:8000
                        (another port: python3 run.py --port 8001)
python3 run.py setup    only set up
python3 run.py test     all tests; further arguments go to pytest
python3 run.py check    format, lint, types, import contract, questionnaires, catalogues
python3 run.py bench    the benchmarks; further arguments choose which
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
OLDEST_PIP = (22, 3)


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - the point is to say so to an older one
        return fail("Doorvragen needs Python 3.11 or later; this is " + sys.version.split()[0])
    if arguments and arguments[0] in {"help", "--help", "-h"}:
        print(__doc__)
        return 0
    if not arguments or arguments[0].startswith("-"):
        arguments = ["demo", *arguments]
    command, *rest = arguments
    if command not in COMMANDS:
        return fail(f"there is no command {command!r}; there are {', '.join(COMMANDS)}")
    try:
        return COMMANDS[command](rest)
    except KeyboardInterrupt:
        return 130


def fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


def demo(rest: list[str]) -> int:
    return setup([]) or run("-m", "survey_app", "demo", "--serve", *rest)


def test(rest: list[str]) -> int:
    return setup_for_tests() or run("-m", "tests", *rest)


def bench(rest: list[str]) -> int:
    return setup_for_tests() or run("-m", "benchmarks", *rest)


def check(rest: list[str]) -> int:
    if code := setup_for_tests():
        return code
    failed = [name for name, steps in CHECKS if any(run_step(name, step) for step in steps)]
    print("check: " + (f"failed: {', '.join(failed)}" if failed else "all good"))
    return 1 if failed else 0


def run_step(name: str, step: tuple[str, ...]) -> int:
    print(f"check: {name}", flush=True)
    return run(*step)


def setup(_rest: list[str]) -> int:
    return make_venv() or install(LOCK) or install_project()


def setup_for_tests() -> int:
    return setup([]) or install(DEV_LOCK)


def make_venv() -> int:
    if PYTHON.exists() and (any(VENV.glob("*.stamp")) or host_pip() or has_pip()):
        return 0  # whole: making it was not broken off before it had a way to install
    if not host_pip() and not has_ensurepip():
        return fail(
            "Python has neither pip 22.3 nor ensurepip: install the package python3-venv "
            "(Debian, Ubuntu: apt install python3-venv) and run this again"
        )
    say("making a virtual environment in .venv")
    options = ["--without-pip"] if host_pip() else []
    return subprocess.call([sys.executable, "-m", "venv", "--clear", *options, str(VENV)])


def has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def host_pip() -> bool:
    """Whether this Python's own pip is new enough to install into another environment."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False
    )
    found = re.match(r"pip (\d+)\.(\d+)", asked.stdout)
    return bool(found) and (int(found[1]), int(found[2])) >= OLDEST_PIP


def pip(*arguments: str) -> list[str]:
    quiet = ["--disable-pip-version-check", "--no-input"]
    if has_pip():
        return [str(PYTHON), "-m", "pip", *quiet, *arguments]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON), *quiet, *arguments]


def has_pip() -> bool:
    """Whether the environment has a pip of its own."""
    asked = subprocess.run(
        [str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False
    )
    return asked.returncode == 0


def install(lock: Path) -> int:
    """Install a lock once; a stamp of its contents makes the next start immediate."""
    stamp = VENV / f"{lock.name}.stamp"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    code = install_with_progress(lock)
    if code == 0:
        stamp.write_text(wanted)
    return code


def install_with_progress(lock: Path) -> int:
    """Show each package as pip downloads it, counted against the lock."""
    total = len(re.findall(r"^\S+==", lock.read_text(), re.MULTILINE))
    say(f"installing {lock.name}: at most {total} packages")
    command = pip("install", "--progress-bar", "off", "--require-hashes", "-r", str(lock))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        show_downloads(process.stdout, total)
    if process.returncode:
        return fail(
            f"could not install {lock.name}: is there a network? Run the same command again"
        )
    return 0


def show_downloads(lines: object, total: int) -> None:
    seen = 0
    for line in lines:  # type: ignore[attr-defined]
        if found := re.match(
            r"(?:Collecting|Processing|Requirement already satisfied:) (?:\S*/)?(\S+)", line
        ):
            seen += 1
            print(f"  [{min(seen, total):>2}/{total}] {found[1]}", flush=True)
        elif found := re.match(
            r"\s*(?:Downloading|Using cached) \S*?([^/\s]+\.whl).*(\(.+\))", line
        ):
            print(f"          {found[1]} {found[2]}", flush=True)
        elif line.startswith("Installing collected"):
            say("unpacking")


def install_project() -> int:
    """Make the console script `doorvragen`; the code itself stays where it is."""
    stamp = VENV / "project.stamp"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    say("installing the command doorvragen")
    code = subprocess.call(
        pip("install", "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    )
    if code == 0:
        stamp.write_text(wanted)
    return code


def run(*arguments: str) -> int:
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT)


def say(message: str) -> None:
    print(f"doorvragen: {message}", flush=True)


COMMANDS = {"demo": demo, "setup": setup, "test": test, "check": check, "bench": bench}

CHECKS = [
    ("format", [("-m", "ruff", "format", "--check", ".")]),
    ("lint", [("-m", "ruff", "check", ".")]),
    ("types", [("-m", "mypy")]),
    (
        "import contract",
        [("-c", "from importlinter.cli import lint_imports_command as lint; lint()")],
    ),
    ("questionnaires", [("-m", "survey_app", "questionnaire", "check", "questionnaires")]),
    ("catalogues", [("-m", "survey_app", "translations", "status", "--strict")]),
]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
