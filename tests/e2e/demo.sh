#!/bin/sh
# make demo: lines from real fonts and real text; shelves and products, two of the shelves ray-traced by Blender; a small reader,
# trained for about two minutes on lines of its own, that then reads what it has not seen; a small embedding of products, that searches and finds wrong labels. Pages to look at.
set -eu
cd "$(dirname "$0")/../.."
out=${DEMO_DIR:-out/demo}
mkdir -p "$(dirname "$out")"

echo '== lines =='
./ersatz gen recipes/demo.yaml -o "$out" --force
./ersatz check "$out"
./ersatz preview recipes/demo.yaml -o "$out-lines" >/dev/null

echo '== shelves and products =='
./ersatz preview recipes/shelf-small.yaml -n 4 -o "$out-shelves" >/dev/null
./ersatz preview recipes/products.yaml -n 24 -o "$out-products" >/dev/null
./ersatz gen recipes/shelf-small.yaml -n 2 -o "$out-cycles" --force --set image.width_px=480 --set image.height_px=360
./ersatz check "$out-cycles"

echo '== reading =='
./ersatz train recipes/train-demo.yaml -o "$out-reader" --force
./ersatz gen recipes/receipts.yaml -n 200 -s 7 -o "$out-held-out" --force
./ersatz eval -q "$out-reader/model.ersatz" "$out-held-out" -o "$out-report" --train-log "$out-reader/train.jsonl"

# products MODEL-DIR: a small embedding, taught on two thousand pictures of products; pictures looked for among each other, and in an
# index; wrong labels made and found
products() {
    ./ersatz gen recipes/products.yaml -n 2000 -o "$out-pictures" --force --set image.width_px=80 --set image.height_px=80
    ./ersatz train recipes/train-products-demo.yaml -o "$1" --force --set 'data.recipes=[]' --set "data.datasets=$out-pictures" \
        --set data.jitter=0.1 --set train.steps=1500 --set train.ema=0.99 --set train.eval_every=500
    ./ersatz gen recipes/products.yaml -n 500 -s 9 -o "$out-shop" --force
    ./ersatz eval -q "$1/model.ersatz" "$out-shop" -o "$out-search"
    ./ersatz index -q "$1/model.ersatz" "$out-shop" -o "$out-shop.idx"
    ./ersatz clean -q --spoil 20 "$out-shop" -o "$out-spoilt" --force
    ./ersatz clean -q "$1/model.ersatz" "$out-spoilt" --split train -o "$out-cleaned" --force
    ./ersatz find -q --index "$out-shop.idx" --text -n 3 "$(find "$out-cleaned" -name '*.jpg' | sort | head -n 1)"
}
echo '== searching =='
products "$out-embedder"

cat <<END

datasets:  $out  $out-cycles
pages:     $out-lines.html  $out-shelves.html  $out-products.html
models:    $out-reader/model.ersatz  $out-embedder/model.ersatz
reports:   $out-report/report.html  $out-search/report.html  $out-cleaned/clean.html
END
