#!/usr/bin/env bash
# Make the sdist, the wheel out of that, and look at both: twine's check, every module and resource of the sources in the wheel,
# and the wheel installed into a fresh environment, from which the resources are read. `--whole` also installs all libraries
# and runs `seisviewer doctor` and a short demo there. The files are left in dist/.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '== %s\n' "$*" >&2; }
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
pip() { "$1" -m pip --disable-pip-version-check "${@:2}"; }

say "making the sdist, and the wheel out of it"
"${PYTHON:-python3}" -m venv "$made/tools"
tools=$made/tools/bin/python
pip "$tools" install -q "build>=1,<2" "twine>=5,<7" "setuptools>=77" wheel
"$tools" -m build -q --no-isolation --outdir "$made/dist" .
say "twine"
"$tools" -m twine check --strict "$made"/dist/*
say "what the wheel holds"
"$tools" packaging/compare_wheel.py "$made"/dist/*.whl
say "a fresh environment"
"${PYTHON:-python3}" -m venv "$made/fresh"
fresh=$made/fresh/bin/python
if [ "${1:-}" = --whole ]; then pip "$fresh" install -q "$made"/dist/*.whl; else pip "$fresh" install -q --no-deps "$made"/dist/*.whl; fi
(
    cd "$made"
    "$fresh" -c '
from importlib.resources import files
import seisviewer
resources = files("seisviewer.resources")
assert "site-packages" in str(resources), resources
for part in ("help/en/sections.md", "help/zh/sections.md", "help_pictures/zh/sections-paint.png", "icons/seisviewer.svg", "colour_maps/grey.json"):
    assert resources.joinpath(part).read_bytes(), part
print("seisviewer", seisviewer.__version__, "finds its resources in", resources)
'
    if [ "${1:-}" = --whole ]; then
        QT_QPA_PLATFORM=offscreen fresh/bin/seisviewer doctor
        fresh/bin/seisviewer demo --headless --minutes 0.05 --out demo
    fi
)
mkdir -p dist
cp "$made"/dist/* dist/
say "good: $(cd "$made/dist" && ls -sh | tail -n +2 | tr '\n' ' ')"
