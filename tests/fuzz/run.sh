#!/bin/sh
# Runs every built fuzzer with its corpus and the dictionary of recipes.
# usage: tests/fuzz/run.sh BUILD_DIR SECONDS
# What it finds stays in BUILD_DIR/fuzz/NAME: new inputs in found/, crashing ones as crash-*. A crash worth
# keeping goes, small and named after its fault, into tests/fuzz/corpus/NAME.
set -u
cd "$(dirname "$0")/../.." || exit 1
[ $# = 2 ] || { echo "usage: $0 BUILD_DIR SECONDS" >&2; exit 2; }
build=$1
seconds=$2
work=$build/fuzz
mkdir -p "$work" || exit 4
# the dictionary is the release program's; without one, fuzz without
dict=
if [ -x ./ersatz ] && ./ersatz schema --dictionary >"$work/recipe.dict"; then
    dict=-dict=$work/recipe.dict
else
    echo "no ./ersatz to ask for the dictionary (make all): fuzzing without" >&2
fi
pass=0 fail=0
for fuzzer in "$build"/tests/fuzz/fuzz_*; do
    case $fuzzer in *.o | *.d) continue ;; esac
    [ -x "$fuzzer" ] || continue
    name=$(basename "$fuzzer")
    name=${name#fuzz_}
    mkdir -p "$work/$name/found"
    use=
    [ "$name" = recipe ] && use=$dict
    # shellcheck disable=SC2086 # no dictionary is no argument
    if "$fuzzer" $use -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$work/$name/" "$work/$name/found" "tests/fuzz/corpus/$name" \
        >"$work/$name/log" 2>&1; then
        pass=$((pass + 1))
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$name/log")
        echo "  ok    fuzz/$name: $runs runs"
    else
        fail=$((fail + 1))
        echo "  FAIL  fuzz/$name, see $work/$name/log"
        tail -n 30 "$work/$name/log" | sed 's/^/        /'
    fi
done
echo "$pass passed, $fail failed"
[ "$fail" = 0 ] && [ "$pass" != 0 ]
