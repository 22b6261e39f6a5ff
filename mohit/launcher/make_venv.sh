#!/bin/sh
# Make .venv with the first Python 3.11 or newer of this machine and install a locked requirements file into it.
set -eu

fail() {
    printf '\nMohit: %s\n\n' "$1" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$name" >/dev/null && is_new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    fail "no Python 3.11 or newer found. Install one (Debian and Ubuntu: apt-get install python3 python3-venv)."
}

make_venv() {
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "Making .venv with Python $version…"
    rm -rf .venv
    has_ensurepip || has_pip || install_venv || true
    if has_ensurepip; then
        "$python" -m venv .venv && return
    elif has_pip; then
        # Debian keeps ensurepip apart, but this Python has a pip to lend.
        "$python" -m venv --without-pip .venv && "$python" -m pip --python .venv/bin/python install -qq pip && return
    fi
    rm -rf .venv
    fail "$python cannot make a virtual environment. Debian and Ubuntu: apt-get install python$version-venv"
}

has_ensurepip() {
    "$python" -c 'import ensurepip' 2>/dev/null
}

has_pip() {
    "$python" -m pip --version >/dev/null 2>&1
}

install_venv() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "Installing python$version-venv, which Debian keeps apart…"
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "python$version-venv" >/dev/null
}

if ! { [ -x .venv/bin/python ] && is_new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }; then
    make_venv
fi
echo "Installing the dependencies of $1…"
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$1" ||
    fail "the dependencies could not be installed; the lines above say why."
