#!/bin/sh
# assets/models/products.ersatz, from the repository alone: shelves to stand behind, pictures of made-up products, an embedding.
#
#     recipes/experiments/products.sh [DIR]      in DIR (out/products); what is there is not made again
#
# On two idle cores some three minutes for pictures and twelve for learning.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
dir=${1:-$top/out/products}
mkdir -p "$dir"
cd "$dir"
ersatz=$top/ersatz

if [ ! -d shelves-coco ]; then
    "$ersatz" gen "$top/recipes/shelf-small.yaml" --set render.engine=raster -n 100 -s 77 -o shelves --force
    "$ersatz" convert shelves --to coco -o shelves-coco
fi
[ -f photo/dataset.json ] || "$ersatz" gen "$top/recipes/products-photo.yaml" --set photos=shelves-coco/train \
    --set 'product.backdrop={choice: [photo, white, shelf, gradient], weights: [20, 4, 1, 1]}' -o photo --resume

# train DIR OPTIONS: names of files in the model are those of DIR
train() {
    out=$1
    shift
    [ -f "$out/model.ersatz" ] ||
        "$ersatz" train "$top/recipes/train-products-photo.yaml" --set 'data.recipes=[]' --set data.datasets=photo "$@" -o "$out"
}
train small --set model.input_px=64 --set train.steps=10000 --set train.rate=0.003 --set loss.margin_warmup=3000 --set train.eval_every=2500
train products --set model.start_from=small/model.ersatz
