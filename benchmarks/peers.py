#!/usr/bin/env python3
"""The Python side of PeerTable: each job as one would write it for speed, in float32, on all processors.

Argument: a folder with the arrays of the row. The first line on standard output names the libraries; then each line of standard input
names a job, and the answer is its milliseconds, its CPU milliseconds and its value. Nothing but the job itself is timed.
"""
import functools
import os
import pathlib
import sys
import time
from importlib.metadata import version

import numpy as np
import scipy.linalg
import threadpoolctl

FOLDER = pathlib.Path(sys.argv[1])
THREADS = int(os.environ["OMP_NUM_THREADS"])


@functools.cache
def array(name):
    return np.load(FOLDER / f"{name}.npy")


@functools.cache
def labels():
    return array("labels").astype(int)


def class_sums(x):
    members = np.zeros((labels().max() + 1, len(x)), np.float32)
    members[labels(), np.arange(len(x))] = 1
    return members @ x


def trace_ratio():
    """One pass: sums of the classes by a matrix product, sum of squares by a dot product."""
    x = array("x")
    sums, counts = class_sums(x), np.bincount(labels())
    means = (sums / counts[:, None]).astype(float)
    center = sums.sum(0, dtype=float) / len(x)
    inside = float(np.vdot(x, x)) - (counts * (means**2).sum(1)).sum()
    return (counts * ((means - center) ** 2).sum(1)).sum() / inside


def class_moments():
    """Sums and sums of squares of the classes by matrix products."""
    x = array("x")
    counts = np.bincount(labels())[:, None]
    sums, squares = class_sums(x), class_sums(x * x)
    return (squares - sums * sums / counts).sum(dtype=float)


def shrunk_trace(within, means, counts, center):
    between = (means - center) * np.sqrt(counts)[:, None].astype(np.float32)
    shrunk = 0.9 * within
    shrunk[np.diag_indices(len(shrunk))] += 0.1 * np.trace(within) / len(shrunk)
    return np.trace(between @ scipy.linalg.solve(shrunk, between.T, assume_a="pos", overwrite_a=True, check_finite=False))


def hotelling_residuals():
    x = array("x")
    sums, counts = class_sums(x), np.bincount(labels())
    means = (sums / counts[:, None]).astype(np.float32)
    residuals = x - means[labels()]
    return shrunk_trace(residuals.T @ residuals, means, counts, sums.sum(0) / len(x))


def hotelling_squares():
    """Less exact where means are large beside the spread: no residuals are formed."""
    x = array("x")
    sums, counts = class_sums(x), np.bincount(labels())
    means = (sums / counts[:, None]).astype(np.float32)
    weighted = means * np.sqrt(counts)[:, None].astype(np.float32)
    return shrunk_trace(x.T @ x - weighted.T @ weighted, means, counts, sums.sum(0) / len(x))


def cka():
    x, y = array("x"), array("y")
    x, y = x - x.mean(0), y - y.mean(0)
    return np.linalg.norm(x.T @ y) ** 2 / (np.linalg.norm(x.T @ x) * np.linalg.norm(y.T @ y))


def pca(solver):
    from sklearn.decomposition import PCA

    model = PCA(2, svd_solver=solver, random_state=0)
    model.fit_transform(array("x"))
    return model.explained_variance_.sum()


def silhouette(metric):
    from sklearn.metrics import silhouette_score

    return silhouette_score(array("x"), labels(), metric=metric)


def uniformity():
    """Wang and Isola's, in blocks: torch.pdist of their paper is many times slower."""
    import torch

    with torch.inference_mode():
        x = torch.nn.functional.normalize(torch.from_numpy(array("x")))
        total = 0.0
        for start in range(0, len(x), 2048):
            total += torch.addmm(torch.tensor(-4.0), x[start : start + 2048], x.T, alpha=4).exp_().sum(dtype=torch.float64).item()
        n = len(x)
        return np.log((total - n) / (n * (n - 1.0)))


def pair_auroc():
    from sklearn.metrics import roc_auc_score

    x = array("x")
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    upper = np.triu_indices(len(x), 1)
    return roc_auc_score(labels()[upper[0]] == labels()[upper[1]], (x @ x.T)[upper])


@functools.cache
def doubles():
    return array("x").astype(float)


def logistic(c):
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=c, solver="lbfgs", max_iter=1000).fit(doubles(), labels())

    def objective():
        z = doubles() @ model.coef_.T + model.intercept_
        z -= z.max(1, keepdims=True)
        loss = (np.log(np.exp(z).sum(1)) - z[np.arange(len(z)), labels()]).sum()
        return loss + (model.coef_**2).sum() / 2 / c

    return objective


@functools.cache
def index(name):
    import faiss

    faiss.omp_set_num_threads(THREADS)
    built = faiss.IndexFlatIP(array(name).shape[1])
    built.add(array(name))
    return built


