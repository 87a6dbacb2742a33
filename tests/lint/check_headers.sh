#!/bin/sh
# Every header compiles alone, starts with its licence and has a guard named after its path.
set -u
bad=0
cflags=$(pkg-config --cflags harfbuzz freetype2 cairo yaml-0.1 libpng jansson)
for h in $(git ls-files 'gen/*.h' 'learn/*.h'); do
    guard=ERSATZ_$(echo "${h#*/}" | tr 'a-z/.' 'A-Z__')
    if [ "$(head -n 1 "$h")" != '// SPDX-License-Identifier: MIT' ]; then
        echo "$h: first line is not the licence"
        bad=1
    fi
    if ! grep -q "^#ifndef $guard\$" "$h"; then
        echo "$h: guard is not $guard"
        bad=1
    fi
    # shellcheck disable=SC2086 # a list of flags
    if ! echo "#include \"${h#*/}\"" | cc -std=c11 -D_GNU_SOURCE -Wall -Werror -fsyntax-only -Igen -Ilearn $cflags -x c -; then
        echo "$h: does not compile alone"
        bad=1
    fi
done
exit $bad
