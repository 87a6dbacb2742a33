#!/bin/sh
# make demo: lines from real fonts and real text; shelves and products, two of the shelves ray-traced by Blender; a small reader,
# trained for about two minutes on lines of its own, that then reads what it has not seen. Pages to look at.
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

cat <<END

datasets:  $out  $out-cycles
pages:     $out-lines.html  $out-shelves.html  $out-products.html
model:     $out-reader/model.ersatz
report:    $out-report/report.html
END
