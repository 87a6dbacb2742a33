"""Are the labels of a dataset of shelves whole? Every item that the instance map shows has its label, and every label something to see.

usage: shelf_labels.py DATASET MIN-PIXELS [sku|brand|any], with the standard library alone. The dataset has labels.instance_map and
labels.min_visible 0, unless with any. With sku or brand: what is held out for val or test is labeled nowhere in train, and the other way round.
Ends with a message and 1 if not.
"""

import json
import os
import struct
import sys
import tarfile
import zlib
from collections import Counter

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from coco_rle import decode  # noqa: E402


def unfilter(kind: int, row: bytearray, last: bytes, n: int) -> None:
    """Undo a PNG filter in place; n: bytes a pixel."""
    for i in range(len(row) if kind else 0):
        a, b, c = (row[i - n] if i >= n else 0), last[i], (last[i - n] if i >= n else 0)
        if kind == 1:
            v = a
        elif kind == 2:
            v = b
        elif kind == 3:
            v = (a + b) // 2
        else:
            p = a + b - c
            v = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        row[i] = (row[i] + v) & 255


def numbers(data: bytes) -> list[tuple[int, ...]]:
    """16-bit grey PNG -> rows of numbers."""
    at, packed, width = 8, b"", 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, _, depth, color = struct.unpack(">IIBB", body[:10])
            assert (depth, color) == (16, 0)
        packed += body if kind == b"IDAT" else b""
        at += 12 + size
    raw, rows, last = zlib.decompress(packed), [], bytes(2 * width)
    for start in range(0, len(raw), 2 * width + 1):
        row = bytearray(raw[start + 1:start + 1 + 2 * width])
        unfilter(raw[start], row, last, 2)
        rows.append(struct.unpack(f">{width}H", row))
        last = bytes(row)
    return rows


def check_items(label: dict, rows: list[tuple[int, ...]], least: int, whole: bool, strict: bool) -> None:
    """Items against the map; whole: masks, too, pixel by pixel."""
    seen = Counter(v for row in rows for v in row)
    del seen[0]
    items = {it["instance"]: it for it in label["items"]}
    assert len(items) == len(label["items"]) > 0, "two labels of one item, or a picture without any"
    due = {k for k, n in seen.items() if n >= least}
    if strict:
        assert due == set(items), "the map's items are not the label's"
    assert set(items) <= due and len(items) + label["ignored"] == len(seen), "an item is lost"
    for k, it in items.items():
        x0, y0, x1, y1 = (int(v) for v in it["box"])
        assert 0 <= x0 < x1 <= label["width_px"] and 0 <= y0 < y1 <= label["height_px"], it["box"]
        assert it["visible_px"] == seen[k] <= it["amodal_px"]
        assert 0 < it["visible_fraction"] <= 1 and 0 <= it["truncation"] < 1
        ax0, ay0, ax1, ay1 = it["amodal_box"]
        assert ax0 <= x0 and ay0 <= y0 and ax1 >= x1 and ay1 >= y1, "the whole is smaller than what is seen"
        if whole:
            on = {(x, y) for y, row in enumerate(rows) for x, v in enumerate(row) if v == k}
            assert on == decode(it["mask"])
            assert "amodal_mask" not in it or on <= decode(it["amodal_mask"])
            assert (x0, y0) == (min(x for x, _ in on), min(y for _, y in on))
            assert (x1, y1) == (max(x for x, _ in on) + 1, max(y for _, y in on) + 1)
    for what in ("texts", "tags", "regions"):
        for thing in label[what]:
            quad = thing.get("quad") or thing["box"]
            assert max(quad[0::2]) > min(quad[0::2]) and max(quad[1::2]) > min(quad[1::2]), (what, thing)
            assert thing.get("text", "x") and thing.get("visible_fraction", 1) > 0


def main() -> None:
    folder, least, by = sys.argv[1], int(sys.argv[2]), (sys.argv[3:] or [""])[0]
    shown: dict[str, set[str]] = {}
    n = items = 0
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".tar"):
            continue
        with tarfile.open(os.path.join(folder, name)) as tar:
            parts = {m.name: tar.extractfile(m).read() for m in tar}
        for key in sorted(k for k in parts if k.endswith(".json")):
            label = json.loads(parts[key])
            try:
                check_items(label, numbers(parts[key[:-5] + ".instance.png"]), least, n % 10 == 0, by != "any")
            except AssertionError as e:
                sys.exit(f"{key}: {e}")
            shown.setdefault(label["split"], set()).update(it.get(by) for it in label["items"])
            n, items = n + 1, items + len(label["items"])
    assert n
    if by in ("sku", "brand"):
        assert set(shown) == {"train", "val", "test"}, f"splits are {sorted(shown)}"
        for a, b in (("train", "val"), ("train", "test"), ("val", "test")):
            if shown[a] & shown[b]:
                sys.exit(f"{by} in {a} and in {b}: {sorted(shown[a] & shown[b])[:5]}")
        print(f"{n} pictures, {items} items, {by}: " + ", ".join(f"{len(v)} {k}" for k, v in shown.items()))
    else:
        print(f"{n} pictures, {items} items")


if __name__ == "__main__":
    main()
