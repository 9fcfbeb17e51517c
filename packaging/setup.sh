# shellcheck shell=bash
# Sourced by run-demo.sh and run-tests.sh: makes .venv in the root of the clone and installs seisviewer into it.
# It asks only the package registries (apt where it may, PyPI), says what it does, and does nothing twice.

say() { printf '== %s\n' "$*" >&2; }
stop() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# Shared libraries that PyQt6's wheel expects of the system, each with the Debian package that brings it.
QT_LIBRARIES="
libEGL.so.1:libegl1 libGL.so.1:libgl1 libglib-2.0.so.0:libglib2.0-0 libfontconfig.so.1:libfontconfig1
libdbus-1.so.3:libdbus-1-3 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0 libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-randr.so.0:libxcb-randr0 libxcb-render-util.so.0:libxcb-render-util0 libxcb-shape.so.0:libxcb-shape0
libxcb-xkb.so.1:libxcb-xkb1"

# apt_install PACKAGE...: install system packages, or name them when that is not permitted.
apt_install() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            printf 'setup: missing system packages; please run:  sudo apt-get install %s\n' "$*" >&2
            return 1
        fi
        as_root=(sudo -n)
    fi
    say "installing system packages: $*"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return
    "${as_root[@]}" apt-get update -qq >&2 || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# Print the first Python that is new enough.
find_python() {
    local candidate
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

ensure_python() {
    if ! python=$(find_python); then
        command -v apt-get >/dev/null || stop "Python 3.11 or newer is needed; install it and run this again."
        apt_install python3 python3-venv || stop "Python 3.11 or newer is needed."
        python=$(find_python) || apt_install python3.11 python3.11-venv || true
        python=$(find_python) || stop "Python 3.11 or newer is needed, and this system's packages have none."
    fi
    "$python" -c 'import venv, ensurepip' 2>/dev/null && return
    # Debian and Ubuntu keep the venv module in a package of its own.
    local package
    package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    command -v apt-get >/dev/null || stop "$python lacks the modules venv and ensurepip; install them and run this again."
    apt_install "$package" || stop "$python cannot make a virtual environment without the package $package."
}

ensure_qt_libraries() {
    command -v apt-get >/dev/null || return 0
    local known missing=() entry
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || return 0
    for entry in $QT_LIBRARIES; do
        case "$known" in *"${entry%%:*} "*) ;; *) missing+=("${entry##*:}") ;; esac
    done
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
        \( -name '*.ttf' -o -name '*.otf' -o -name '*.ttc' \) -print -quit 2>/dev/null)" ] || missing+=(fonts-dejavu-core)
    [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}" || say "going on without them; the window will not open"
}

# The virtual environment is set up anew when pyproject.toml, the place of the clone or Python has changed.
ensure_environment() {
    local stamp=.venv/seisviewer.stamp wanted
    wanted="$PWD
$("$python" -V)
$(cksum <pyproject.toml)"
    if [ -x .venv/bin/python ] && [ "$(cat $stamp 2>/dev/null)" = "$wanted" ]; then
        say "using the virtual environment .venv"
        return
    fi
    if ! .venv/bin/python -c 'import pip' 2>/dev/null || [ "$(head -n 2 $stamp 2>/dev/null)" != "$(head -n 2 <<<"$wanted")" ]; then
        say "making the virtual environment .venv with $("$python" -V)"
        "$python" -m venv --clear .venv
    fi
    say "installing seisviewer and its libraries into .venv (PyTorch is large; this can take minutes)"
    rm -f $stamp
    PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore .venv/bin/python -m pip install -q -e ".[test]" ||
        stop "pip could not install seisviewer; what it printed above says why."
    printf '%s\n' "$wanted" >$stamp
}

# pip compiles what it installs, but not what it leaves in the clone: where Python may not write bytecode
# (PYTHONDONTWRITEBYTECODE), every process would compile all of it anew, the window for two seconds.
ensure_bytecode() {
    .venv/bin/python -m compileall -q -j 0 seisviewer || say "going on without compiled files; every start takes longer"
}

ensure_python
ensure_qt_libraries
ensure_environment
ensure_bytecode
