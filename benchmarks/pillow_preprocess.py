#!/usr/bin/env python3
"""The Pillow side of PillowComparison: JPEG file to CLIP tensor, as OpenAI's preprocessing does it, one thread.

Reads a count from each line of standard input, preprocesses so many times, and prints the median milliseconds of an image;
--check prints the SHA-256 of the tensor instead.
"""
import hashlib
import io
import statistics
import sys
import time

import numpy as np
from PIL import Image

MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)[:, None, None]
STD = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)[:, None, None]
EDGE = 224


def tensor(data):
    image = Image.open(io.BytesIO(data)).convert("RGB")
    w, h = image.size
    size = (EDGE, int(EDGE * h / w)) if w <= h else (int(EDGE * w / h), EDGE)
    image = image.resize(size, Image.Resampling.BICUBIC)
    left, top = int(round((size[0] - EDGE) / 2.0)), int(round((size[1] - EDGE) / 2.0))
    image = image.crop((left, top, left + EDGE, top + EDGE))
    # transposed before the arithmetic, which is faster than after it
    values = np.ascontiguousarray(np.asarray(image).transpose(2, 0, 1)).astype(np.float32)
    values /= np.float32(255)
    values -= MEAN
    values /= STD
    return values


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    if "--check" in sys.argv:
        print(hashlib.sha256(tensor(data).astype("<f4").tobytes()).hexdigest())
        return
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            tensor(data)
            times.append(time.perf_counter() - start)
        print(statistics.median(times) * 1e3, flush=True)


if __name__ == "__main__":
    main()