def neighbors():
    """The 20 nearest others: 21 with the row itself, which is the first."""
    return index("x").search(array("x"), 21)[0][:, 1:].mean(dtype=float)


def top_k():
    return index("bank").search(array("x"), 20)[0].mean(dtype=float)


def retrieval():
    """Mean average precision where every row asks for its class, in blocks; all ranks by sorting."""
    import torch

    with torch.inference_mode():
        x, of_rows = torch.nn.functional.normalize(torch.from_numpy(array("x"))), torch.from_numpy(labels())
        n, total = len(x), 0.0
        places = torch.arange(1, n, dtype=torch.float64)
        for start in range(0, n, 512):
            similarities = x[start : start + 512] @ x.T
            rows = torch.arange(len(similarities))
            similarities[rows, start + rows] = -2
            order = similarities.argsort(1, descending=True)[:, :-1]
            hits = of_rows[order] == of_rows[start + rows, None]
            precisions = hits.cumsum(1) / places * hits
            total += (precisions.sum(1) / hits.sum(1)).sum().item()
        return total / n


def cosine_matrix():
    x, bank = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in (array("x"), array("bank")))
    return (x @ bank.T)[:, 1].sum(dtype=float)


def self_cosines():
    x = array("x")
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    return (x @ x.T)[:, 1].sum(dtype=float)


def tsne():
    from sklearn.manifold import TSNE

    points = TSNE(metric="euclidean", init="pca", n_jobs=THREADS, random_state=0).fit_transform(array("unit"))
    return lambda: trust(points)


def trust(points):
    from sklearn.manifold import trustworthiness

    return trustworthiness(array("unit"), points, n_neighbors=15, metric="cosine")


def jpeg():
    """As OpenAI's preprocessing does it, one thread, and fifteen times."""
    import pillow_preprocess

    data = (FOLDER / "photo.jpg").read_bytes()
    for _ in range(15):
        tensor = pillow_preprocess.tensor(data)
    return tensor.sum(dtype=float)


JOBS = {
    "trace-ratio": trace_ratio,
    "class-moments": class_moments,
    "hotelling-lawley": hotelling_residuals,
    "hotelling-lawley-squares": hotelling_squares,
    "cka": cka,
    "pca": lambda: pca("auto"),
    "pca-covariance": lambda: pca("covariance_eigh"),
    "silhouette-cosine": lambda: silhouette("cosine"),
    "silhouette-euclidean": lambda: silhouette("euclidean"),
    "uniformity": uniformity,
    "pair-auroc": pair_auroc,
    "logistic-0.01": lambda: logistic(0.01),
    "logistic-1": lambda: logistic(1),
    "neighbors": neighbors,
    "top-k": top_k,
    "retrieval": retrieval,
    "cosine-matrix": cosine_matrix,
    "self-cosines": self_cosines,
    "tsne": tsne,
    "jpeg": jpeg,
}


LIBRARIES = {
    "numpy": "trace-ratio class-moments cka cosine-matrix self-cosines",
    "scipy": "hotelling-lawley hotelling-lawley-squares",
    "scikit-learn": "pca pca-covariance silhouette-cosine silhouette-euclidean pair-auroc logistic-0.01 logistic-1 tsne",
    "torch": "uniformity retrieval",
    "faiss-cpu": "neighbors top-k",
    "pillow": "jpeg",
}


def library(job):
    name = next(n for n, jobs in LIBRARIES.items() if job in jobs.split())
    return f"{name} {version(name)}"


def versions():
    import faiss  # noqa: F401, so that its BLAS is among those below

    kernels = {
        f"{pathlib.Path(p['filepath']).parent.name}: {p['internal_api']} {p['version']} {p.get('architecture', '')}"
        for p in threadpoolctl.threadpool_info()
        if p["user_api"] == "blas"
    }
    return "Python {}, {}; {}".format(
        sys.version.split()[0],
        ", ".join(f"{n} {version(n)}" for n in LIBRARIES),
        "; ".join(sorted(kernels)),
    )


# Shorter jobs are repeated so long, as on the other side: PeerTable.
TURN = 0.2

if "FAISS_CORETYPE" in os.environ:
    # The OpenBLAS inside FAISS does not know the newest processors and would fall back to SSE; the others have been loaded and have chosen.
    os.environ["OPENBLAS_CORETYPE"] = os.environ["FAISS_CORETYPE"]
if len(sys.argv) > 2:
    print(versions(), flush=True)
    sys.exit()
for line in sys.stdin:
    words = line.split()
    if words[0] == "library":
        print(library(words[1]), flush=True)
        continue
    job = JOBS[words[0]]
    start, busy, times, elapsed = time.perf_counter(), time.process_time(), 0, 0
    while elapsed < TURN:
        value = job()
        times += 1
        elapsed = time.perf_counter() - start
    used = time.process_time() - busy
    print(elapsed / times * 1e3, used / times * 1e3, float(value() if callable(value) else value), flush=True)
