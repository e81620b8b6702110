#!/usr/bin/env python3
"""How often the perceptual hash of the audit takes different pictures for near copies, and finds changed ones again.

Usage: python3 tools/near_copies.py DATA...   (NumPy, SciPy, Pillow)
DATA is a folder of images or a MedMNIST .npz, of which the first 1,500 training images are taken. The hash is the one of io.discern.dataset.PerceptualHash."""
import hashlib
import io
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.fft import dct

NEAR = 24


def until(cumulated, at):
    whole = np.minimum(at.astype(int), cumulated.shape[0] - 2)
    return cumulated[whole] + (at - whole)[:, None] * (cumulated[whole + 1] - cumulated[whole])


def bits(image):
    gray = np.asarray(image, np.float64) @ np.array([0.299, 0.587, 0.114])
    for _ in range(2):  # rows, then columns
        cumulated = np.vstack([np.zeros((1, gray.shape[1])), np.cumsum(gray, 0)])
        gray = (np.diff(until(cumulated, np.linspace(0, gray.shape[0], 65)), axis=0) * 64 / gray.shape[0]).T
    low = dct(dct(gray, axis=0), axis=1)[:16, :16].ravel()
    return low > np.median(low)


def jpeg(image, quality):
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality)
    return Image.open(data).convert("RGB")


CHANGES = {
    "JPEG, quality 75": lambda i: jpeg(i, 75),
    "JPEG, quality 40": lambda i: jpeg(i, 40),
    "half the size": lambda i: i.resize((max(8, i.width // 2), max(8, i.height // 2)), Image.BICUBIC),
    "15 % brighter": lambda i: Image.fromarray(np.clip(np.asarray(i) * 1.15 + 8, 0, 255).astype(np.uint8)),
    "2 % cut off each side": lambda i: i.crop(
        (int(i.width * 0.02), int(i.height * 0.02), i.width - int(i.width * 0.02), i.height - int(i.height * 0.02))),
}


def images(data):
    if data.suffix == ".npz":
        return [Image.fromarray(x).convert("RGB") for x in np.load(data)["train_images"][:1500]]
    files = sorted(f for f in data.rglob("*") if f.suffix.lower() in (".png", ".jpg", ".jpeg"))
    return [Image.open(f).convert("RGB") for f in files]


for argument in sys.argv[1:]:
    found = images(Path(argument))
    hashes = np.array([bits(i) for i in found], np.int32)
    pixels = np.array([hashlib.sha256(str(i.size).encode() + i.tobytes()).hexdigest() for i in found])
    ones = hashes.sum(1)
    distance = ones[:, None] + ones[None] - 2 * hashes @ hashes.T
    different = np.triu(pixels[:, None] != pixels[None], 1)
    print(f"{argument}: {len(found)} images, {different.sum()} pairs of different pictures, "
          f"{(distance[different] <= NEAR).sum()} within {NEAR} bits")
    step = max(1, len(found) // 100)
    some = list(range(0, len(found), step))[:100]
    for name, change in CHANGES.items():
        near = [(bits(change(found[i])) != (hashes[i] > 0)).sum() <= NEAR for i in some]
        print(f"  {name}: {np.mean(near):.2f} found again")
