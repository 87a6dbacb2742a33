#!/bin/sh
# Shelves from recipe to dataset: by the rasteriser, and a few tiny frames by the real Blender.
# ERSATZ_SLOW=1 looks at a thousand frames instead of eighty.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
shelf="recipes/shelf-small.yaml -q --set image.width_px=200 --set image.height_px=150 --set catalogue.px_per_mm=2
    --set render.supersample=1 --set labels.instance_map=true --set shard_samples=4"
raster="$shelf --set render.engine=raster"
cycles="$shelf --set render.engine=cycles --set render.samples=2 --set shard_samples=1 --set image.width_px=96 --set image.height_px=72"

# --- the promise of the dataset ---------------------------------------------------------------------
ok 'raster: one job' $ersatz gen $raster --count 20 --jobs 1 -o "$tmp/j1"
ok 'raster: two jobs' $ersatz gen $raster --count 20 --jobs 2 -o "$tmp/j2"
ok 'raster: one job = two jobs' diff -r "$tmp/j1" "$tmp/j2"
ok 'check passes' $ersatz check "$tmp/j1"
for i in 0 1 2; do
    ok "shard $i of 3" $ersatz gen $raster --count 20 -o "$tmp/part$i" --shard $i/3
done
mkdir "$tmp/union"
cp "$tmp"/part?/shard-* "$tmp/union/"
ok 'resume over the union writes the manifest' $ersatz gen $raster --count 20 -o "$tmp/union" --resume
ok 'union of shards = one run' diff -r "$tmp/j1" "$tmp/union"
ok 'a stream has the files of the shards' sh -c '
    mkdir "$1/s" "$1/d" && dir=$1 && shift && "$@" | tar -x -C "$dir/s" &&
    for t in "$dir"/j1/*.tar; do tar -x -C "$dir/d" -f "$t" || exit 1; done && diff -r "$dir/s" "$dir/d"' \
    sh "$tmp" $ersatz gen $raster --count 20 -o -

# Killed when some shards are there. The clock plays no part.
shards() { find "$1" -name 'shard-*.idx' 2>/dev/null | wc -l; }
killed() { # FOLDER SHARDS COMMAND...: passes if it was killed before it was done
    dir=$1 want=$2
    shift 2
    "$@" -o "$dir" &
    pid=$!
    while [ "$(shards "$dir")" -lt "$want" ] && kill -0 $pid 2>/dev/null; do :; done
    kill -9 $pid
    wait $pid 2>/dev/null
    test ! -e "$dir/dataset.json"
}
ok 'raster: kill -9 midway' killed "$tmp/kill" 2 $ersatz gen $raster --count 20
ok 'raster: resume' $ersatz gen $raster --count 20 -o "$tmp/kill" --resume
ok 'raster: killed and resumed = undisturbed' diff -r "$tmp/j1" "$tmp/kill"

ok 'Cycles: three frames' $ersatz gen $cycles --count 3 --jobs 1 -o "$tmp/c1"
ok 'Cycles: kill -9 midway' killed "$tmp/c2" 1 $ersatz gen $cycles --count 3 --jobs 2
ok 'Cycles: resume' $ersatz gen $cycles --count 3 --jobs 2 -o "$tmp/c2" --resume
ok 'Cycles: labels and pixels as undisturbed, with one job or two' diff -r "$tmp/c1" "$tmp/c2"
ok 'Cycles: check passes' $ersatz check "$tmp/c1"
ok 'Cycles: labels are whole, and fit what Blender saw' sh -c '
    python3 tests/e2e/shelf_labels.py "$1/c1" 30 any &&
    for t in "$1"/c1/*.tar; do tar -xOf "$t" --wildcards "*.json"; done | grep -o "\"index_differs\":[0-9.e-]*" |
        awk -F: "{ n++; bad += !(\$2 <= 0.001) } END { exit n != 3 || bad }"' sh "$tmp"

# --- labels -------------------------------------------------------------------------------------------
whole="$raster --set labels.min_visible=0 --set labels.amodal_masks=true --set shard_samples=50 --set split.val=0.2 --set split.test=0.2"
many=$([ -n "${ERSATZ_SLOW:-}" ] && echo 1000 || echo 80)
ok "$many frames by SKU" $ersatz gen $whole --count "$many" --set split.by=sku -o "$tmp/sku"
ok 'no label is missing, none is empty; no SKU is in two splits' python3 tests/e2e/shelf_labels.py "$tmp/sku" 30 sku
ok 'frames by brand' $ersatz gen $whole --count 30 --set split.by=brand -o "$tmp/brand"
ok 'no brand is in two splits' python3 tests/e2e/shelf_labels.py "$tmp/brand" 30 brand
ok 'products' $ersatz gen recipes/products.yaml -q --count 300 --set labels.instance_map=true --set labels.amodal_masks=true \
    --set image.width_px=64 --set image.height_px=64 --set labels.min_visible=0 --set catalogue.px_per_mm=2 -o "$tmp/products"
ok 'products: labels are whole, no SKU is in two splits' python3 tests/e2e/shelf_labels.py "$tmp/products" 30 sku

# --- the user's own products ------------------------------------------------------------------------------
# Blender bakes the model once, whatever renders.
ok 'pictures and models of one'"'"'s own' $ersatz gen recipes/own-products.yaml -q --count 6 --set render.engine=raster --set image.width_px=160 \
    --set image.height_px=120 --set render.supersample=1 --set camera.distance_m=1.2 --set labels.min_pixels=16 -o "$tmp/own"
ok 'all of them stand there, the model with a pose and a box, and with no text' python3 - "$tmp/own/shard-000000.tar" <<'END'
import json, sys, tarfile
items = []
with tarfile.open(sys.argv[1]) as t:
    for m in t:
        if m.name.endswith(".json"):
            items += json.load(t.extractfile(m))["items"]
skus = {i["sku"] for i in items}
assert skus == {"ottervale-porridge-450", "ottervale-tea-80", "ottervale-passata-400", "ottervale-biscuit-tin"}, skus
tins = [i for i in items if i["sku"] == "ottervale-biscuit-tin"]
assert all(i["size_m"] == [0.156, 0.156, 0.12] for i in tins if "size_m" in i), tins[0]
assert not any(i.get("texts") for i in items)
END

# --- other formats --------------------------------------------------------------------------------------
ok 'a dataset to convert' $ersatz gen $raster --count 12 --set labels.amodal_masks=true --set image.format=png \
    --set split.val=0.25 --set split.test=0.25 --set camera.distortion=0 --set image.width_px=400 --set image.height_px=300 \
    --set catalogue.px_per_mm=4 --set labels.min_text_px=5 -o "$tmp/src"
for format in coco yolo voc bop crops icdar; do
    ok "to $format" $ersatz convert "$tmp/src" --to $format -o "$tmp/$format"
    ok "$format says what the labels say" python3 tests/e2e/shelf_formats.py $format "$tmp/src" "$tmp/$format"
done

# --- looking ----------------------------------------------------------------------------------------------
ok 'a preview' $ersatz preview recipes/shelf-small.yaml -q -n 2 --set catalogue.px_per_mm=2 -o "$tmp/look"
ok 'it is a PNG and a page' sh -c 'head -c 4 "$1/look.png" | grep -q PNG && grep -q "<html" "$1/look.html" && test "$(wc -c <"$1/look.png")" -gt 50000' sh "$tmp"
ok 'a plan is JSON with items and camera' sh -c '$0 plan recipes/shelf.yaml 3 | python3 -c "
import json, sys
p = json.load(sys.stdin)
assert p[\"index\"] == 3 and len(str(p)) > 1000 and \"camera\" in p, list(p)"' "$ersatz"
ok 'one sample made alone is the same' sh -c '
    dir=$1 && shift && "$@" -o "$dir/one" >/dev/null && cmp "$dir/one.json" "$dir/d/000000007.json" && cmp "$dir/one.jpg" "$dir/d/000000007.jpg"' \
    sh "$tmp" $ersatz plan $raster 7

# --- no Blender, or the wrong one -----------------------------------------------------------------------------
fails 'no Blender' 6 'install the package' $ersatz gen $cycles --count 1 -o "$tmp/no" --blender "$tmp/nowhere"
fails '$BLENDER is heeded' 6 "'$tmp/elsewhere'" env BLENDER="$tmp/elsewhere" $ersatz gen $cycles --count 1 -o "$tmp/no"
cat >"$tmp/old" <<'END'
#!/bin/sh
# what Blender 2.93 answers to scenes/worker.py
while [ "$1" != --replies-fd ]; do shift; done
eval "echo '{\"hello\": 1, \"version\": [2, 93, 4], \"cycles\": true, \"oidn\": false}' >&$2"
cat >/dev/null
END
chmod +x "$tmp/old"
fails 'an old Blender' 6 'is Blender 2.93.4; 3.4 or newer is needed' $ersatz gen $cycles --count 1 -o "$tmp/no" --blender "$tmp/old"
fails 'another program' 6 'true' $ersatz gen $cycles --count 1 -o "$tmp/no" --blender /bin/true
ok 'nothing was written' test ! -e "$tmp/no/dataset.json"
ok 'the rasteriser needs no Blender' $ersatz gen $raster --count 1 -o "$tmp/none" --blender "$tmp/nowhere"
done_testing
