"""Makes intervals.json: intervals of leave-one-out scores, k = 5, by NumPy and SciPy, each cluster left out in earnest."""
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


rows = len(y)
_, cluster = np.unique(np.stack([y, groups]), axis=1, return_inverse=True)
count, S = cluster.max() + 1, 3
of = np.array([y[cluster == g][0] for g in range(count)])  # groups are drawn anew within their class
strata = [np.flatnonzero(of == s) for s in range(S)]
size = np.bincount(y)
# By how much the others of its class weigh more without a cluster.
more = np.array([size[of[g]] / (size[of[g]] - (cluster == g).sum()) for g in range(count)])


def voted(allowed):
    """What the five nearest of the allowed voters of each row vote."""
    winners = np.zeros(rows, int)
    for i in range(rows):
        order = [j for j in np.argsort(-cosines[i], kind="stable") if allowed[i, j]][:5]
        winners[i] = np.bincount(y[order], minlength=S).argmax()
    return winners


def jackknife(left):
    """The variance by the values without each cluster, and Satterthwaite's freedom."""
    parts = [((len(s) - 1) * np.var(left[s]), len(s) - 1) for s in strata]
    total = sum(v for v, _ in parts)
    return total, total**2 / sum(v**2 / df for v, df in parts) if total > 0 else sum(df for _, df in parts)


def wilson(p, v, worth, freedom):
    n = p * (1 - p) / v if v * p * (1 - p) > 0 else worth
    z = t.ppf(0.975, freedom)
    center, margin = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (center - margin) / (1 + z * z / n), (center + margin) / (1 + z * z / n)


def seen(derivatives):
    """The variance by the rows, and the freedom."""
    left = np.array([-more[g] * derivatives[cluster == g].sum() for g in range(count)])
    variance, freedom = jackknife(left)
    return max(variance, sum((y == s).sum() * derivatives[y == s].var() for s in range(S))), freedom


def interval(grouped, score):
    allowed = groups[:, None] != groups[None] if grouped else ~np.eye(rows, dtype=bool)
    base = voted(allowed)
    share = np.array([(base == y)[y == s].mean() for s in range(S)])
    marks = np.array([(y == s).sum() + (base == s).sum() for s in range(S)])
    f1 = np.array([2 * ((y == s) & (base == s)).sum() / marks[s] for s in range(S)])
    classes = {
        "recall": lambda to, s: np.where(y == s, (to == y) - share[s], 0) / size[s],
        "f1": lambda to, s: (2 * ((y == s) & (to == s)) - f1[s] * ((y == s) * 1 + (to == s))) / marks[s],
    }
    p, derivatives = {
        "micro": ((base == y).mean(), lambda to: ((to == y) - (base == y).mean()) / rows),
        "balanced": (share.mean(), lambda to: sum(classes["recall"](to, s) for s in range(S)) / S),
        "macro-f1": (f1.mean(), lambda to: sum(classes["f1"](to, s) for s in range(S)) / S),
    }[score]
    full, noise = np.zeros(count), 0
    for g in range(count):
        changes = (derivatives(voted(allowed & (cluster != g)[None])) - derivatives(base)) * np.where(y == of[g], more[g], 1)
        moved = np.array([changes[cluster == h].sum() if h != g else 0 for h in range(count)])
        full[g] = p - more[g] * derivatives(base)[cluster == g].sum() + moved.sum()
        for s in range(S):  # what the clusters of a class do not have in common
            others = [h for h in strata[s] if h != g]
            noise += len(others) * np.var(moved[others], ddof=1) * ((len(strata[s]) - 1) / len(strata[s])) ** 2
    variance = max(jackknife(full)[0] - noise, seen(derivatives(base))[0])
    if score == "micro":
        return list(map(float, wilson(p, variance, 0, seen(derivatives(base))[1])))
    kind, shares = ("recall", share) if score == "balanced" else ("f1", f1)
    counts = [y == s if score == "balanced" else (y == s) | (base == s) for s in range(S)]
    ofclasses = [seen(classes[kind](base, s)) for s in range(S)]
    if score == "balanced":  # nothing varies in the other classes
        ofclasses = [(v, len(strata[s]) - 1) for s, (v, _) in enumerate(ofclasses)]
    factor = max(1, variance / (sum(v for v, _ in ofclasses) / S**2))
    ends = [
        wilson(shares[s], v * factor, len(set(cluster[counts[s]])), freedom) for s, (v, freedom) in enumerate(ofclasses)
    ]
    below = np.sqrt(sum((shares[s] - ends[s][0]) ** 2 for s in range(S))) / S
    above = np.sqrt(sum((ends[s][1] - shares[s]) ** 2 for s in range(S))) / S
    return [float(p - below), float(p + above)]


OUT = {
    f"{scheme},k=5,{score}": interval(scheme == "group-loo", score)
    for scheme in ("loo", "group-loo")
    for score in ("micro", "balanced", "macro-f1")
}
(HERE / "intervals.json").write_text(json.dumps(OUT, indent=1) + "\n")
