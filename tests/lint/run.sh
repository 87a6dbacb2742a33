#!/bin/sh
# All lints. Each prints what it found and fails; the closing line counts.
set -u
cd "$(dirname "$0")/../.." || exit 1
pass=0 fail=0
lint() {
    if out=$("$@" 2>&1); then
        pass=$((pass + 1))
    else
        fail=$((fail + 1))
        printf 'not ok - %s\n%s\n' "$*" "$out"
    fi
}
for l in check_headers check_layers check_banned check_sources check_generated check_names check_docs; do
    [ -e "tests/lint/$l.sh" ] && lint "tests/lint/$l.sh"
done
if command -v shellcheck >/dev/null; then
    # shellcheck disable=SC2046 # a list of files
    lint shellcheck -S warning -x setup .ci/run $(find tests -name '*.sh')
fi
if command -v clang-format >/dev/null; then
    lint tests/lint/check_format.sh
fi
echo "$pass passed, $fail failed"
[ "$fail" = 0 ]
