#!/usr/bin/env python3
"""The Pillow side of DecodeComparison: image files to RGB bytes, one thread.

FOLDER has photo.jpg. --make writes the other files beside it and prints NAME and the SHA-256 of its RGB bytes for each. Else each line of
standard input, NAME COUNT, decodes that file so many times, and the median milliseconds of an image are printed.
"""
import hashlib
import io
import os
import statistics
import sys
import time

from PIL import Image


def decode(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def main():
    folder = sys.argv[1]
    if "--make" in sys.argv:
        photo = Image.open(os.path.join(folder, "photo.jpg")).convert("RGB")
        photo.save(os.path.join(folder, "progressive.jpg"), quality=90, progressive=True)
        photo.save(os.path.join(folder, "rgb.png"))
        photo.convert("L").save(os.path.join(folder, "gray.png"))
        photo.quantize(256).save(os.path.join(folder, "palette.png"))
        photo.save(os.path.join(folder, "lossy.webp"), quality=80)
        photo.save(os.path.join(folder, "lossless.webp"), lossless=True)
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as file:
                print(name, hashlib.sha256(decode(file.read()).tobytes()).hexdigest(), flush=True)
        print("end", flush=True)
        return
    for line in sys.stdin:
        name, count = line.split()
        with open(os.path.join(folder, name), "rb") as file:
            data = file.read()
        times = []
        for _ in range(int(count)):
            start = time.perf_counter()
            decode(data)
            times.append(time.perf_counter() - start)
        print(statistics.median(times) * 1e3, flush=True)


if __name__ == "__main__":
    main()
