#!/bin/sh
# A test must be able to fail: planted faults, each of which the test runner has to report.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
mkdir -p "$tmp/tests/unit" "$tmp/tests/e2e" "$tmp/build/tests/unit"
cp tests/run.sh "$tmp/tests/run.sh"

plant() { # name, body of a test program
    printf '#!/bin/sh\n%s\n' "$2" >"$tmp/build/tests/unit/test_$1"
    chmod +x "$tmp/build/tests/unit/test_$1"
    rm -f "$tmp"/tests/unit/*
    : >"$tmp/tests/unit/test_$1.c"
}
run() {
    "$tmp/tests/run.sh" "$tmp/build" unit
}
plant fine 'echo "ok 1 - a"; echo "1..1"'
ok 'a passing test passes' run
plant bad 'echo "ok 1 - a"; echo "not ok 2 - b"'
fails 'a failing assertion' 1 '1 passed, 1 failed' run
plant crash 'echo "ok 1 - a"; kill -SEGV $$'
fails 'a crash after a passed test' 1 '1 failed' run
plant silent 'exit 0'
fails 'a test that runs nothing' 1 'ran no test' run
plant skipped 'exit 77'
fails 'skips are counted, and nothing but skips is no success' 1 '0 passed, 0 failed, 1 skipped' run
done_testing
