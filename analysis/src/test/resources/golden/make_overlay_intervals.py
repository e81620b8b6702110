"""Makes overlay_intervals.json from overlay_suite.npy: intervals of what is no mean, by leaving out rows of matrices, with NumPy and SciPy."""
import json
import pathlib

import numpy as np
import scipy
import scipy.optimize as opt
import scipy.stats as st

HERE = pathlib.Path(__file__).parent
X = np.load(HERE / "overlay_suite.npy").astype(float)
data = json.loads((HERE / "overlay_suite.json").read_text())
labels, groups = np.array(data["labels"]), np.array(data["groups"])
U = X / np.linalg.norm(X, axis=-1, keepdims=True)
clean, versions = U[0], U[[0, 7, 9, 11]]
centers = np.array([clean[labels == c].mean(0) for c in range(3)])
basis = np.linalg.svd(centers - centers.mean(0))[2][:2]


def jackknife(statistic, strata):
    """Estimate less the bias, covariance and degrees of freedom; statistic(keep) gives a vector."""
    value = statistic(np.ones(len(labels), bool))
    estimate, parts = value.copy(), []
    for s in set(strata):
        members = sorted(set(groups[strata == s]))
        left = np.array([statistic(~((strata == s) & (groups == g))) for g in members])
        estimate = estimate + (len(members) - 1) * (value - left.mean(0))
        parts.append(((len(members) - 1) * np.cov(left.T, bias=True).reshape(len(value), -1), len(members)))
    covariance = sum(p for p, _ in parts)

    def t(weights):
        variances = [weights @ p @ weights for p, _ in parts]
        freedom = sum(variances) ** 2 / sum(v**2 / (k - 1) for v, (_, k) in zip(variances, parts))
        return st.t.ppf(0.975, freedom)

    return estimate, covariance, t


def around(result, i, transform=lambda x: x):
    estimate, covariance, t = result
    margin = t(np.eye(len(estimate))[i]) * np.sqrt(covariance[i, i])
    return [float(transform(np.clip(estimate[i] + side * margin, 0, 1))) for side in (-1, 1)]


def shares(keep):
    """Rows kept weigh as much as all of their class."""
    weights = np.array([np.mean(labels == c) / np.sum(keep & (labels == c)) for c in labels])[keep] / len(versions)
    rows = versions[:, keep]
    mean = np.einsum("i,vij->j", weights, rows)
    total = np.einsum("i,vij->", weights, (rows - mean) ** 2)
    of_version = np.einsum("i,vij->vj", weights, rows) * len(versions)
    fitted = {"overlay": np.broadcast_to(of_version[:, None], rows.shape), "class": np.empty_like(rows), "cell": np.empty_like(rows)}
    for c in range(3):
        mine = labels[keep] == c
        fitted["class"][:, mine] = rows[:, mine].mean((0, 1))
        fitted["cell"][:, mine] = rows[:, mine].mean(1, keepdims=True)
    ss = {name: np.einsum("i,vij->", weights, (fit - mean) ** 2) / total for name, fit in fitted.items()}
    return np.array([ss["overlay"], ss["class"], ss["cell"] - ss["overlay"] - ss["class"]])


G = {}
for prefix, shown in (("", U[1]), ("box-", U[2])):
    delta = shown - clean
    moved = jackknife(lambda keep: np.array([
        (np.linalg.norm(delta[keep].mean(0)) / np.linalg.norm(delta[keep], axis=1).mean()) ** 2,
        ((delta[keep] @ basis.T) ** 2).sum() / (delta[keep] ** 2).sum()]), np.zeros(len(labels), int))
    G[prefix + "direction-consistency"] = around(moved, 0, np.sqrt)
    G[prefix + "class-overlap"] = around(moved, 1)
result = jackknife(shares, labels)
for i, part in enumerate(("overlay", "class", "interaction")):
    G[f"variance-share,of={part}"] = around(result, i)
estimate, covariance, t = result
reach = t(np.array([1.0, 1.0, 0.0]))


def excess(r):
    w = np.array([1, -r, 0])
    return (w @ estimate) ** 2 - reach**2 * (w @ covariance @ w)


middle = estimate[0] / estimate[1]
G["variance-share,of=overlay-to-class"] = [opt.brentq(excess, 0, middle, xtol=1e-14), opt.brentq(excess, middle, 100 * middle, xtol=1e-14)]
golden = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__}, "intervals": G}
(HERE / "overlay_intervals.json").write_text(json.dumps(golden, indent=1) + "\n")
