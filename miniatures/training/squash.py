"""Turns what ExportTrainingSet wrote into pictures.npy at the medical miniature's size.

    /usr/bin/python3 squash.py WORK/lesions
"""
import sys
from pathlib import Path

import numpy as np
from PIL import Image

import preprocessing

SIDE = 64


def squash(folder):
    pixels = np.load(folder / "pixels.npy", mmap_mode="r")
    rows = [line.rstrip("\n").split("\t") for line in open(folder / "captions.txt")]
    out, at = np.empty((len(rows), SIDE, SIDE, 3), np.uint8), 0
    for i, row in enumerate(rows):
        w, h = int(row[5]), int(row[6])
        picture = Image.fromarray(np.array(pixels[at:at + w * h * 3]).reshape(h, w, 3))
        out[i], at = preprocessing.siglip_like(picture, SIDE), at + w * h * 3
    np.save(folder / "pictures.npy", out)


if __name__ == "__main__":
    for part in ("training", "held-out"):
        squash(Path(sys.argv[1]) / part)
