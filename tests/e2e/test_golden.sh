#!/bin/sh
# What the program prints, word by word: the arguments of a case stand in tests/golden/NAME.cmd, its output (both
# streams) and exit code in NAME.exact. `make golden-update` rewrites those; review the difference like code.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

for cmd in tests/golden/*.cmd; do
    want=${cmd%.cmd}.exact
    # shellcheck disable=SC2046 # words of the command line
    "$ersatz" $(cat "$cmd") >"$tmp/got" 2>&1
    echo "exit code $?" >>"$tmp/got"
    if [ -n "${ERSATZ_GOLDEN_UPDATE:-}" ]; then
        cp "$tmp/got" "$want"
    fi
    ok "$(basename "$cmd" .cmd)" diff "$want" "$tmp/got"
done
done_testing
