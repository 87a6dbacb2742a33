#!/bin/sh
# File names are unique in the whole tree of sources, so that a name finds its file.
set -u
dup=$(git ls-files 'gen/*.c' 'gen/*.h' 'learn/*.c' 'learn/*.h' 'scenes/*.py' | sed 's|.*/||' | sort | uniq -d)
[ -z "$dup" ] || { echo "names used twice: $dup"; exit 1; }
