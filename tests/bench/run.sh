#!/bin/sh
# Measure, print a table beside the last recorded one (baseline.tsv), and check that the ratios hold.
# usage: tests/bench/run.sh BUILD-DIR [lines|shelf|denoise]...   all of them unless some are named
# The last two want Blender. A machine that does other work, too, moves ratios; more ROUNDS help.
set -eu
cd "$(dirname "$0")/../.."
build=$1
shift
out=$(mktemp)
trap 'rm -f "$out" "$out.all"' EXIT
for what; do
    case $what in
    lines | shelf | denoise) ;;
    *) echo "no such bench: '$what' (lines, shelf, denoise)" >&2 && exit 2 ;;
    esac
done
list=" ${*:-lines shelf denoise} "
wanted() { case $list in *" $1 "*) ;; *) return 1 ;; esac; }
wanted lines && "$build/tests/bench/bench_lines" ./ersatz "${LINES_COUNT:-20000}" "${ROUNDS:-5}" >>"$out.all"
wanted shelf && "$build/tests/bench/bench_shelf" ./ersatz "${FRAMES:-4}" "${ROUNDS:-3}" >>"$out.all"
wanted denoise && "$build/tests/bench/bench_denoise" "${REFERENCE:-1024}" >>"$out.all"
awk 'NR == 1 || $0 != "what\tvalue\tunit"' "$out.all" >"$out"
echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores, $(cc --version | head -n 1)"
awk -F'\t' '
    NR == FNR { base[$1] = $2; next }
    FNR == 1  { printf "%-40s %10s %10s  %s\n", $1, $2, "baseline", $3; next }
              { printf "%-40s %10s %10s  %s\n", $1, $2, ($1 in base) ? base[$1] : "-", $3 }
' tests/bench/baseline.tsv "$out"
awk -F'\t' '
    function need(name, ok, want) {
        if (name in v) { printf "%s  %s: %s, wanted %s\n", ok ? "ok  " : "FAIL", name, v[name], want; bad += !ok }
    }
    { v[$1] = $2 }
    END {
        need("plain / bare", v["plain / bare"] >= 0.7, ">= 0.7")
        # 1500 lines a second where the bare loop makes 8900
        need("hard / bare", v["hard / bare"] >= 0.17, ">= 0.17")
        # two programs side by side show what the machine has to give; it may be shared
        most = v["2 processes / 1"] < 1.9 / 0.97 ? v["2 processes / 1"] * 0.97 : 1.9
        need("2 jobs / 1 job", v["2 jobs / 1 job"] >= most, ">= 1.9, or 0.97 of what 2 processes reach")
        need("memory plain, 1 job", v["memory plain, 1 job"] <= 60, "<= 60")
        need("memory hard, 1 job", v["memory hard, 1 job"] <= 60, "<= 60")
        need("ersatz --version", v["ersatz --version"] < 20, "< 20")
        # processor time: wall-clock of two programs that take turns is the machine'\''s, not theirs
        need("labelled / bare, CPU", v["labelled / bare, CPU"] <= 1.1, "<= 1.1")
        need("memory, 200 / 100 frames", v["memory, 200 / 100 frames"] <= 1.05, "<= 1.05")
        need("memory of Blender, last / second third", v["memory of Blender, last / second third"] <= 1.05, "<= 1.05")
        split("shelf close glass", scene, " ")
        for (i = 1; i <= 3; i++) {
            n = scene[i] ", denoised 8 - raw 64"
            need(n ", SSIM", v[n ", SSIM"] >= 0, ">= 0")
            need(n, v[n] >= -2.5, ">= -2.5")
            b = scene[i] ", brightness"
            need(b, v[b] >= 0.985 && v[b] <= 1.015, "0.985 to 1.015")
        }
        exit bad > 0
    }' "$out"
