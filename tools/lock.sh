#!/usr/bin/env bash
# Writes the lock files anew from pyproject.toml: every version that may be installed, with its hashes, for
# every system and every Python from 3.11 on. Needs uv. Versions that still fit stay; --upgrade takes new ones.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

lock() {
    local out="$1"
    shift
    uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command tools/lock.sh --no-emit-index-url --no-emit-find-links --quiet \
        --output-file "requirements/${out}" "$@"
}

lock run.txt "$@"                          # what a deployment needs
lock ci.txt --extra test --extra lint "$@" # and what .ci/run needs besides
