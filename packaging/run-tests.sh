#!/usr/bin/env bash
# Set up seisviewer (packaging/setup.sh) and run its tests. What follows the command is handed to pytest.
# They run in a process for each core; a failed one is looked into alone: .venv/bin/python -m pytest tests/FILE.py
# Tests with real surveys run when SEISVIEWER_DATA names their folder, and skip otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/setup.sh
say "running the tests"
exec .venv/bin/python -m pytest -n auto --dist worksteal "$@"
