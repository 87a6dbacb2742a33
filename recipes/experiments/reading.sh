#!/bin/sh
# What the parts of a reader are worth: head over tokens or none, BiLSTM or Transformer, bf16 or fp32. Trains the same small net with
# each in turn, the same steps, several seeds; evaluates on generated lines in faces it has never seen and on real lines; prints the
# tables of docs/reading.md as Markdown.
#
#     recipes/experiments/reading.sh [DIR [RECEIPTS [FRAKTUR]]]
#
# DIR: where it works (out/reading); what is there is not made again, so that it can be stopped and started as you like.
# RECEIPTS, FRAKTUR: real lines with their texts, as 'ersatz eval' takes them: English receipts, German Fraktur. Without them the
# tables have generated lines alone.
#
# From the environment: SEEDS ("1 2 3"), WORLDS ("receipts fraktur"), CASES ("base no-tokens transformer fp32"), RECEIPTS_STEPS and
# FRAKTUR_STEPS (600 of 32 and of 16 lines), RUN: a command to run each training by ("nice").
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=${1:-$top/out/reading}
receipts_real=${2:-}
fraktur_real=${3:-}
seeds=${SEEDS:-1 2 3}
worlds=${WORLDS:-receipts fraktur}
cases=${CASES:-base no-tokens transformer fp32}
run=${RUN:-}
export OMP_NUM_THREADS=1

[ -x "$top/ersatz" ] || make -C "$top" all
mkdir -p "$dir"

# of a world: its real lines, how long it learns
of() {
    case $1-$2 in
    receipts-real) echo "$receipts_real" ;;
    fraktur-real) echo "$fraktur_real" ;;
    receipts-steps) echo "${RECEIPTS_STEPS:-600}" ;;
    fraktur-steps) echo "${FRAKTUR_STEPS:-600}" ;;
    receipts-batch) echo 32 ;;
    fraktur-batch) echo 16 ;; # whose lines are twice as long
    # faces held out: five of the receipts' families; of the few of Fraktur one that is like the others (Blankenburg)
    receipts-held) echo split.val=0.2 ;;
    fraktur-held) echo split.val=0.1 ;;
    receipts-draw) echo seed=1 ;;
    fraktur-draw) echo seed=9 ;;
    receipts-lines) echo 3000 ;; # of which some 650 are in those faces
    fraktur-lines) echo 6000 ;;  # some 600
    esac
}

# train WORLD CASE SEED: DIR/WORLD-CASE-SEED/model.ersatz, and cpu_s: seconds of processor time it took
train() {
    out=$dir/$1-$2-$3
    steps=$(of "$1" steps)
    [ -f "$out/cpu_s" ] && return 0
    case $2 in
    base) set -- "$@" --set train.bf16=true ;;
    no-tokens) set -- "$@" --set model.tokens=0 ;;
    transformer) set -- "$@" --set model.encoder=transformer ;;
    fp32) set -- "$@" --set train.bf16=false ;;
    *)
        echo "no case '$2': base, no-tokens, transformer, fp32" >&2
        exit 2
        ;;
    esac
    world=$1 seed=$3
    echo "$1 $2 $3" >&2
    shift 3
    # shellcheck disable=SC2086 # RUN is a list of words, or nothing
    sh -c '"$@" >/dev/null || exit 1; times' sh $run "$top/ersatz" train -q "$top/recipes/train-$world.yaml" -o "$out" --resume \
        --seed "$seed" --data-set split.by=font --data-set "$(of "$world" held)" --data-set "$(of "$world" draw)" \
        --set data.valid_samples=100 --set data.height_px=32 \
        --set model.cnn=fast --set model.width=80 --set model.hidden=96 --set model.layers=2 --set model.tokens=500 \
        --set train.steps="$steps" --set train.batch="$(of "$world" batch)" --set train.rate=0.003 \
        --set train.warmup=100 --set train.schedule=cosine --set train.ema=0.99 --set train.eval_every="$steps" --set train.workers=1 "$@" >"$out.times" || {
        echo "stopped or failed: $world, seed $seed (start again to go on)" >&2
        exit 1
    }
    # the second line of times: of children, "0m1.23s 0m0.45s"
    awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); s += 60 * t[1] + t[2] } printf "%.1f\n", s }' "$out.times" >"$out/cpu_s"
    rm "$out.times"
}

# measure WORLD CASE SEED ON HOW DATA...: DIR/WORLD-CASE-SEED/ON-HOW.json
measure() {
    out=$dir/$1-$2-$3
    to=$out/$4-$5
    how=$5
    precision=
    [ "$2" = fp32 ] && precision=--fp32
    shift 5
    [ -f "$to.json" ] && return 0
    "$top/ersatz" eval -q "$out/model.ersatz" "$@" --decode "$how" $precision -o "$to" >/dev/null
    mv "$to/metrics.json" "$to.json"
    rm -r "$to"
}

