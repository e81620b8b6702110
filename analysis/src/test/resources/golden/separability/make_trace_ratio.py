"""Makes trace_ratio.json from ../emb_X.npy and ../emb_y.npy: intervals of trace ratios, by NumPy and SciPy in double.

Everything is written out over the clusters one by one; tr(Cov Cov) is the unbiased HSIC of a class's clusters with themselves, from
their whole kernel (Song et al. 2012, eq. 5).
"""
import json
import pathlib

import numpy as np
from scipy.stats import t

HERE = pathlib.Path(__file__).parent
X = np.load(HERE.parent / "emb_X.npy").astype(float)
Y = np.load(HERE.parent / "emb_y.npy")


def hsic_unbiased(K):
    m = len(K)
    off = K - np.diag(np.diag(K))
    return ((off**2).sum() + off.sum() ** 2 / ((m - 1) * (m - 2)) - 2 * (off @ off).sum() / (m - 2)) / (m * (m - 3))


def interval(x, y, groups, balanced):
    n, classes = len(x), np.unique(y)
    w = {c: 1 / len(classes) if balanced else (y == c).mean() for c in classes}
    mean = {c: x[y == c].mean(0) for c in classes}
    center = sum(w[c] * mean[c] for c in classes)
    clusters = {c: [np.flatnonzero((y == c) & (groups == g)) for g in np.unique(groups[y == c])] for c in classes}
    covariance, squared, spread = {}, {}, {}
    for c in classes:
        nc, K = (y == c).sum(), len(clusters[c])
        spread[c] = ((x[y == c] - mean[c]) ** 2).sum() / nc
        moves = np.array([(x[g] - mean[c]).sum(0) / nc for g in clusters[c]])
        covariance[c] = K / (K - 1) * moves.T @ moves if K > 1 else np.zeros((x.shape[1],) * 2)
        squared[c] = K**2 * hsic_unbiased(moves @ moves.T) if K > 3 else 0
    between = sum(w[c] * ((mean[c] - center) ** 2).sum() - w[c] * (1 - w[c]) * np.trace(covariance[c]) for c in classes)
    within = sum(w[c] * (spread[c] + np.trace(covariance[c])) for c in classes)
    r = between / within
    second = 0
    for c in classes:
        for b in classes:
            second += 2 * (
                (w[c] * (1 - w[c])) ** 2 * squared[c] if b == c else (w[c] * w[b]) ** 2 * np.trace(covariance[c] @ covariance[b])
            )
    second = max(0, second / within**2)
    parts = []
    for c in classes:
        nc, K = (y == c).sum(), len(clusters[c])
        if K == 1:
            continue
        changes = []
        for g in clusters[c]:
            move = (x[g] - mean[c]).sum(0) / nc
            numerator = 2 * w[c] * (move @ (mean[c] - center) - (1 - w[c]) * move @ move)
            denominator = w[c] * ((x[g] - mean[c]) ** 2).sum() / nc
            if balanced:
                denominator -= w[c] * len(g) / nc * spread[c]
            else:
                numerator += len(g) / n * ((mean[c] - center) ** 2).sum()
            without = nc / (nc - len(g)) * (r * denominator - numerator) / within
            changes.append(without)
        parts.append(((K - 1) * np.var(changes), K - 1))
    seen = sum(v for v, _ in parts)
    quantile = t.ppf(0.975, seen**2 / sum(v**2 / df for v, df in parts))
    variance = max(seen - second, seen / 2)
    r = max(r, 0.0)
    slope = max(0, variance - second) / (2 * max(r, second**0.5))
    # (e - r)^2 = quantile^2 (variance + slope (e - r))
    ends = np.sort(np.roots([1, -(quantile**2) * slope, -(quantile**2) * variance]))
    return [max(0.0, float(r + e)) for e in ends] + [float(r)]


def intervals(x, y, groups):
    unit = x / np.linalg.norm(x, axis=1, keepdims=True)
    return {
        "trace-ratio,corrected": interval(x, y, groups, False),
        "trace-ratio-balanced,corrected": interval(x, y, groups, True),
        "trace-ratio,unit,corrected": interval(unit, y, groups, False),
        "trace-ratio-balanced,unit,corrected": interval(unit, y, groups, True),
    }


# The first 30 rows have fewer rows than columns, and classes of one to three rows.
OUT = {
    "versions": {"numpy": np.__version__},
    "each row for itself": intervals(X, Y, np.arange(600)),
    "row modulo 97": intervals(X, Y, np.arange(600) % 97),
    "first 30 rows": intervals(X[:30], Y[:30], np.arange(30)),
}
(HERE / "trace_ratio.json").write_text(json.dumps(OUT, indent=1) + "\n")
