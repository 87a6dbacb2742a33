#!/bin/sh
# Run the tests and print one closing line: N passed, N failed, N skipped.
# usage: tests/run.sh BUILD-DIR [unit|property|golden|fuzz|scene|e2e]
# Every test speaks TAP ("ok", "not ok", "ok ... # SKIP"); a program that dies without a plan is a failure.
set -u
cd "$(dirname "$0")/.." || exit 1
build=$1
only=${2:-}
export CMOCKA_MESSAGE_OUTPUT=TAP ERSATZ_BUILD="$build"
export NODE_PATH="$PWD/build/node/node_modules${NODE_PATH:+:$NODE_PATH}" # onnxruntime-node, if it was installed there (.ci/run)
pass=0 fail=0 skip=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

one() { # name, command...
    name=$1
    shift
    "$@" >"$log" 2>&1
    rc=$?
    sed -i 's/^not ok \(.*# *SKIP\)/ok \1/' "$log" # so says cmocka of a test that was skipped
    p=$(grep -c '^ok' "$log")
    s=$(grep -ci '^ok.*# *skip' "$log")
    f=$(grep -c '^not ok' "$log")
    if [ "$rc" = 77 ]; then
        s=$((s + 1)) p=$((p + 1))
    elif [ "$rc" != 0 ] && [ "$f" = 0 ]; then
        f=1
        echo "not ok - $name ended with status $rc" >>"$log"
    elif [ "$((p + f))" = 0 ]; then
        f=1
        echo "not ok - $name ran no test" >>"$log"
    fi
    pass=$((pass + p - s)) fail=$((fail + f)) skip=$((skip + s))
    if [ "$f" != 0 ]; then
        printf '  FAIL  %s\n' "$name"
        sed 's/^/        /' "$log" | tail -n 60
    else
        printf '  ok    %s (%d)\n' "$name" "$((p - s))"
        grep -i '^ok.*# *skip' "$log" | sed 's/^/        /'
    fi
}

for kind in unit property golden; do
    [ -z "$only" ] || [ "$only" = "$kind" ] || continue
    for src in tests/"$kind"/*.c; do
        [ -e "$src" ] || continue
        t=$build/${src%.c}
        one "$kind/$(basename "$t")" "$t"
    done
done
if [ -z "$only" ] || [ "$only" = fuzz ]; then
    for src in tests/fuzz/fuzz_*.c; do
        [ -e "$src" ] || continue
        n=$(basename "$src" .c)
        one "fuzz/$n" "$build/tests/fuzz/replay_$n" "tests/fuzz/corpus/${n#fuzz_}"
    done
fi
if [ -z "$only" ] || [ "$only" = scene ]; then # with the real Blender
    for src in tests/scene/*.c tests/scene/test_*.sh; do
        [ -e "$src" ] || continue
        n=$(basename "$src")
        case $n in
        *.sh) one "scene/${n%.sh}" "$src" ;;
        *) one "scene/${n%.c}" "$build/tests/scene/${n%.c}" ;;
        esac
    done
fi
if [ -z "$only" ] || [ "$only" = e2e ]; then
    for t in tests/e2e/test_*.sh; do
        [ -e "$t" ] || continue
        one "e2e/$(basename "$t" .sh)" "$t"
    done
fi
echo "$pass passed, $fail failed, $skip skipped"
[ "$fail" = 0 ] && [ "$pass" != 0 ]