for world in $worlds; do
    real=$(of "$world" real)
    held=$dir/$world-held-out
    [ -n "$real" ] || echo "no real lines for $world: generated ones alone" >&2
    [ -f "$held/dataset.json" ] ||
        "$top/ersatz" gen -q "$top/recipes/$world.yaml" -o "$held" --resume -n "$(of "$world" lines)" -s 77 \
            --set split.by=font --set "$(of "$world" held)" --set "$(of "$world" draw)"
    for seed in $seeds; do
        for case in $cases; do
            train "$world" "$case" "$seed"
            hows=greedy
            [ "$case" = base ] && hows="greedy beam joint"
            [ "$case" = no-tokens ] && hows="greedy beam"
            for how in $hows; do
                measure "$world" "$case" "$seed" generated "$how" "$held" --split val
                [ -z "$real" ] || measure "$world" "$case" "$seed" real "$how" "$real"
            done
        done
    done
done

# One line a measurement: world case seed on how cpu_s cer exact
collect() {
    for world in $worlds; do
        for case in $cases; do
            for seed in $seeds; do
                out=$dir/$world-$case-$seed
                for f in "$out"/*-*.json; do
                    [ -f "$f" ] || continue
                    name=$(basename "$f" .json)
                    awk -v row="$world $case $seed ${name%-*} ${name#*-} $(cat "$out/cpu_s")" '
                        function get(key) {
                            match($0, "\"" key "\":[ ]*[-0-9.e]+")
                            return substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 3) + 0
                        }
                        { all = all $0 }
                        END { $0 = all; print row, get("cer_norm"), get("exact_norm") }' "$f"
                done
            done
        done
    done
}

# tables: mean and standard deviation over seeds; then the difference to base read greedily, seed by seed, with its 95 % interval by
# Student's t
tables() {
    awk -v worlds="$worlds" '
        function mean_of(list,   v, n, i, s) { n = split(list, v, " "); for (i = 1; i <= n; i++) { s += v[i] } return n ? s / n : 0 }
        function sd_of(list,   v, n, i, s, m) {
            n = split(list, v, " "); m = mean_of(list)
            for (i = 1; i <= n; i++) { s += (v[i] - m) * (v[i] - m) }
            return n > 1 ? sqrt(s / (n - 1)) : 0
        }
        function spread(list) { return split(list, v, " ") > 1 ? sprintf("%.2f ± %.2f", mean_of(list), sd_of(list)) : sprintf("%.2f", mean_of(list)) }
        function change(list,   n, h) {
            n = split(list, v, " ")
            if (n < 2) { return sprintf("%+.2f", mean_of(list)) }
            h = (n - 1 in t ? t[n - 1] : 2) * sd_of(list) / sqrt(n)
            return sprintf("%+.2f [%+.2f, %+.2f]", mean_of(list), mean_of(list) - h, mean_of(list) + h)
        }
        BEGIN {
            split("12.706 4.303 3.182 2.776 2.571 2.447 2.365 2.306 2.262", t, " ")
            n_rows = split("base/greedy base/beam base/joint no-tokens/greedy no-tokens/beam transformer/greedy fp32/greedy", row, " ")
            split("both heads, greedy|both heads, beam|both heads, joint|graphemes alone, greedy|graphemes alone, beam|Transformer, both heads, greedy|fp32, both heads, greedy", name, "|")
            n_worlds = split(worlds, world, " "); n_ons = split("generated real", on, " ")
        }
        {
            k = $1 " " $2 "/" $5 " " $4; cer[k, $3] = 100 * $7; exact[k, $3] = 100 * $8
            cers[k] = cers[k] " " 100 * $7; exacts[k] = exacts[k] " " 100 * $8; seeds[k] = seeds[k] " " $3
            if ($4 == "generated") { cpu[$1 " " $2 "/" $5] = cpu[$1 " " $2 "/" $5] " " $6 }
        }
        END {
            for (w = 1; w <= n_worlds; w++) {
                for (kind = 0; kind < 2; kind++) {
                    print "\n" world[w] (kind ? ", change from both heads read greedily (points; same seeds) [95 %]" : ", per cent") "\n"
                    line = "| |"; rule = "|---|"
                    for (o = 1; o <= n_ons; o++) { line = line " CER, " on[o] " | exact, " on[o] " |"; rule = rule "---|---|" }
                    print line (kind ? "" : " training, CPU s | runs |"); print rule (kind ? "" : "---|---|")
                    for (i = 1 + kind; i <= n_rows; i++) {
                        k = world[w] " " row[i]
                        if (!((k " generated") in cers)) { continue }
                        line = "| " name[i] " |"
                        for (o = 1; o <= n_ons; o++) {
                            a = k " " on[o]; b = world[w] " base/greedy " on[o]
                            if (!(a in cers)) { line = line " | |"; continue }
                            if (!kind) { line = line " " spread(cers[a]) " | " spread(exacts[a]) " |"; continue }
                            dc = de = ""; n = split(seeds[a], s, " ")
                            for (j = 1; j <= n; j++) {
                                if ((b, s[j]) in cer) { dc = dc " " cer[a, s[j]] - cer[b, s[j]]; de = de " " exact[a, s[j]] - exact[b, s[j]] }
                            }
                            line = line " " change(dc) " | " change(de) " |"
                        }
                        print line (kind ? "" : " " sprintf("%.0f", mean_of(cpu[k])) " | " split(seeds[k " generated"], v, " ") " |")
                    }
                }
            }
        }'
}

collect | tables
