#!/bin/sh
# make demo: a small corpus from real fonts and real text, checked, and a page to look at.
set -eu
cd "$(dirname "$0")/../.."
out=${DEMO_DIR:-out/demo}
mkdir -p "$(dirname "$out")"
./ersatz gen recipes/demo.yaml -o "$out" --force
./ersatz check "$out"
./ersatz preview recipes/demo.yaml -o "$out-preview" >/dev/null
echo
echo "dataset:  $out"
echo "preview:  $out-preview.html"
echo "          $out-preview.png"
