#!/usr/bin/env bash
# Add seisviewer to the menu of this user's desktop, and make it known for .sgy, .segy, .mseed and .seis.
# `install.sh PROGRAM` names the program to start (the one found on the PATH otherwise); `install.sh --remove` takes it back.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/seisviewer.desktop
types=$data/mime/packages/seisviewer.xml
icon=$data/icons/hicolor/scalable/apps/seisviewer.svg

refresh() {
    if command -v update-mime-database >/dev/null; then update-mime-database "$data/mime" || true; fi
    if command -v update-desktop-database >/dev/null; then update-desktop-database "$data/applications" || true; fi
}

if [ "${1:-}" = --remove ]; then
    rm -f "$entry" "$types" "$icon"
    [ ! -d "$data/mime" ] || refresh
    echo "seisviewer was taken out of the menu."
    exit
fi

program=${1:-$(command -v seisviewer || true)}
[ -n "$program" ] && [ -x "$program" ] || { echo "install.sh: there is no program “${program:-seisviewer}”: name it, install.sh /path/to/seisviewer" >&2; exit 1; }
program=$(cd "$(dirname "$program")" && pwd)/$(basename "$program")
drawing=$here/seisviewer.svg
[ -f "$drawing" ] || drawing=$here/../../resources/icons/seisviewer.svg
mkdir -p "$(dirname "$entry")" "$(dirname "$types")" "$(dirname "$icon")"
# In Exec and TryExec a path with spaces stands in quotes, and a percent sign is doubled.
quoted=${program//%/%%}
sed -e "s|^Exec=seisviewer|Exec=\"$quoted\"|" -e "s|^TryExec=.*|TryExec=$program|" "$here/seisviewer.desktop" >"$entry"
cp "$here/seisviewer.xml" "$types"
cp "$drawing" "$icon"
refresh
echo "seisviewer is in the menu: it starts $program."
