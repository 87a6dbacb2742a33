#!/bin/sh
# Pages that the program writes are current, and the recipes that come with it have no errors.
set -u
bad=0
./ersatz help --markdown | cmp -s - docs/recipe.md || { echo 'docs/recipe.md is old: make docs'; bad=1; }
./ersatz schema | cmp -s - docs/recipe.schema.json || { echo 'docs/recipe.schema.json is old: make docs'; bad=1; }
./ersatz catalogue --keys | cmp -s - docs/catalogue.md || { echo 'docs/catalogue.md is old: make docs'; bad=1; }
for r in recipes/*.yaml; do
    ./ersatz check -q "$r" || { echo "$r has errors"; bad=1; }
done
exit $bad
