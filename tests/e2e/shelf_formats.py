"""Does a conversion of a dataset of shelves say what the dataset's labels say?

usage: shelf_formats.py FORMAT DATASET CONVERTED, with the standard library alone. Ends with a message and 1 if not.
"""

import json
import os
import struct
import sys
import tarfile
import xml.etree.ElementTree
import zlib

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from coco_rle import decode  # noqa: E402


def samples(folder: str) -> list[dict]:
    """[{"label", "ext", "bytes"}] in order of their keys."""
    out: dict[str, dict] = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".tar"):
            with tarfile.open(os.path.join(folder, name)) as tar:
                for m in tar:
                    key, ext = m.name.split(".", 1)
                    data = tar.extractfile(m).read()
                    s = out.setdefault(key, {"key": key})
                    if ext == "json":
                        s["label"] = json.loads(data)
                    elif ext in ("jpg", "png"):
                        s["ext"], s["bytes"] = ext, data
    return [out[k] for k in sorted(out)]


def png_pixels(data: bytes) -> tuple[int, int, list[bytes]]:
    """8-bit PNG, not interlaced -> width, height, rows."""
    at, packed = 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, color, _, _, lace = struct.unpack(">IIBBBBB", body)
            assert depth == 8 and lace == 0
            n = {0: 1, 2: 3, 6: 4}[color]
        packed += body if kind == b"IDAT" else b""
        at += 12 + size
    raw, rows, last = zlib.decompress(packed), [], bytearray(width * n)
    for y in range(height):
        start = y * (width * n + 1)
        filt, row = raw[start], bytearray(raw[start + 1:start + 1 + width * n])
        for i in range(width * n):
            a = row[i - n] if i >= n else 0
            b, c = last[i], last[i - n] if i >= n else 0
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            row[i] = (row[i] + (0, a, b, (a + b) // 2, paeth)[filt]) & 255
        rows.append(bytes(row))
        last = row
    return width, height, rows


def jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while data[at + 1] not in (0xC0, 0xC2):
        at += 2 + struct.unpack(">H", data[at + 2:at + 4])[0]
    height, width = struct.unpack(">HH", data[at + 5:at + 9])
    return width, height


def read(*path: str) -> bytes:
    with open(os.path.join(*path), "rb") as f:
        return f.read()


def close(a: list[float], b: list[float], tol: float) -> bool:
    return len(a) == len(b) and all(abs(x - y) <= tol for x, y in zip(a, b))


def xywh(box: list[float]) -> list[float]:
    return [box[0], box[1], box[2] - box[0], box[3] - box[1]]


def check_coco(data: list[dict], out: str) -> None:
    categories, ids = None, set()
    for split in {s["label"]["split"] for s in data}:
        coco = json.loads(read(out, "annotations", f"instances_{split}.json"))
        assert categories in (None, coco["categories"]), "numbers of classes depend on the split"
        categories = coco["categories"]
        name = {c["id"]: c["name"] for c in categories}
        assert sorted(name.values()) == list(name.values()) and len(set(name.values())) == len(name)
        mine = [s for s in data if s["label"]["split"] == split]
        assert len(coco["images"]) == len(mine)
        for s, image in zip(mine, coco["images"]):
            assert read(out, split, image["file_name"]) == s["bytes"]
            assert (image["width"], image["height"]) == (s["label"]["width_px"], s["label"]["height_px"])
            anns = [a for a in coco["annotations"] if a["image_id"] == image["id"]]
            assert len(anns) == len(s["label"]["items"]) > 0
            for a, it in zip(anns, s["label"]["items"]):
                assert a["id"] not in ids
                ids.add(a["id"])
                assert name[a["category_id"]] == it["sku"] == a["sku"] and a["iscrowd"] == 0
                assert close(a["bbox"], xywh(it["box"]), 0.011) and close(a["amodal_bbox"], xywh(it["amodal_box"]), 0.011)
                seen, whole = decode(a["segmentation"]), decode(a["amodal_segmentation"])
                assert len(seen) == a["area"] == it["visible_px"] and len(whole) == it["amodal_px"] and seen <= whole
                assert [min(x for x, _ in seen), min(y for _, y in seen)] == a["bbox"][:2]
                assert max(x for x, _ in seen) + 1 == a["bbox"][0] + a["bbox"][2]
        assert len(coco["annotations"]) == sum(len(s["label"]["items"]) for s in mine)


def check_yolo(data: list[dict], out: str) -> None:
    names, places = {}, {}
    for line in read(out, "data.yaml").decode().splitlines():
        key, _, value = line.partition(": ")
        if line.startswith("  "):
            names[int(key)] = json.loads(value)
        else:
            places[key] = value
    assert int(places["nc"]) == len(names) and "train" in places and "val" in places
    for s in data:
        w, h, split = s["label"]["width_px"], s["label"]["height_px"], s["label"]["split"]
        assert read(out, places[split], f'{s["key"]}.{s["ext"]}') == s["bytes"]
        lines = read(out, "labels", split, s["key"] + ".txt").decode().splitlines()
        assert len(lines) == len(s["label"]["items"])
        for line, it in zip(lines, s["label"]["items"]):
            k, cx, cy, bw, bh = (float(v) for v in line.split())
            assert names[int(k)] == it["sku"]
            box = [(cx - bw / 2) * w, (cy - bh / 2) * h, (cx + bw / 2) * w, (cy + bh / 2) * h]
            assert close(box, it["box"], 0.01), (box, it["box"])


def check_voc(data: list[dict], out: str) -> None:
    for s in data:
        assert s["key"] in read(out, "ImageSets", "Main", s["label"]["split"] + ".txt").decode().split()
        root = xml.etree.ElementTree.fromstring(read(out, "Annotations", s["key"] + ".xml"))
        assert read(out, "JPEGImages", root.findtext("filename")) == s["bytes"]
        assert int(root.findtext("size/width")) == s["label"]["width_px"]
        objects = root.findall("object")
        assert len(objects) == len(s["label"]["items"])
        for o, it in zip(objects, s["label"]["items"]):
            box = [int(o.findtext("bndbox/" + k)) for k in ("xmin", "ymin", "xmax", "ymax")]
            assert box == [it["box"][0] + 1, it["box"][1] + 1, it["box"][2], it["box"][3]]
            assert o.findtext("name") == it["sku"]
            assert (o.findtext("truncated") == "1") == (it["truncation"] > 0)


def check_bop(data: list[dict], out: str) -> None:
    models = json.loads(read(out, "models", "models_info.json"))
    number: dict[str, int] = {}
    for s in data:
        split, label = s["label"]["split"], s["label"]
        scene = os.path.join(out, split, "000000")
        gt, info, cam = (json.loads(read(scene, n + ".json")) for n in ("scene_gt", "scene_gt_info", "scene_camera"))
        n = number.get(split, 0)
        number[split] = n + 1
        assert read(scene, "rgb", f'{n:06d}.{s["ext"]}') == s["bytes"]
        k = cam[str(n)]["cam_K"]
        assert len(gt[str(n)]) == len(info[str(n)]) == len(label["items"])
        for i, (g, f, it) in enumerate(zip(gt[str(n)], info[str(n)], label["items"])):
            model, r, t = models[str(g["obj_id"])], g["cam_R_m2c"], g["cam_t_m2c"]
            assert model["sku"] == it["sku"]
            det = (r[0] * (r[4] * r[8] - r[5] * r[7]) - r[1] * (r[3] * r[8] - r[5] * r[6]) + r[2] * (r[3] * r[7] - r[4] * r[6]))
            assert abs(det - 1) < 1e-4
            for c in range(8):  # the corners of the 3D box, by what BOP's files say alone
                p = [model["min_" + a] + (model["size_" + a] if c >> j & 1 else 0) for j, a in enumerate("xyz")]
                x, y, z = (sum(r[3 * j + q] * p[q] for q in range(3)) + t[j] for j in range(3))
                uv = [k[0] * x / z + k[2], k[4] * y / z + k[5]]
                assert close(uv, it["corners"][2 * c:2 * c + 2], 0.05), (uv, it["corners"][2 * c:2 * c + 2])
            for folder, mask in (("mask_visib", it["mask"]), ("mask", it["amodal_mask"])):
                _, _, rows = png_pixels(read(scene, folder, f"{n:06d}_{i:06d}.png"))
                assert {v for row in rows for v in row} <= {0, 255}
                assert {(x, y) for y, row in enumerate(rows) for x, v in enumerate(row) if v} == decode(mask)
            assert f["bbox_visib"] == xywh(it["box"]) and f["px_count_visib"] == it["visible_px"]
            assert close([f["visib_fract"]], [it["visible_fraction"] * (1 - it["truncation"])], 2e-4)


def check_crops(data: list[dict], out: str) -> None:
    rows = [line.split("\t") for line in read(out, "crops.tsv").decode().splitlines()][1:]
    assert len(rows) == sum(len(s["label"]["items"]) for s in data)
    rows_of = {row[0]: row for row in rows}
    pixels = 0
    for s in data:
        w, h = s["label"]["width_px"], s["label"]["height_px"]
        whole = png_pixels(s["bytes"])[2] if s["ext"] == "png" else None
        for it in s["label"]["items"]:
            name = f'{s["label"]["split"]}/{it["sku"]}/{s["key"]}-{it["instance"]}.{s["ext"]}'
            assert rows_of[name][2] == it["sku"]
            x0, y0, x1, y1 = (int(v) for v in it["box"])
            mx, my = 0.05 * (x1 - x0), 0.05 * (y1 - y0)
            x0, y0 = int(max(0, (x0 - mx) // 1)), int(max(0, (y0 - my) // 1))
            x1, y1 = int(min(w, -(-(x1 + mx) // 1))), int(min(h, -(-(y1 + my) // 1)))
            crop = read(out, name)
            if whole:
                n = len(whole[0]) // w
                assert png_pixels(crop) == (x1 - x0, y1 - y0, [row[n * x0:n * x1] for row in whole[y0:y1]])
                pixels += 1
            else:
                assert jpeg_size(crop) == (x1 - x0, y1 - y0)
    assert pixels > 0


def check_icdar(data: list[dict], out: str) -> None:
    lines = 0
    for s in data:
        assert read(out, "images", f'{s["key"]}.{s["ext"]}') == s["bytes"]
        got = read(out, "gt", f'gt_{s["key"]}.txt').decode().splitlines()
        assert len(got) == len(s["label"]["texts"])
        for line, text in zip(got, s["label"]["texts"]):
            cell = line.split(",", 8)
            assert close([int(v) for v in cell[:8]], text["quad"], 0.5001) and cell[8] == text["text"]
            lines += 1
    assert lines > 0


if __name__ == "__main__":
    found = samples(sys.argv[2])
    assert found
    globals()["check_" + sys.argv[1]](found, sys.argv[3])
