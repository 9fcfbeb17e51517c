#!/usr/bin/env bash
# Set up seisviewer (packaging/setup.sh) and start the demo: the window where there is a screen, else the same job headless.
# What follows the command is handed to `seisviewer demo`.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/setup.sh
say "starting: seisviewer demo $*"
exec .venv/bin/seisviewer demo "$@"
