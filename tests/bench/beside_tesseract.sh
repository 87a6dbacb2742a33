#!/bin/sh
# A reader beside Tesseract: the same pictures, the same labels, the same error rates, one thread each, one after the other.
#
#     tests/bench/beside_tesseract.sh DATASET MODEL LANGUAGE [PSM]
#     tests/bench/beside_tesseract.sh lines assets/models/fraktur.ersatz frk 13
#
# Tesseract reads all pictures in one process (a list), so that its start counts once; the set is sealed first, so that both are
# given pictures without labels. Prints the two programs' rates and lines per second.
set -eu
[ $# -ge 3 ] || { echo "usage: $0 DATASET MODEL LANGUAGE [PSM]" >&2; exit 2; }
data=$1 model=$2 lang=$3 psm=${4:-7}
ersatz=${ERSATZ:-./ersatz}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export OMP_NUM_THREADS=1 OMP_THREAD_LIMIT=1

"$ersatz" seal "$data" -o "$dir/sealed" --answers "$dir/answers.json" -q >/dev/null
find "$dir/sealed" -type f \( -name '*.png' -o -name '*.jpg' \) | sort >"$dir/list"
n=$(wc -l <"$dir/list")
start=$(date +%s.%N)
tesseract "$dir/list" "$dir/out" -l "$lang" --psm "$psm" 2>/dev/null
end=$(date +%s.%N)
python3 - "$dir" <<'PY'
import json, os, sys
d = sys.argv[1]
names = open(d + "/list").read().split("\n")[:-1]
pages = open(d + "/out.txt", encoding="utf-8").read().split("\f")
with open(d + "/predictions.jsonl", "w", encoding="utf-8") as out:
    for name, text in zip(names, pages):
        key = os.path.splitext(os.path.basename(name))[0]
        print(json.dumps({"key": key, "text": " ".join(text.split())}, ensure_ascii=False), file=out)
PY
echo "tesseract -l $lang --psm $psm"
"$ersatz" eval --answers "$dir/answers.json" "$dir/predictions.jsonl" 2>&1 | grep -E '^(CER|exact)'
awk -v n="$n" -v a="$start" -v b="$end" 'BEGIN { printf "speed        %.0f lines/s, one thread\n", n / (b - a) }'
echo "ersatz $model"
"$ersatz" eval "$model" "$data" 2>&1 | grep -E '^(CER|exact|speed)'
