#!/bin/sh
# The promise of the dataset: jobs, shards, kills and restarts do not change a byte.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
recipe=recipes/demo.yaml
gen="$ersatz gen $recipe -q --count 90 --set shard_samples=20"

ok 'one job' $gen -o "$tmp/j1" --jobs 1
ok 'two jobs' $gen -o "$tmp/j2" --jobs 2
ok 'one job = two jobs' diff -r "$tmp/j1" "$tmp/j2"
ok 'check passes' $ersatz check "$tmp/j1"

for i in 0 1 2; do
    ok "shard $i of 3" $gen -o "$tmp/part$i" --shard $i/3
done
mkdir "$tmp/union"
cp "$tmp"/part?/shard-* "$tmp/union/"
ok 'resume over the union writes the manifest' $gen -o "$tmp/union" --resume
ok 'union of shards = one run' diff -r "$tmp/j1" "$tmp/union"

# Killed and stopped midway, whenever a number of shards is there, then resumed. The clock plays no part.
long="$ersatz gen $recipe -q --count 1500 --set shard_samples=20 --jobs 2"
shards() { find "$1" -name 'shard-*.idx' 2>/dev/null | wc -l; }
when() { # SHARDS FOLDER PID: waits until so many are there or the process has ended
    while [ "$(shards "$2")" -lt "$1" ] && kill -0 "$3" 2>/dev/null; do :; done
}
ok 'an undisturbed run' $long -o "$tmp/long"
killed=0
for want in 1 8 20; do
    $long -o "$tmp/kill" --resume >"$tmp/kill.log" 2>&1 &
    pid=$!
    when $want "$tmp/kill" $pid
    kill -9 $pid 2>/dev/null && killed=$((killed + 1))
    wait $pid 2>/dev/null
done
ok 'killed three times, midway' test $killed = 3 -a "$(shards "$tmp/kill")" -lt 75
ok 'a killed run has no manifest' test ! -e "$tmp/kill/dataset.json"
ok 'resume after kills' $long -o "$tmp/kill" --resume
ok 'killed and resumed = undisturbed' diff -r "$tmp/long" "$tmp/kill"

$long -o "$tmp/int" 2>"$tmp/int.log" &
pid=$!
when 2 "$tmp/int" $pid
kill -INT $pid
wait $pid
ok 'Ctrl-C ends with 130' test $? = 130
ok 'Ctrl-C left no temporary file' sh -c '! ls "$1" | grep -q tmp' sh "$tmp/int"
ok 'whole shards stayed' test "$(shards "$tmp/int")" -ge 2
ok 'resume after Ctrl-C' $long -o "$tmp/int" --resume
ok 'stopped and resumed = undisturbed' diff -r "$tmp/long" "$tmp/int"

ok 'a stream is a tar' sh -c '$0 gen '$recipe' -q --count 30 -o - | tar -t | grep -c json | grep -qx 30' "$ersatz"
ok 'a stream has the files of the shards' sh -c '
    mkdir "$1/s" "$1/d" && $0 gen '$recipe' -q --count 20 -o - | tar -x -C "$1/s" &&
    tar -x -C "$1/d" -f "$1/j1/shard-000000.tar" && diff -r "$1/s" "$1/d"' "$ersatz" "$tmp"
ok 'a closed pipe ends the stream quietly' sh -c '$0 gen '$recipe' -q --count 500 -o - | head -c 1000 >/dev/null' "$ersatz"
ok 'one sample made alone is the same' sh -c '
    $0 plan '$recipe' 7 -o "$1/one" >/dev/null && cmp "$1/one.json" "$1/d/000000007.json"' "$ersatz" "$tmp"
ok 'another seed is another dataset' sh -c '
    $0 gen '$recipe' -q --count 20 --seed 99 -o "$1/seed" && ! cmp -s "$1/seed/shard-000000.tar" "$1/j1/shard-000000.tar"' "$ersatz" "$tmp"
done_testing
