#!/bin/sh
# Pages that the program writes are current, and every effect has its paragraph of mathematics.
set -u
bad=0
./ersatz help --markdown | cmp -s - docs/recipe.md || { echo 'docs/recipe.md is old: make docs'; bad=1; }
./ersatz schema | cmp -s - docs/recipe.schema.json || { echo 'docs/recipe.schema.json is old: make docs'; bad=1; }
for fx in $(sed -n 's/^FX_BEGIN(\([a-z_]*\),.*/\1/p' gen/recipe/effects.def); do
    grep -q "^#.*\`$fx\`" docs/effects.md || { echo "docs/effects.md has no heading for \`$fx\`"; bad=1; }
done
for r in recipes/*.yaml; do
    ./ersatz check -q "$r" || { echo "$r has errors"; bad=1; }
done
exit $bad
