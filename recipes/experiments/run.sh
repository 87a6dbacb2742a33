#!/bin/sh
# The experiments of docs/experiments.md: makes the two datasets, trains, measures, prints the tables as Markdown.
#
#     recipes/experiments/run.sh [DIR]           all of it, in DIR (out/experiments); what is there is not made again
#     ONLY="losses heads" recipes/experiments/run.sh
#
# SEEDS="1 2 3" and STEPS=1200 unless set. Some eighty trainings of about 25 seconds of one core; Ctrl-C and start again as you like.
# "sphereface" varies that loss, "longer" cleans with nets that have learned five times as long: one seed each.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=${1:-$top/out/experiments}
seeds=${SEEDS:-1 2 3}
steps=${STEPS:-1200}
only=${ONLY:-losses sphereface heads forget clean longer}
program=$top/build/release/tests/bench/experiment_products
export OMP_NUM_THREADS=1

if [ ! -x "$program" ] || [ ! -x "$top/ersatz" ]; then
    make -C "$top" all build/release/tests/bench/experiment_products
fi
mkdir -p "$dir/results"
for set in a b; do
    [ -f "$dir/$set/dataset.json" ] || "$top/ersatz" gen "$top/recipes/experiments/catalogue-$set.yaml" -o "$dir/$set" --resume
done

# run NAME ARGUMENTS: one training or a few, its lines of JSON in results/NAME.json; of options given twice the first counts
run() {
    name=$1
    shift
    [ -f "$dir/results/$name.json" ] && return 0
    echo "$name" >&2
    "$program" "$@" A="$dir/a" steps="$steps" > "$dir/results/$name.tmp"
    mv "$dir/results/$name.tmp" "$dir/results/$name.json"
}

wanted() {
    case " $only " in
    *" $1 "*) return 0 ;;
    *) return 1 ;;
    esac
}

for seed in $seeds; do
    if wanted losses; then
        run "losses-$seed-softmax" losses loss=softmax seed="$seed"
        run "losses-$seed-centre" losses loss=softmax centre=0.003 seed="$seed"
        run "losses-$seed-normalised" losses loss=normalised seed="$seed"
        run "losses-$seed-sphereface" losses loss=sphereface m1=4 strength=0.1666667 seed="$seed" # lambda = 5, as published
        run "losses-$seed-cosface" losses loss=cosface seed="$seed"
        run "losses-$seed-arcface" losses loss=arcface seed="$seed"
        run "losses-$seed-combined" losses loss=combined seed="$seed"
    fi
    if wanted heads; then
        run "losses-$seed-arcface" losses loss=arcface seed="$seed"
        run "heads-$seed" heads loss=arcface seed="$seed"
    fi
    if wanted forget; then
        run "forget-$seed" forget B="$dir/b" seed="$seed"
    fi
    if wanted clean; then
        for noise in 0.1 0.2 0.4; do
            run "clean-$seed-$noise" clean noise="$noise" seed="$seed" rounds=2
        done
    fi
done
if wanted sphereface; then # as published, with one thing otherwise; the last without any margin
    set -- seed=1 strength=0.1666667 loss=sphereface
    run sphere-scale losses "$@" case='s = 16' m1=4 scale=16
    run sphere-m2 losses "$@" case='m1 = 2' m1=2
    run sphere-warmup losses "$@" case='grows to the end' m1=4 warmup=1
    run sphere-none losses seed=1 loss=normalised case='m1 = 1' scale=0
fi
if wanted longer; then
    run longer-1-0.2 clean noise=0.2 seed=1 rounds=2 steps=$((5 * steps))
fi

# table TITLE PATTERN KEYS VALUES: mean and standard deviation over seeds of lines that match, grouped by keys
table() {
    echo
    echo "$1"
    echo
    cat "$dir"/results/*.json | awk -v pattern="$2" -v keys="$3" -v values="$4" '
        function get(key,   m) {
            if (!match($0, "\"" key "\":(\"[^\"]*\"|[-0-9.e]+)")) { return "" }
            m = substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 3)
            gsub(/"/, "", m)
            return m
        }
        BEGIN { n_keys = split(keys, key, " "); n_values = split(values, value, " ") }
        $0 ~ pattern {
            g = ""
            for (k = 1; k <= n_keys; k++) { g = g "| " get(key[k]) " " }
            if (!(g in count)) { order[++groups] = g }
            count[g]++
            for (k = 1; k <= n_values; k++) { v = get(value[k]) * (value[k] ~ /^(theta_deg|length|pictures)$/ ? 1 : 100); sum[g, k] += v; square[g, k] += v * v }
        }
        END {
            line = "|"; rule = "|"
            for (k = 1; k <= n_keys; k++) { line = line " " key[k] " |"; rule = rule "---|" }
            for (k = 1; k <= n_values; k++) { line = line " " value[k] " |"; rule = rule "---|" }
            print line " runs |"; print rule "---|"
            for (i = 1; i <= groups; i++) {
                g = order[i]; n = count[g]; line = g "|"
                for (k = 1; k <= n_values; k++) {
                    mean = sum[g, k] / n; var = n > 1 ? (square[g, k] - n * mean * mean) / (n - 1) : 0
                    line = line (n > 1 ? sprintf(" %.1f ± %.1f |", mean, sqrt(var > 0 ? var : 0)) : sprintf(" %.1f |", mean))
                }
                print line " " n " |"
            }
        }'
}

table "Losses, on unseen products of A (per cent)" '"experiment":"losses".*"case":""' "loss" "map top1 theta_deg"
table "SphereFace otherwise (per cent)" '"experiment":"losses".*"case":"[^"]' "loss case" "map top1 theta_deg length"
table "Heads, on unseen products of A (per cent)" '"loss":"arcface","case":"(with heads)?","on":"A".*"noise":0,' "case" "map top1"
table "A, then B (per cent)" '"experiment":"forget"' "case on" "map top1"
table "Cleaning: mAP on unseen products of A (per cent)" '"experiment":"clean"' "noise case steps" "map top1 theta_deg pictures"
table "Cleaning: what was thrown out (per cent)" '"experiment":"thrown"' "noise steps round far" "thrown precision recall recall_flip recall_album recall_stranger"
