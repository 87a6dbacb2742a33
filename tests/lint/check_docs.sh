#!/bin/sh
# docs/effects.md has a heading for each effect of effects.def, in its order, and for nothing else; each says
# something under it.
set -u
def=gen/recipe/effects.def
doc=docs/effects.md
bad=0
names=$(sed -n 's/^FX_BEGIN(\([a-z0-9_]*\),.*/\1/p' "$def")
heads=$(sed -n 's/^### `\([^`]*\)`$/\1/p' "$doc")
[ -n "$names" ] || { echo "$def: no effects found"; exit 1; }
for fx in $names; do
    printf '%s\n' "$heads" | grep -qx "$fx" || { echo "$doc: no heading for effect '$fx'"; bad=1; }
done
for fx in $heads; do
    printf '%s\n' "$names" | grep -qx "$fx" || { echo "$doc: '$fx' is no effect of $def"; bad=1; }
done
[ "$bad" = 1 ] || [ "$names" = "$heads" ] || { echo "$doc: effects are not in the order of $def, or twice"; bad=1; }
awk -v doc="$doc" '
    function close_paragraph() { if (name != "" && lines < 2) { print doc ": nothing said of " name; bad = 1 } }
    /^#/ { close_paragraph(); name = ""; lines = 0 }
    /^### / { if ($0 !~ /^### `[a-z0-9_]+`$/) { print doc ": a heading that names no effect: " $0; bad = 1 } name = $2; next }
    NF { lines++ }
    END { close_paragraph(); exit bad }' "$doc" || bad=1
exit $bad
