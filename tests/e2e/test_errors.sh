#!/bin/sh
# Nonsense in, a clear error out, and nothing made is lost.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
recipe=recipes/demo.yaml

fails 'no verb' 2 'usage:' $ersatz
fails 'unknown verb' 2 "unknown verb 'gne'" $ersatz gne
fails 'unknown option' 2 "unknown option '--coutn'" $ersatz gen $recipe --coutn 3
fails 'a count that is none' 2 "not '-3'" $ersatz gen $recipe -o "$tmp/x" --count -3
fails 'a count of none' 2 'empty dataset' $ersatz gen $recipe -o "$tmp/x" --count 0
fails 'a recipe of none' 3 'count' $ersatz gen $recipe -o "$tmp/x" --set count=0
fails 'a preview of none' 2 '1 to 2000' $ersatz preview $recipe -n 0
ok 'and nothing is made' test ! -e "$tmp/x"
fails 'missing output' 2 '-o' $ersatz gen $recipe
fails 'missing recipe' 4 'No such file' $ersatz gen "$tmp/none.yaml" -o "$tmp/x"
fails 'a folder as recipe' 4 'directory' $ersatz gen "$tmp" -o "$tmp/x"
head -c 3000 /dev/urandom >"$tmp/noise.yaml"
fails 'noise as recipe' 3 'noise.yaml' $ersatz gen "$tmp/noise.yaml" -o "$tmp/x"
cat >"$tmp/bad.yaml" <<'YAML'
kind: text
image: {heigth_px: 32}
text:
  sources: [{words: [a, b]}]
  length: [50, 10]
font: {sets: [basc]}
effects:
  defocus: {p: 3, radius_px: [0, 900]}
YAML
fails 'misspelt key: place and cure' 3 'bad.yaml:2:9' $ersatz check "$tmp/bad.yaml"
fails 'misspelt key: nearest' 3 'height_px' $ersatz check "$tmp/bad.yaml"
fails 'all errors at once' 3 'radius_px' $ersatz check "$tmp/bad.yaml"
fails 'fonts among them' 3 "bad.yaml:6:15: font.sets: there is no font set 'basc' (did you mean 'basic'?)" $ersatz check "$tmp/bad.yaml"
fails 'and counted' 3 "5 errors in" $ersatz check "$tmp/bad.yaml"
fails 'bad override' 3 'image.height_px' $ersatz gen $recipe --set image.height_px=tall -o "$tmp/x"
printf 'kind: text\ntext: {sources: [{words: [a]}], length: 1}\nfont: {families: [No Such Family]}\n' >"$tmp/font.yaml"
fails 'a font that is not there' 3 'No Such Family' $ersatz gen "$tmp/font.yaml" -o "$tmp/x"
printf 'kind: text\ntext: {sources: [{words: ["\\U000F1234"]}], length: 1}\nfont: {families: [DejaVu Sans], strict: true}\n' >"$tmp/tofu.yaml"
fails 'a character no font has' 3 'U+F1234' $ersatz gen "$tmp/tofu.yaml" -o "$tmp/x"
fails 'check draws the first texts' 3 'U+F1234' $ersatz check "$tmp/tofu.yaml"
ok 'no failure left a dataset' sh -c '! ls "$1"/x/*.tar 2>/dev/null | grep -q .' sh "$tmp"

ok 'a small dataset' $ersatz gen $recipe -q --count 20 -o "$tmp/d"
cp -r "$tmp/d" "$tmp/before"
fails 'an existing dataset is not overwritten' 4 '--resume' $ersatz gen $recipe --count 20 -o "$tmp/d"
fails 'nor resumed with another seed' 5 'seed' $ersatz gen $recipe --count 20 --seed 5 --resume -o "$tmp/d"
ok 'and is untouched' diff -r "$tmp/d" "$tmp/before"
printf 'x' | dd of="$tmp/d/shard-000000.tar" bs=1 seek=5000 conv=notrunc 2>/dev/null
fails 'check finds a changed byte' 1 'shard-000000.tar' $ersatz check "$tmp/d"
if [ "$(id -u)" != 0 ]; then
    mkdir "$tmp/ro" && chmod 555 "$tmp/ro"
    fails 'read-only folder' 4 'Permission denied' $ersatz gen $recipe --count 5 -o "$tmp/ro/d"
else
    fails 'read-only folder' 4 'cannot make folder' $ersatz gen $recipe --count 5 -o /proc/ersatz
fi
if mkdir "$tmp/small" && mount -t tmpfs -o size=300k none "$tmp/small" 2>/dev/null; then
    fails 'full disk' 4 'No space left' $ersatz gen $recipe --count 400 --set shard_samples=10 -o "$tmp/small/d"
    ok 'and says how to go on' grep -q -- '--resume' "$tmp/fails.log"
    ok 'full disk kept whole shards only' sh -c '! ls "$1" | grep -q tmp' sh "$tmp/small/d"
    umount "$tmp/small"
else
    skip 'full disk' 'cannot mount a small file system here'
fi
fails 'full standard output' 4 'cannot write' sh -c '$0 schema >/dev/full' "$ersatz"
done_testing
