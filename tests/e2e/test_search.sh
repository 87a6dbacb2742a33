#!/bin/sh
# Products, end to end, with a net that hardly learned: evaluation, two models, index and find, labels spoilt and cleaned.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

cat >"$tmp/products.yaml" <<'END_RECIPE'
kind: product
seed: 4
count: 96
image: {width_px: 48, height_px: 48}
catalogue: {generate: 12}
render: {engine: raster}
split: {test: 0.3, by: sku}
END_RECIPE
cat >"$tmp/embedder.yaml" <<END_RECIPE
kind: embedder
seed: 1
data: {datasets: $tmp/products, valid_samples: 16}
model: {input_px: 32, width: 32, dims: 32}
loss: {kind: cosface, scale: 16, m3: 0.1}
train: {steps: 60, batch: 16, rate: 0.004, warmup: 10, ema: 0, eval_every: 60, workers: 1}
END_RECIPE
above() { [ -n "$1" ] && [ "$1" -gt "$2" ]; }
measure() { # FILE KEY: in ten-thousandths
    sed -n "s/^ *\"$2\": \(1\|0\)\.\{0,1\}\([0-9]*\).*/\1\20000/p" "$1" | head -n 1 | cut -c1-5 | sed 's/^0*\(.\)/\1/'
}
first_key() { # of each picture that is searched for, what is found first
    sed 's/.*"found":\[{"class":"[^"]*","score":\([0-9.]*\),"key":"\([^"]*\)".*/\1 \2/'
}

ok 'pictures' "$ersatz" gen -q "$tmp/products.yaml" -o "$tmp/products"
ok 'trains' "$ersatz" train -q "$tmp/embedder.yaml" -o "$tmp/run"
m=$tmp/run/model.ersatz
ok 'evaluates' "$ersatz" eval -q "$m" "$tmp/products" -o "$tmp/report"
ok 'map, pages and lists' ls "$tmp/report/metrics.json" "$tmp/report/report.html" "$tmp/report/queries.jsonl" "$tmp/report/map.png"
ok 'better than chance' above "$(measure "$tmp/report/metrics.json" top1)" 2500
ok 'parts by view' grep -q '"0-20°"' "$tmp/report/metrics.json"
ok 'taught and unseen' grep -q '"unseen SKU"\|"unseen brand"' "$tmp/report/metrics.json"
ok 'what is searched for among itself is found' "$ersatz" eval -q "$m" "$tmp/products" --gallery "$tmp/products" --no-map -o "$tmp/self"
ok 'first' above "$(measure "$tmp/self/metrics.json" top1)" 9999
ok 'two models' "$ersatz" eval -q "$m" "$m" "$tmp/products" -o "$tmp/two"
ok 'a model is not better than itself' grep -q '"p": 1' "$tmp/two/comparison.json"
fails 'two models of two kinds' 2 'different kinds' "$ersatz" eval -q "$m" assets/models/receipts.ersatz "$tmp/products"

ok 'crops' "$ersatz" convert -q "$tmp/products" --to crops -o "$tmp/crops"
for how in exact graph; do
    ok "index, $how" "$ersatz" index -q "$m" "$tmp/crops" "--$how" -o "$tmp/$how.idx"
    picture=$(sed -n '2s/	.*//p' "$tmp/crops/crops.tsv")
    ok "finds itself, $how" [ "$("$ersatz" find -q -i "$tmp/$how.idx" "$tmp/crops/$picture" | first_key)" = "1 $picture" ]
done
ok 'three products, each once' [ "$("$ersatz" find -q -i "$tmp/graph.idx" --text -n 3 "$tmp/crops/$picture" | cut -f 4 | sort -u | wc -l)" = 3 ]
cp "$m" "$tmp/other.ersatz"
"$ersatz" train -q "$tmp/embedder.yaml" -o "$tmp/again" --set seed=2 --set train.steps=2 --set train.eval_every=2 >/dev/null 2>&1
fails 'not with another model' 5 'another model' "$ersatz" find -q -i "$tmp/graph.idx" -m "$tmp/again/model.ersatz" "$tmp/crops/$picture"
ok 'but with the same elsewhere' "$ersatz" find -q -i "$tmp/graph.idx" -m "$tmp/other.ersatz" "$tmp/crops/$picture"
dd if=/dev/zero of="$tmp/graph.idx" bs=1 seek=3000 count=64 conv=notrunc 2>/dev/null
fails 'a damaged index' 5 'damaged' "$ersatz" find -q -i "$tmp/graph.idx" "$tmp/crops/$picture"
fails 'no index' 2 '--index' "$ersatz" find "$tmp/crops/$picture"

ok 'spoils' "$ersatz" clean -q --spoil 30 --how flips "$tmp/products" -o "$tmp/spoilt"
ok 'writes down what' grep -q '	flip	' "$tmp/spoilt/crops.tsv"
ok 'test pictures stay right' [ "$(grep -c '^test/.*	flip	' "$tmp/spoilt/crops.tsv")" = 0 ]
ok 'cleans' "$ersatz" clean -q "$m" "$tmp/spoilt" --split train -o "$tmp/cleaned"
ok 'finds most of it' above "$(measure "$tmp/cleaned/clean.json" recall)" 5000
ok 'more of it than by chance' above "$(measure "$tmp/cleaned/clean.json" precision)" 3500
ok 'what is kept can be cleaned again' "$ersatz" clean -q "$m" "$tmp/cleaned" -o "$tmp/cleaner"
fails 'is not replaced by accident' 4 'exists' "$ersatz" clean -q "$m" "$tmp/spoilt" -o "$tmp/cleaned"
done_testing
