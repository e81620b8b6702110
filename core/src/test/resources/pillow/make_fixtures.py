#!/usr/bin/env python3
"""Makes expected.json: SHA-256 of what Pillow makes of formula images and of the image files beside this script.

Run in this folder with Pillow 9.4 and NumPy 1.24 (Debian 12: apt install python3-pil python3-numpy):

    /usr/bin/python3 make_fixtures.py

Sources of the resize and tensor cases come from a formula that the Java test repeats, so no pixels are stored.
"""
import hashlib
import json
import os

import numpy as np
import PIL
from PIL import Image

FILTERS = ["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"]


def source(width, height, seed):
    """An RGB image of smooth ramps, stripes and pseudo-noise; PillowGoldens.source in Java."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    noise = (x * 7919 + y * 104729 + c * 1299709 + x * y * seed) % 251
    smooth = x * 3 + y * 2 + c * 40
    stripes = np.where((x // 5 + y // 7 + c) % 11 == 0, 255, 0)
    value = np.where((x + y) % 3 == 0, noise, smooth & 255)
    return Image.fromarray(np.maximum(value, stripes).astype(np.uint8))


def digest(image):
    return hashlib.sha256(np.ascontiguousarray(np.asarray(image)).tobytes()).hexdigest()


def filter_of(name):
    return getattr(Image.Resampling, name.upper())


def resize_cases():
    sizes = [
        (640, 480, 298, 224), (641, 479, 224, 224), (224, 224, 224, 224), (300, 200, 300, 77), (300, 200, 77, 200),
        (1, 1, 5, 3), (2, 3, 1, 1), (1, 90, 1, 7), (90, 1, 7, 1), (5, 5, 64, 1), (13, 1031, 17, 101), (1031, 13, 101, 17),
        (255, 256, 256, 255), (64, 64, 448, 448), (3, 1200, 3, 11), (17, 19, 200, 2), (100, 100, 33, 150),
    ]
    for i, (w, h, nw, nh) in enumerate(sizes):
        for name in FILTERS:
            rgb = source(w, h, i + 1)
            yield {
                "width": w, "height": h, "seed": i + 1, "filter": name, "newWidth": nw, "newHeight": nh,
                "rgb": digest(rgb.resize((nw, nh), filter_of(name))),
                "gray": digest(rgb.convert("L").resize((nw, nh), filter_of(name))),
            }


def start(size, crop, rounding):
    if rounding == "HUGGING_FACE":
        return (size - crop) // 2
    if size < crop:
        return -((crop - size) // 2)
    return int(round((size - crop) / 2.0))


def center_crop(image, crop, rounding):
    """Image.crop fills what lies outside with zeros."""
    left, top = start(image.width, crop, rounding), start(image.height, crop, rounding)
    return image.crop((left, top, left + crop, top + crop))


def shortest_edge(image, edge, name):
    w, h = image.size
    size = (edge, int(edge * h / w)) if w <= h else (int(edge * w / h), edge)
    return image.resize(size, filter_of(name))


def pad_to_square(image, fill):
    side = max(image.size)
    square = Image.new(image.mode, (side, side), fill if image.mode == "L" else (fill,) * 3)
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return square


def tensor_cases():
    sizes = [(1024, 768), (449, 337), (337, 449), (333, 500), (224, 224), (90, 60), (640, 97), (31, 900), (1, 60), (50, 1)]
    for i, (w, h) in enumerate(sizes):
        for channels in ("RGB", "GRAY"):
            image = source(w, h, 100 + i)
            image = image.convert("L") if channels == "GRAY" else image
            for rounding in ("TORCHVISION", "HUGGING_FACE"):
                for edge, crop in ((224, 224), (225, 224), (96, 101), (56, 33)):
                    yield {
                        "width": w, "height": h, "seed": 100 + i, "channels": channels, "resize": "shortest-edge",
                        "size": edge, "crop": crop, "rounding": rounding, "filter": "bicubic",
                        "pixels": digest(center_crop(shortest_edge(image, edge, "bicubic"), crop, rounding)),
                    }
                yield {
                    "width": w, "height": h, "seed": 100 + i, "channels": channels, "resize": "none",
                    "size": 0, "crop": 100, "rounding": rounding, "filter": "bicubic",
                    "pixels": digest(center_crop(image, 100, rounding)),
                }
            for fill in (0, 127):
                for name in ("bicubic", "bilinear", "lanczos", "nearest"):
                    yield {
                        "width": w, "height": h, "seed": 100 + i, "channels": channels, "resize": "pad-to-square",
                        "size": 113, "fill": fill, "filter": name,
                        "pixels": digest(pad_to_square(image, fill).resize((113, 113), filter_of(name))),
                    }


def file_cases():
    for name in sorted(os.listdir(".")):
        if name.endswith((".png", ".jpg", ".gif", ".bmp", ".webp")):
            with Image.open(name) as image:
                rgb = image.convert("RGB")
                yield {"file": name, "mode": image.mode, "width": rgb.width, "height": rgb.height, "rgb": digest(rgb)}


if __name__ == "__main__":
    assert PIL.__version__.startswith("9.4"), PIL.__version__
    result = {"pillow": PIL.__version__, "numpy": np.__version__}
    for key, cases in (("resize", resize_cases()), ("tensor", tensor_cases()), ("files", file_cases())):
        result[key] = list(cases)
    with open("expected.json", "w") as out:
        out.write("{\n")
        lines = []
        for key, value in result.items():
            body = json.dumps(value)
            if isinstance(value, list):
                body = "[\n" + ",\n".join("  " + json.dumps(case) for case in value) + "\n]"
            lines.append(json.dumps(key) + ": " + body)
        out.write(",\n".join(lines) + "\n}\n")
    print({key: len(value) for key, value in result.items() if isinstance(value, list)})
