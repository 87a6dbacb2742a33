#!/bin/sh
# Every file below assets has a row in assets/SOURCES.tsv with origin and licence, and every row a file.
set -u
bad=0
tab=$(printf '\t')
list=$(mktemp)
trap 'rm -f "$list"' EXIT
tail -n +2 assets/SOURCES.tsv | cut -f 1 | sort >"$list"
git ls-files --cached --others --exclude-standard assets | sed 's|^assets/||' | grep -v '^SOURCES.tsv$' | sort |
    diff - "$list" | sed -n "s/^< /no row in assets\/SOURCES.tsv: /p; s/^> /a row without a file: /p" | grep . && bad=1
tail -n +2 assets/SOURCES.tsv | grep -nv "^[^$tab][^$tab]*${tab}[^$tab][^$tab]*${tab}[^$tab][^$tab]*${tab}[^$tab][^$tab]*$" && bad=1
exit $bad
