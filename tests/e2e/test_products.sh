#!/bin/sh
# Embeddings of products, end to end, with small nets: learns by heart, learns nothing from nonsense, goes on where it was, keeps still
# what is frozen, and leaves out of the model what only served to learn.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cat >"$tmp/products.yaml" <<'END'
kind: product
seed: 5
image: {width_px: 48, height_px: 48}
catalogue: {generate: 12, seed: 3}
render: {engine: raster, supersample: 1}
product: {backdrop: plain, occluders: 0, azimuth_deg: 0, elevation_deg: 5}
camera: {aperture_mm: 0}
END
cat >"$tmp/learn.yaml" <<'END'
kind: embedder
seed: 3
data: {datasets: eight, valid_samples: 0}
model: {input_px: 32, width: 64, dims: 32}
loss: {kind: cosface, scale: 20, m3: 0.1}
train: {steps: 60, batch: 16, workers: 2, rate: 0.004, warmup: 10, ema: 0.9, eval_every: 30, save_every: 10}
END
train() { # NAME SET...
    out=$1
    shift
    "$ersatz" train -q "$tmp/learn.yaml" -o "$tmp/$out" "$@"
}
last() { # NAME KEY: its last value in thousandths
    sed -n "s/.*\"$2\":\\([0-9.e-]*\\).*/\\1/p" "$tmp/$1/train.jsonl" | tail -n 1 | awk '{printf "%d", 1000 * $1}'
}
below() { [ -n "$1" ] && [ "$1" -lt "$2" ]; }
above() { [ -n "$1" ] && [ "$1" -gt "$2" ]; }
same_models() { cmp "$1/model.ersatz" "$2/model.ersatz" && cmp "$1/state.ersatz" "$2/state.ersatz"; }
tensors() { # MODEL: name and SHA-256 of each
    python3 - "$1" <<'END'
import hashlib, json, struct, sys
b = open(sys.argv[1], "rb").read()
n = struct.unpack("<I", b[8:12])[0]
table, base = json.loads(b[12:12 + n])["tensors"], (12 + n + 63) // 64 * 64
for t in table:
    size = 2 if t["dtype"] == "bf16" else 4
    for d in t["dims"]:
        size *= d
    at = base + t["offset"]
    print(t["name"], hashlib.sha256(b[at:at + size]).hexdigest())
END
}

ok 'eight pictures' "$ersatz" gen -q "$tmp/products.yaml" -n 8 -o "$tmp/eight" --set catalogue.generate=4
ok 'trains' train heart
ok 'knows eight pictures by heart' above "$(last heart accuracy)" 990
ok 'with little loss' below "$(last heart loss)" 200

# stopped and gone on with: the same bytes as undisturbed
(
    "$ersatz" train -q "$tmp/learn.yaml" -o "$tmp/cut" &
    pid=$!
    while [ ! -e "$tmp/cut/state.ersatz" ] && kill -0 $pid 2>/dev/null; do sleep 0.05; done
    kill -INT $pid 2>/dev/null
    wait $pid
) >/dev/null 2>&1
ok 'goes on' train cut --resume
ok 'to the very same model' same_models "$tmp/heart" "$tmp/cut"

# what only serves to learn is no part of the model; what is frozen does not move
ok 'with heads and centres' train heads --set loss.centre_weight=0.01 --set heads.category=0.1 --set heads.brand=0.1
first() { sed -n "s/.*\"$2\":\([0-9.e-]*\).*/\1/p" "$tmp/$1/train.jsonl" | head -n 1 | awk '{printf "%d", 1000 * $1}'; }
ok 'heads learn' below "$(last heads loss_category)" "$(first heads loss_category)"
ok 'their losses are told' grep -q '"loss_centre":.*"loss_category":.*"loss_brand":' "$tmp/heads/train.jsonl"
ok 'the model has none of them' sh -c "! grep -aq 'head\\.\\|centre\"' '$tmp/heads/model.ersatz'"
ok 'the state has' grep -aq '"head.category.weight"' "$tmp/heads/state.ersatz"
ok 'goes on from a model, in part' train frozen --set "model.start_from=$tmp/heart/model.ersatz" --set "train.freeze=['stem.*', 'stage[12].*']"
tensors "$tmp/heart/model.ersatz" | grep '^stem\|^stage[12]' >"$tmp/before"
tensors "$tmp/heart/model.ersatz" | grep '^stage3.1.1.weight' >"$tmp/before3"
tensors "$tmp/frozen/model.ersatz" >"$tmp/after"
ok 'frozen layers are the same' sh -c "grep '^stem\\|^stage[12]' '$tmp/after' | cmp - '$tmp/before'"
ok 'others are not' sh -c "grep '^stage3.1.1.weight' '$tmp/after' | cmp -s - '$tmp/before3'; [ \$? = 1 ]"
fails 'a name that is none' 3 "no parameter of this net is called 'stam" train none --set "train.freeze=['stam.*']"

# remembering: the answers of the first model come closer
ok 'remembers' train both --set "model.start_from=$tmp/heart/model.ersatz" --set "transfer.remember=$tmp/heart/model.ersatz"
ok 'and says how well' grep -q '"loss_remember":' "$tmp/both/train.jsonl"
ok 'well' below "$(last both loss_remember)" 100
ok 'the second embedding is dropped' sh -c "! grep -aq '\"remembered' '$tmp/both/model.ersatz'"

# labels that belong to other pictures teach nothing
ok 'pictures' "$ersatz" gen -q "$tmp/products.yaml" -n 120 -o "$tmp/true"
ok 'others' "$ersatz" gen -q "$tmp/products.yaml" -n 60 -s 77 -o "$tmp/held"
ok 'as files' "$ersatz" convert -q "$tmp/true" --to crops -o "$tmp/false"
python3 - "$tmp/false/crops.tsv" <<'END'
import random, sys
rows = [line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8")]
names = [r[1] for r in rows[1:]]
random.Random(1).shuffle(names)
for r, name in zip(rows[1:], names):
    r[1] = name
with open(sys.argv[1], "w", encoding="utf-8") as f:
    f.writelines("\t".join(r) + "\n" for r in rows)
END
ok 'trains on sense' train sense --set "data.datasets=$tmp/true" --set "data.valid=$tmp/held" --set data.valid_samples=60
ok 'trains on nonsense' train nonsense --set "data.datasets=$tmp/false" --set "data.valid=$tmp/held" --set data.valid_samples=60
ok 'sense is learned' above "$(last sense map)" "$(($(last nonsense map) + 100))"
printf 'kind: embedder\ndata: {datasets: x}\nmodel: {dims: 33}\n' >"$tmp/bad.yaml"
fails 'a wrong size' 3 'model.dims: wants a multiple of 16' "$ersatz" check "$tmp/bad.yaml"
done_testing
