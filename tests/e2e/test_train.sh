#!/bin/sh
# Training and reading, end to end, with small nets: learns by heart, learns nothing from nonsense, goes on where it was.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

lines_of_words "$tmp/lines.yaml"
cat >"$tmp/reader.yaml" <<END
kind: reader
seed: 3
data: {datasets: [$tmp/eight], height_px: 16, max_width_px: 128}
model: {width: 32, hidden: 32, layers: 1, tokens: 20, dropout: 0}
train: {steps: 320, batch: 16, workers: 2, rate: 0.004, warmup: 20, ema: 0, eval_every: 320, save_every: 64}
END
cer() { # MODEL DATASET: CER in hundredths of a per cent
    "$ersatz" eval -q "$1" "$2" | sed -n 's/^CER  *\([0-9]*\)\.\([0-9]*\).*/\1\2/p'
}
below() { [ -n "$1" ] && [ "$1" -lt "$2" ]; }
above() { [ -n "$1" ] && [ "$1" -gt "$2" ]; }
same_models() { cmp "$1/model.ersatz" "$2/model.ersatz" && cmp "$1/state.ersatz" "$2/state.ersatz"; }

ok 'eight lines' "$ersatz" gen -q "$tmp/lines.yaml" -n 8 -o "$tmp/eight"
ok 'trains' "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/heart"
ok 'knows eight lines by heart' below "$(cer "$tmp/heart/model.ersatz" "$tmp/eight")" 500
ok 'a log of steps' grep -q '"step":320,"loss":' "$tmp/heart/train.jsonl"
ok 'a share of the peak' grep -q '"peak_share":0\.[0-9]*,' "$tmp/heart/train.jsonl"
ok 'a picture of what it saw' sh -c "head -c 8 '$tmp/heart/samples.png' | grep -q PNG"
fails 'is not begun anew by accident' 4 -- "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/heart"

# stopped and gone on with: the same bytes as undisturbed
(
    "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/cut" &
    pid=$!
    while [ ! -e "$tmp/cut/state.ersatz" ] && kill -0 $pid 2>/dev/null; do sleep 0.1; done
    kill -INT $pid 2>/dev/null
    wait $pid
) >/dev/null 2>&1
ok 'goes on' "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/cut" --resume
ok 'to the very same model' same_models "$tmp/heart" "$tmp/cut"
fails 'of another recipe it does not' 5 'another recipe' \
    "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/cut" --resume --set train.workers=1

# labels that belong to other pictures teach nothing about lines that were not learned
ok 'a hundred lines' "$ersatz" gen -q "$tmp/lines.yaml" -n 100 -o "$tmp/true"
ok 'others' "$ersatz" gen -q "$tmp/lines.yaml" -n 60 -s 77 -o "$tmp/held"
ok 'as files' "$ersatz" convert -q "$tmp/true" --to tsv -o "$tmp/tsv"
python3 - "$tmp/tsv/labels.tsv" <<'END'
import sys, random
rows = [line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8")]
texts = [r[1] for r in rows]
random.Random(1).shuffle(texts)
with open(sys.argv[1], "w", encoding="utf-8") as f:
    f.writelines("\t".join([r[0], t] + r[2:]) + "\n" for r, t in zip(rows, texts))
END
ok 'shuffled labels' "$ersatz" convert -q "$tmp/tsv" --from tsv -o "$tmp/false"
ok 'trains on nonsense' "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/none" --set "data.datasets=$tmp/false"
ok 'trains on sense' "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/sense" --set "data.datasets=$tmp/true" \
    --set "data.valid=$tmp/held"
ok 'nonsense is read badly' above "$(cer "$tmp/none/model.ersatz" "$tmp/held")" 6000
temperature=$(sed -n 's/.*"temperature":\([0-9.]*\).*/\1/p' "$tmp/sense/train.jsonl" | tail -n 1)
ok 'confidences are calibrated' test -n "$temperature" -a "$temperature" != 1
ok 'and the model knows how' grep -aqF "\"temperature\":$temperature," "$tmp/sense/model.ersatz"
ok 'sense is read well' below "$(cer "$tmp/sense/model.ersatz" "$tmp/held")" 3000

# real lines distorted by a recipe's effects: another model than without, the same again
(cat "$tmp/lines.yaml" && echo 'effects: {rotate: 0.5, dilate: 0.5, noise: 0.5}') >"$tmp/worn.yaml"
distort() {
    "$ersatz" train -q "$tmp/reader.yaml" -o "$1" --set train.steps=32 --set train.eval_every=32 --set "data.augment=$2"
}
ok 'trains on distorted lines' distort "$tmp/worn" "$tmp/worn.yaml"
ok 'on the same ones again' distort "$tmp/again" "$tmp/worn.yaml"
ok 'to the same model' cmp "$tmp/worn/model.ersatz" "$tmp/again/model.ersatz"
ok 'and says which effects' grep -aq '"augment":"worn.yaml"' "$tmp/worn/model.ersatz"
fails 'without datasets there is nothing to distort' 3 'data.augment' "$ersatz" train "$tmp/reader.yaml" -o "$tmp/x" \
    --set data.datasets=[] --set "data.recipes=$tmp/lines.yaml" --set "data.augment=$tmp/worn.yaml"
fails 'effects of products are none of lines' 3 'of kind text is wanted' distort "$tmp/x" products.yaml

# straight from the generator, and reading files
ok 'from the generator' "$ersatz" train -q "$tmp/reader.yaml" -o "$tmp/gen" --set 'data.datasets=[]' \
    --set "data.recipes=$tmp/lines.yaml" --set data.valid_samples=20 --set train.steps=64
ok 'evaluates as it goes' grep -q '"valid":"generated","cer":' "$tmp/gen/train.jsonl"
(cd "$tmp" && "$ersatz" plan lines.yaml 3 -o one >/dev/null 2>&1)
ok 'reads a picture' sh -c "'$ersatz' read '$tmp/sense/model.ersatz' '$tmp/one.jpg' | grep -q '\"text\":\"[a-z]'"
ok 'as text' sh -c "'$ersatz' read -t -d joint '$tmp/sense/model.ersatz' '$tmp/one.jpg' | grep -q '^[a-z]'"
ok 'a report' "$ersatz" eval -q "$tmp/sense/model.ersatz" "$tmp/held" -o "$tmp/report" --train-log "$tmp/sense/train.jsonl"
ok 'with metrics' grep -q '"cer_ci95"' "$tmp/report/metrics.json"
ok 'two models compared' "$ersatz" eval -q "$tmp/none/model.ersatz" "$tmp/sense/model.ersatz" "$tmp/held" -o "$tmp/two"
ok 'the better one is better' grep -q '"cer"' "$tmp/two/comparison.json"

fails 'no model' 5 'is no model of ersatz' "$ersatz" eval "$tmp/lines.yaml" "$tmp/held"
fails 'a recipe that makes data' 3 'kind: reader' "$ersatz" train "$tmp/lines.yaml" -o "$tmp/x"
fails 'a recipe that makes a model' 3 'ersatz train' "$ersatz" gen "$tmp/reader.yaml" -o "$tmp/x"
printf 'kind: reader\n' >"$tmp/empty.yaml"
fails 'nothing to learn from' 3 'nothing to learn from' "$ersatz" check "$tmp/empty.yaml"
done_testing
