#!/usr/bin/env bash
# Try a built bundle as a user without Python would: doctor, a survey with strokes and a few seconds of training, a record
# that is picked, and both in the window without a screen. `try-bundle.sh [dist/seisviewer]`
set -euo pipefail
cd "$(dirname "$0")/.."
bundle=$(cd "${1:-dist/seisviewer}" && pwd)
program=$bundle/seisviewer
say() { printf '== %s\n' "$*" >&2; }
stop() { printf 'try-bundle: %s\n' "$*" >&2; exit 1; }

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
build/bundle-environment/bin/python packaging/bundle/record.py "$made"
export XDG_CONFIG_HOME=$made/config XDG_DATA_HOME=$made/data XDG_STATE_HOME=$made/state XDG_CACHE_HOME=$made/cache
export QT_QPA_PLATFORM=offscreen
unset PYTHONPATH VIRTUAL_ENV

say "doctor"
"$program" doctor
say "a survey, strokes, training, prediction, scores"
"$program" demo --headless --minutes 0.1 --out "$made/demo"
say "picks of a record, with a picker of random weights"
"$program" pick "$made/record.mseed" --model "$made/picker" --threshold 0.2 --out "$made/picks.csv"
[ -s "$made/picks.csv" ] || stop "no file of picks was written"
say "both in the window"
log=$made/window.log
"$program" open "$made"/demo/*.seis "$made/record.mseed" 2>"$log" &
window=$!
sleep 20
kill -0 $window 2>/dev/null || { cat "$log" >&2; stop "the window ended by itself"; }
kill -TERM $window
wait $window || { cat "$log" >&2; stop "the window ended with an error"; }
if find "$made/state" -name seisviewer.log -size +0 | grep -q .; then
    cat "$(find "$made/state" -name seisviewer.log)" >&2
    stop "the window wrote a fault into its log"
fi
say "the bundle works"
