# shellcheck shell=sh
# TAP helpers for end-to-end tests. Source from a test that stands in tests/e2e; leaves the shell in the
# repository's root with $ersatz (the program under test) and $tmp (an empty folder, removed at the end).
cd "$(dirname "$0")/../.." || exit 1
# shellcheck disable=SC2034 # used by the tests
ersatz=$PWD/${ERSATZ_BUILD:-build/release}/ersatz
tmp=$(mktemp -d)
trap 'chmod -R u+w "$tmp" 2>/dev/null; rm -rf "$tmp"' EXIT
n=0

# ok NAME COMMAND...: passes if the command does
ok() {
    n=$((n + 1))
    name=$1
    shift
    if "$@" >"$tmp/ok.log" 2>&1; then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
        sed 's/^/# /' "$tmp/ok.log" | tail -n 20
    fi
}

# fails NAME STATUS TEXT COMMAND...: passes if the command ends with STATUS and says TEXT
fails() {
    n=$((n + 1))
    name=$1 want=$2 text=$3
    shift 3
    "$@" >"$tmp/fails.log" 2>&1
    rc=$?
    if [ "$rc" = "$want" ] && grep -qF -- "$text" "$tmp/fails.log"; then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
        echo "# status $rc, wanted $want and '$text'; it said:"
        sed 's/^/# /' "$tmp/fails.log" | tail -n 20
    fi
}

# skip NAME WHY
skip() {
    n=$((n + 1))
    echo "ok $n - $1 # SKIP $2"
}

done_testing() {
    echo "1..$n"
}

# lines_of_words FILE: a recipe of short lines of ten words, small enough to learn in seconds
lines_of_words() {
    cat >"$1" <<'END'
kind: text
seed: 5
image: {height_px: 16, margin_em: 0.1}
text: {sources: [{words: [cat, dog, fish, bird, lion, bear, wolf, frog, duck, goat]}], length: [3, 4]}
font: {families: [DejaVu Sans]}
END
}
# reader_of_words STEPS: $tmp/reader.yaml, a small reader that learns from them by one worker
reader_of_words() {
    lines_of_words "$tmp/lines.yaml"
    cat >"$tmp/reader.yaml" <<END
kind: reader
seed: 3
data: {recipes: $tmp/lines.yaml, height_px: 16, max_width_px: 128, valid_samples: 20}
model: {width: 16, hidden: 16, layers: 1, tokens: 20, dropout: 0.1}
train: {steps: $1, batch: 12, workers: 1, rate: 0.004, warmup: 20, eval_every: 96, save_every: 16, schedule: plateau}
END
}
