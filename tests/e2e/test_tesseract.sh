#!/bin/sh
# An independent reader agrees with the labels: Tesseract on recipes/lines-plain.yaml, CER < 2 %.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
if ! command -v tesseract >/dev/null; then
    skip 'tesseract reads plain lines' 'tesseract-ocr is not installed'
    done_testing
    exit 0
fi
count=60
ok 'lines' sh -c '$0 gen recipes/lines-plain.yaml -q --count '$count' -o "$1/d" &&
    $0 convert "$1/d" --to tsv -o "$1/tsv" -q' "$ersatz" "$tmp"
ok 'tesseract reads them at less than 2 % CER' sh -c '
    cd "$1/tsv" && while IFS="$(printf "\t")" read -r file text; do
        got=$(OMP_THREAD_LIMIT=1 tesseract "$file" - --psm 7 -l eng 2>/dev/null | tr -d "\f" | head -n 1)
        printf "%s\t%s\n" "$text" "$got"
    done <labels.tsv >pairs.tsv
    python3 "$0/tests/e2e/cer.py" pairs.tsv 0.02' "$PWD" "$tmp"
done_testing
