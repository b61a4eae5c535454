"""Run the benchmarks: all of them, or those that are named.

python -m benchmarks            everything
python -m benchmarks saving     only benchmarks/saving.py
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def main(wanted: list[str]) -> int:
    """Run each benchmark's ``main`` and say which failed."""
    known = sorted(
        m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if m.name != "__main__"
    )
    if unknown := [name for name in wanted if name not in known]:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    for name in wanted or known:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
