"""Makes intervals.json: intervals of leave-one-out accuracies, k = 5, by NumPy and SciPy, each cluster left out in earnest."""
import json
import pathlib

import numpy as np
from scipy.stats import t

HERE = pathlib.Path(__file__).parent
golden = json.loads((HERE / "neighbors.json").read_text())
x = np.load(HERE / "rows.npy")[:90].astype(float)
y = np.array(golden["labels"])[:90]
groups = np.arange(90) // 2  # class 2 has six
x /= np.linalg.norm(x, axis=1, keepdims=True)
cosines = x @ x.T


def correct(allowed):
    """Whether the five nearest of the allowed voters of each row vote it right."""
    right = np.zeros(len(y))
    for i in range(len(y)):
        order = [j for j in np.argsort(-cosines[i], kind="stable") if allowed[i, j]][:5]
        right[i] = np.bincount(y[order], minlength=3).argmax() == y[i]
    return right


def jackknife(left, strata):
    """The variances by stratum of the values without each cluster, and Satterthwaite's freedom."""
    parts = [((len(s) - 1) * np.var(left[s]), len(s) - 1) for s in strata]
    total = sum(v for v, _ in parts)
    return total, total**2 / sum(v**2 / df for v, df in parts)


def interval(grouped, balanced):
    allowed = groups[:, None] != groups[None] if grouped else ~np.eye(len(y), dtype=bool)
    _, cluster = np.unique(np.stack([y, groups]), axis=1, return_inverse=True)
    stratum = y  # the mix of classes is held fixed
    count, S = cluster.max() + 1, stratum.max() + 1
    of = np.array([stratum[cluster == g][0] for g in range(count)])
    strata = [np.flatnonzero(of == s) for s in range(S)]
    base = correct(allowed)
    weights = np.full(S, 1 / S) if balanced else np.bincount(y) / len(y)
    mean = lambda right, rows: weights @ [right[rows & (y == s)].mean() for s in range(S)]
    full, fixed, noise = np.zeros(count), np.zeros(count), 0
    for g in range(count):
        rest = cluster != g
        without = correct(allowed & rest[None])
        full[g], fixed[g] = mean(without, rest), mean(base, rest)
        size = np.array([(rest & (stratum == s)).sum() for s in range(S)])
        changes = (without - base) * (weights / size)[stratum]
        K = len(strata[of[g]])
        for h in range(count):
            noise += (changes[cluster == h].sum() * (K - 1) / K) ** 2 if h != g else 0
    seen, _ = jackknife(full, strata)
    least, freedom = jackknife(fixed, strata)
    p = mean(base, np.ones(len(y), bool))
    if balanced:
        independent = p * (1 - p) * sum(1 / (stratum == s).sum() for s in range(S)) / S**2
    else:  # rows independent within their classes
        independent = sum((stratum == s).sum() * base[stratum == s].var() for s in range(S)) / len(y) ** 2
    rows = p * (1 - p) / max(seen - noise, least, independent)
    z = t.ppf(0.975, freedom)
    center, margin = p + z * z / (2 * rows), z * np.sqrt(p * (1 - p) / rows + z * z / (4 * rows * rows))
    return [float((center - margin) / (1 + z * z / rows)), float((center + margin) / (1 + z * z / rows))]


OUT = {
    "loo,k=5,micro": interval(False, False),
    "loo,k=5,balanced": interval(False, True),
    "group-loo,k=5,micro": interval(True, False),
    "group-loo,k=5,balanced": interval(True, True),
}
(HERE / "intervals.json").write_text(json.dumps(OUT, indent=1) + "\n")
