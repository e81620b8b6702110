"""Renders the pictures of `general` and `general-rich` once: pictures.npy and facts.jsonl.

    /usr/bin/python3 render.py WORK [count]
"""
import json
import sys
from multiprocessing import Pool
from pathlib import Path

import numpy as np

import pictures
import preprocessing

SIDE = 80


def one(job):
    seed, fonts = job
    picture, facts = pictures.draw(seed, fonts)
    return preprocessing.clip_like(picture, SIDE), facts


def render(folder, jobs):
    folder.mkdir(parents=True, exist_ok=True)
    out = np.lib.format.open_memmap(folder / "pictures.npy", "w+", np.uint8, (len(jobs), SIDE, SIDE, 3))
    with Pool(2) as pool, open(folder / "facts.jsonl", "w") as lines:
        for i, (pixels, facts) in enumerate(pool.imap(one, jobs, chunksize=64)):
            out[i] = pixels
            lines.write(json.dumps(facts) + "\n")


if __name__ == "__main__":
    work, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 48_000
    held = pictures.HELD_OUT_SEED
    render(work / "held-out", [(held + i, None) for i in range(2000)])
    render(work / "held-out-fonts", [(held + i, pictures.HELD_OUT_FONTS) for i in range(2000)])
    render(work / "training", [(pictures.TRAINING_SEED + i, None) for i in range(count)])
