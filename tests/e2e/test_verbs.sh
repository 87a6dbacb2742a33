#!/bin/sh
# Every verb but gen, as a user meets it.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

for verb in gen preview plan check convert fonts help schema; do
    ok "$verb --help" sh -c '"$0" "$1" --help | grep -q "usage: ersatz $1"' "$ersatz" $verb
done
ok '--version' sh -c '"$0" --version | grep -Eqx "ersatz [0-9]+\.[0-9]+\.[0-9]+"' "$ersatz"

# says ARGUMENTS... -- TEXT
says() {
    want=$1
    shift
    "$ersatz" "$@" 2>&1 | grep -qF -- "$want"
}
ok 'help of a key: range' says '0 to 4096' help image.height_px
ok 'help of an effect: its values' says 'radius_px' help defocus
ok 'help of a section: its keys' says 'text.sources' help text
ok 'help without a key lists all' says 'effects.recompress' help
fails 'help of a misspelt key names the nearest' 2 "'image.color'" "$ersatz" help image.colour

ok 'schema is JSON and knows every effect' sh -c '"$0" schema | python3 -c "
import json, sys, re
s = sys.stdin.read()
json.loads(s)
rows = re.findall(r\"(?m)^FX_BEGIN\((\w+)\", open(\"gen/recipe/effects.def\").read())
assert len(rows) > 40 and all(\"\\\"%s\\\"\" % r in s for r in rows), rows"' "$ersatz"

ok 'preview' "$ersatz" preview recipes/paragraph.yaml -q -n 5 -o "$tmp/page"
ok 'preview: a PNG of some size' python3 -c 'import struct, sys; b = open(sys.argv[1], "rb").read(33); w, h = struct.unpack(">II", b[16:24]); assert b[:8] == b"\x89PNG\r\n\x1a\n" and w >= 1000 and h >= 200' "$tmp/page.png"
ok 'preview: the page stands alone and draws every quad' sh -c '
    "$0" gen recipes/paragraph.yaml -q -n 5 -o "$1/five" && mkdir "$1/five/x" && tar -x -C "$1/five/x" -f "$1/five/shard-000000.tar" &&
    python3 - "$1" <<PY
import json, glob, re, sys
page = open(sys.argv[1] + "/page.html", encoding="utf-8").read()
want = sum(len(json.load(open(f))["graphemes"]) + len(json.load(open(f))["words"]) for f in glob.glob(sys.argv[1] + "/five/x/*.json"))
got = len(re.findall("<polygon", page))
assert got == want, (got, want)
assert not re.search(r"(src|href)=.(?!data:|#)", page)
PY' "$ersatz" "$tmp"
fails 'preview of a folder that is not there' 4 'No such file' "$ersatz" preview recipes/demo.yaml -q -n 1 -o "$tmp/none/page"

ok 'fonts lists faces' says 'DejaVu Sans' fonts recipes/lines-plain.yaml
ok 'fonts says what a face lacks' says '漢' fonts recipes/lines-plain.yaml --text 'a漢'
ok 'plan is JSON' sh -c '"$0" plan recipes/demo.yaml 5 | python3 -c "import json, sys; assert json.load(sys.stdin)[\"index\"] == 5"' "$ersatz"
ok 'plan twice is the same' sh -c '"$0" plan recipes/demo.yaml 5 >"$1/a"; "$0" plan recipes/demo.yaml 5 | cmp - "$1/a"' "$ersatz" "$tmp"
ok 'check says what a recipe has' says 'text sources' check recipes/receipts.yaml
ok '-C enters a folder' sh -c 'cd / && "$0" -C "$1" check recipes/demo.yaml -q' "$ersatz" "$PWD"
ok 'recipes are found from elsewhere' sh -c 'cd / && "$0" check "$1/recipes/receipts.yaml" -q' "$ersatz" "$PWD"
ok 'recipes that come with the program are found by name' sh -c 'cd / && "$0" check receipts.yaml -q && "$0" check recipes/demo.yaml -q' "$ersatz"

ok 'catalogue --sheet of made-up products: no YAML' sh -c '"$0" catalogue -n 5 -s 3 -q --sheet "$1/sheet.png" >"$1/words" && test ! -s "$1/words" && test -s "$1/sheet.png"' "$ersatz" "$tmp"
ok 'catalogue --sheet of a file counts it, too' sh -c '"$0" catalogue own -q --sheet "$1/own.png" | grep -q "4 SKUs" && test -s "$1/own.png"' "$ersatz" "$tmp"
fails 'catalogue --sheet of too many' 2 'up to 600' "$ersatz" catalogue -n 601 -q --sheet "$tmp/many.png"
fails 'catalogue --sheet into a folder that is not there' 4 'No such file' "$ersatz" catalogue own -q --sheet "$tmp/none/own.png"

ok 'a small dataset' "$ersatz" gen recipes/demo.yaml -q -n 24 -o "$tmp/d"
for f in lmdb paddle imagefolder icdar tsv; do
    ok "convert --to $f" "$ersatz" convert "$tmp/d" --to $f -o "$tmp/$f" -q
done
for f in lmdb imagefolder tsv; do
    ok "convert --from $f" "$ersatz" convert "$tmp/$f" --from $f -o "$tmp/from-$f" -q
    ok "$f: nothing is lost on the way" python3 -c '
import hashlib, json, sys, tarfile
def samples(folder):
    with tarfile.open(folder + "/shard-000000.tar") as t:
        files = {m.name: t.extractfile(m).read() for m in t}
    return sorted((json.loads(files[k])["text"], hashlib.sha256(files[k[:-4] + "jpg"]).hexdigest()) for k in files if k.endswith("json"))
assert len(samples(sys.argv[1])) == 24 and samples(sys.argv[1]) == samples(sys.argv[2])' "$tmp/d" "$tmp/from-$f"
done
fails 'convert to a format that is none' 2 'lmdb' "$ersatz" convert "$tmp/d" --to lmbd -o "$tmp/x"
done_testing
