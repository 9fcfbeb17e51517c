#!/usr/bin/env bash
# Make dist/seisviewer, a folder that runs without Python, and try it: doctor, a survey and a record in the window without a
# screen, a few steps of training. `--no-test` leaves the trial out.
# PyTorch comes without CUDA, which would make it four times as large; see packaging/bundle/README.txt for a GPU.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '== %s\n' "$*" >&2; }
env=build/bundle-environment
if [ ! -x "$env/bin/python" ]; then
    say "making the environment $env"
    "${PYTHON:-python3}" -m venv "$env"
fi
pip() { "$env/bin/python" -m pip --disable-pip-version-check "$@"; }
say "installing seisviewer, the CPU build of PyTorch and PyInstaller into it (PyTorch is large; this can take minutes)"
if ! "$env/bin/python" -c 'import torch' 2>/dev/null; then
    pip install -q "torch>=2.6,<2.14" --index-url https://download.pytorch.org/whl/cpu 2>/dev/null ||
        pip install -q "torch>=2.6,<2.14"
fi
pip install -q "pyinstaller>=6.10,<7"
pip install -q --upgrade .
say "building"
begun=$SECONDS
# From another folder: what is installed is gathered, and not the sources here, which lack the resources.
root=$PWD
(cd build && "$root/$env/bin/pyinstaller" --noconfirm --log-level WARN --distpath "$root/dist" --workpath "$root/build/bundle" \
    "$root/packaging/seisviewer.spec")
mkdir -p dist/seisviewer/desktop
cp packaging/desktop/* resources/icons/seisviewer.svg dist/seisviewer/desktop/
cp packaging/bundle/README.txt LICENSE dist/seisviewer/
say "built dist/seisviewer in $((SECONDS - begun)) s: $(du -sh dist/seisviewer | cut -f1)"
[ "${1:-}" = --no-test ] || packaging/try-bundle.sh dist/seisviewer
