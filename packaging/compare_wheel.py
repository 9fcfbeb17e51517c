"""Say what of the sources a wheel lacks: `compare_wheel.py FILE.whl`; ends with 1 where something does."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def missing(names: set[str]) -> list[str]:
    """Modules and resources of the sources that are not among the names."""
    wanted = {path.relative_to(ROOT).as_posix() for path in (ROOT / "seisviewer").rglob("*.py")}
    resources = (path for path in (ROOT / "resources").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    wanted |= {f"seisviewer/resources/{path.relative_to(ROOT / 'resources').as_posix()}" for path in resources}
    return sorted(wanted - names)


if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        held = set(wheel.namelist())
    lacking = missing(held)
    print(f"{len(held)} files" if not lacking else "The wheel lacks " + ", ".join(lacking[:20]))
    sys.exit(bool(lacking))
