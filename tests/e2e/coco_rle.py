"""COCO's run lengths and their compressed text, written from the format's description alone: what the C of gen/label/rle.c
is held against. `python3 coco_rle.py` prints the vectors of tests/unit/test_rle.c."""

import json


def counts_of(mask: list[list[int]]) -> list[int]:
    """Rows of 0 and 1 -> lengths of runs, column by column, zeros first."""
    height, width = len(mask), len(mask[0])
    counts, value, length = [], 0, 0
    for bit in (mask[y][x] for x in range(width) for y in range(height)):
        if bit != value:
            counts.append(length)
            length, value = 0, bit
        length += 1
    return counts + [length]


def string_of(counts: list[int]) -> str:
    """Counts -> text: differences to the count two before from the fourth on, five bits a character."""
    out = ""
    for i, count in enumerate(counts):
        v = count - (counts[i - 2] if i > 2 else 0)
        more = True
        while more:
            group = v & 31
            v >>= 5
            more = v != -1 if group & 16 else v != 0
            out += chr(48 + group + (32 if more else 0))
    return out


def parse(text: str) -> list[int]:
    """The inverse of string_of()."""
    counts: list[int] = []
    i = 0
    while i < len(text):
        v, shift, more = 0, 0, True
        while more:
            c = ord(text[i]) - 48
            v |= (c & 31) << shift
            shift += 5
            more = bool(c & 32)
            if not more and c & 16:
                v -= 1 << shift
            i += 1
        counts.append(v + (counts[-2] if len(counts) > 2 else 0))
    return counts


def decode(rle: dict) -> set[tuple[int, int]]:
    """{"size": [h, w], "counts": text} -> set of (x, y)."""
    height, width = rle["size"]
    counts = parse(rle["counts"])
    assert sum(counts) == height * width, (sum(counts), height, width)
    on, at, value = set(), 0, 0
    for count in counts:
        if value:
            on.update((k // height, k % height) for k in range(at, at + count))
        at += count
        value ^= 1
    return on


if __name__ == "__main__":
    for c in ([0], [1], [12], [0, 12], [5, 3, 4], [31, 1, 15, 16, 17, 33], [307200], [0, 307200],
              [1000, 5, 475, 7, 473, 9, 471, 300000], [16, 16, 16, 16, 16, 16],
              [100000, 1, 1, 100000, 1, 2, 65535, 1000000, 3]):
        assert parse(string_of(c)) == c
        print(c, json.dumps(string_of(c)))
    print(counts_of([[0, 0, 1, 0, 0], [0, 1, 1, 1, 0], [1, 1, 1, 1, 1], [0, 0, 1, 0, 0]]))
