# SPDX-License-Identifier: MIT
"""cer.py PAIRS.tsv LIMIT: character error rate of the second column against the first; fails at LIMIT."""
import sys


def distance(a: str, b: str) -> int:
    """Levenshtein's edit distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def normal(s: str) -> str:
    """Quotes and dashes have several code points that print alike."""
    table = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
    return " ".join(s.translate(table).split())


def main() -> int:
    errors = total = 0
    with open(sys.argv[1], encoding="utf-8") as pairs:
        for line in pairs:
            want, got = line.rstrip("\n").split("\t", 1)
            d = distance(normal(want), normal(got))
            errors, total = errors + d, total + len(normal(want))
            if d:
                print(f"{d}\t{want}\n\t{got}")
    rate = errors / total if total else 1.0
    print(f"CER {100 * rate:.2f} % of {total} characters")
    return 0 if rate < float(sys.argv[2]) else 1


sys.exit(main())
