#!/usr/bin/env python3
"""The Python side of SeparabilityComparison: NumPy in float32 as one would write it for speed, and scikit-learn.

Arguments: a folder with x.npy and y.npy (n x d) and labels.npy, all float32. Each line of standard input names a job; the answer
is its milliseconds and its value. Nothing but the job itself is timed.
"""
import pathlib
import sys
import time

import numpy as np
from sklearn.metrics import silhouette_score

FOLDER = pathlib.Path(sys.argv[1])
X, Y, LABELS = (np.load(FOLDER / f"{name}.npy") for name in ("x", "y", "labels"))
LABELS = LABELS.astype(int)
CLASSES = int(LABELS.max()) + 1
SHORT = np.ascontiguousarray(X[:, :512])
SAMPLE = np.flatnonzero(LABELS >= 0)


def class_sums(x):
    members = np.zeros((CLASSES, len(x)), np.float32)
    members[LABELS, SAMPLE] = 1
    return members @ x


def trace_ratio():
    """One pass: sums of the classes by a matrix product, sum of squares by a dot product."""
    sums, counts = class_sums(X), np.bincount(LABELS)
    means = (sums / counts[:, None]).astype(float)
    center = sums.sum(0, dtype=float) / len(X)
    inside = float(np.vdot(X, X)) - (counts * (means**2).sum(1)).sum()
    return (counts * ((means - center) ** 2).sum(1)).sum() / inside


def hotelling():
    sums, counts = class_sums(X), np.bincount(LABELS)
    means = sums / counts[:, None]
    center = sums.sum(0) / len(X)
    residuals = X - means[LABELS]
    within = residuals.T @ residuals
    between = (means - center) * np.sqrt(counts)[:, None].astype(np.float32)
    shrunk = 0.9 * within
    shrunk[np.diag_indices(len(shrunk))] += 0.1 * np.trace(within) / len(shrunk)
    return np.trace(between @ np.linalg.solve(shrunk, between.T))


def cka():
    x, y = X - X.mean(0), Y - Y.mean(0)
    return np.linalg.norm(x.T @ y) ** 2 / (np.linalg.norm(x.T @ x) * np.linalg.norm(y.T @ y))


def silhouette():
    return silhouette_score(SHORT, LABELS, metric="cosine")


JOBS = {"trace-ratio": trace_ratio, "hotelling-lawley": hotelling, "cka": cka, "silhouette": silhouette}

for line in sys.stdin:
    start = time.perf_counter()
    value = JOBS[line.strip()]()
    print((time.perf_counter() - start) * 1e3, float(value), flush=True)
