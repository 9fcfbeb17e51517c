#!/usr/bin/env bash
# Set up seisviewer (packaging/setup.sh) and run its tests. What follows the command is handed to pytest.
# Tests with real surveys run when SEISVIEWER_DATA names their folder, and skip otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/setup.sh
say "running the tests"
exec .venv/bin/python -m pytest "$@"
