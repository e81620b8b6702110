"""Makes overlay_intervals.json from overlay_suite.npy, with NumPy, SciPy and scikit-learn: intervals by leaving out rows of matrices, and of shares
of votes by counting the votes again without each group."""
import json
import pathlib

import numpy as np
import scipy
import scipy.optimize as opt
import scipy.stats as st
import sklearn
from sklearn.neighbors import KNeighborsClassifier

HERE = pathlib.Path(__file__).parent
X = np.load(HERE / "overlay_suite.npy").astype(float)
data = json.loads((HERE / "overlay_suite.json").read_text())
labels, groups = np.array(data["labels"]), np.array(data["groups"])
U = X / np.linalg.norm(X, axis=-1, keepdims=True)
named, ORDER, K = np.array(data["named"]), data["order"], 5
X = dict(zip(ORDER, X))
U = dict(zip(ORDER, U))
clean, versions = U["clean"], np.stack([U[name] for name in ("clean", "portable", "date", "greek")])
centers = np.array([clean[labels == c].mean(0) for c in range(3)])


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
for prefix, shown in (("", U["text"]), ("box-", U["box"])):
    delta = shown - clean
    (estimate,), ((variance,),), t = jackknife(lambda keep: np.array([np.log(1 -
        (np.linalg.norm(delta[keep].mean(0)) / np.linalg.norm(delta[keep], axis=1).mean()) ** 2)]), np.zeros(len(labels), int))
    value = np.linalg.norm(delta.mean(0)) / np.linalg.norm(delta, axis=1).mean()
    margin = t(np.ones(1)) * np.sqrt(variance)
    low, high = (np.sqrt(max(0, 1 - np.exp(estimate + side * margin))) for side in (1, -1))
    G[prefix + "direction-consistency"] = [min(low, value), max(high, value)]
result = jackknife(shares, labels)
for i, part in enumerate(("overlay", "class", "interaction")):
    low, high = around(result, i)
    value = shares(np.ones(len(labels), bool))[i]
    G[f"variance-share,of={part}"] = [min(low, value), max(high, value)]
estimate, covariance, t = result
reach = t(np.array([1.0, 1.0, 0.0]))


def excess(r):
    w = np.array([1, -r, 0])[: len(estimate)]
    return (w @ estimate) ** 2 - reach**2 * (w @ covariance @ w)


middle = estimate[0] / estimate[1]
G["variance-share,of=overlay-to-class"] = [opt.brentq(excess, 0, middle, xtol=1e-14), opt.brentq(excess, middle, 100 * middle, xtol=1e-14)]

# Shifts: the jackknife of means and of ratios to the units, whole groups left out
pairs = groups[:, None] != groups[None, :]
gram = clean @ clean.T


def unit_of_images(keep):
    return 1 - gram[pairs & keep[:, None] & keep].mean()


def unit_of_classes(keep):
    mean = np.array([[gram[pairs & (keep & (labels == a))[:, None] & (keep & (labels == b))].mean() for b in range(3)] for a in range(3)])
    return np.mean([1 - mean[a, b] / np.sqrt(mean[a, a] * mean[b, b]) for a in range(3) for b in range(a + 1, 3)])


everybody, names = np.ones(len(labels), bool), sorted(set(groups))
count = len(names)
reach = st.t.ppf(0.975, count - 1)


def left_out(statistic):
    return np.array([statistic(groups != g) for g in names])


def simple(key, statistic, least):
    margin = reach * np.sqrt((count - 1) * left_out(statistic).var())
    G[key] = [max(least, statistic(everybody) - margin), statistic(everybody) + margin]


def shift(name):
    return 1 - (clean * U[name]).sum(1)


# Units within the classes: a group's is that of most of its images.
class_of_group = np.array([np.bincount(labels[groups == g], minlength=3).argmax() for g in groups])
for key, statistic in (("image-unit", unit_of_images), ("class-unit", unit_of_classes)):
    left = [np.array([statistic(groups != g) for g in sorted(set(groups[class_of_group == c]))]) for c in range(3)]
    variances = [(len(part) - 1) * part.var() for part in left]
    freedom = sum(variances) ** 2 / sum(v**2 / (len(part) - 1) for v, part in zip(variances, left))
    margin = st.t.ppf(0.975, freedom) * np.sqrt(sum(variances))
    G[key] = [max(0, statistic(everybody) - margin), min(2, statistic(everybody) + margin)]
def positive(key, statistic):
    margin = reach * np.sqrt((count - 1) * np.log(left_out(statistic)).var())
    G[key] = list(statistic(everybody) * np.exp([-margin, margin]))


positive("shift", lambda keep: shift("text")[keep].mean())
positive("shift,at=center,image-units", lambda keep: shift("center")[keep].mean() / unit_of_images(keep))
positive("shift,class-units", lambda keep: shift("text")[keep].mean() / unit_of_classes(keep))
simple("text-shift,minus=mirrored,image-units",
       lambda keep: (shift("text") - shift("mirrored"))[keep].mean() / unit_of_images(keep), -np.inf)


# Shares of votes: the bank votes again without each group
def vote(queries, bank, without=None):
    out = np.zeros(len(labels), int)
    for i in range(len(labels)):
        keep = (groups != groups[i]) & (groups != without)
        knn = KNeighborsClassifier(K, metric="cosine", algorithm="brute").fit(bank[keep], labels[keep])
        out[i] = knn.predict(queries[i : i + 1])[0]
    return out


def happened(text, before, after, kind):
    if kind == "flip":
        return (after != before).astype(float)
    return np.where(before != named, (after == named).astype(float), np.nan)


def voted(kind, shown):
    """Value, values without each group, the same with the voters kept, what a group changes as voter in each other, images, groups that count."""
    now = happened(shown, vote(X["clean"], X["clean"]), vote(X[shown], X["clean"]), kind)
    value, images = np.nanmean(now), np.sum(~np.isnan(now))
    left, fixed, changes = np.zeros(count), np.zeros(count), np.zeros((count, count))
    for g, name in enumerate(names):
        then = happened(shown, vote(X["clean"], X["clean"], name), vote(X[shown], X["clean"], name), kind)
        left[g], fixed[g] = np.nanmean(then[groups != name]), np.nanmean(now[groups != name])
        for h, other in enumerate(names):
            if other != name:
                mine = groups == other
                changes[g, h] = (np.nansum(then[mine] - value) - np.nansum(now[mine] - value)) / images
    worth = len({g for g, x in zip(groups, now) if not np.isnan(x)})
    return value, left, fixed, changes, images, worth


def variance(left, fixed, changes):
    seen = (count - 1) * left.var() - ((changes * (count - 1) / count) ** 2).sum()
    return max(seen, (count - 1) * fixed.var())


def wilson(value, left, fixed, changes, images, worth):
    v = variance(left, fixed, changes)
    rows = worth if v == 0 or value in (0, 1) else min(images, value * (1 - value) / v)
    z = st.t.ppf(0.975, worth - 1)
    center, margin = value + z * z / 2 / rows, z * np.sqrt(value * (1 - value) / rows + z * z / 4 / rows**2)
    return [float((center - margin) / (1 + z * z / rows)), float((center + margin) / (1 + z * z / rows))]


for key, kind, shown, control in (("flip-rate{},k=5", "flip", "text", "jpeg-90"), ("flip-to-named{},k=5", "named", "text", "scrambled"),
                                  ("flip-to-named{},at=center,k=5", "named", "center", "center-box")):
    a, b = voted(kind, shown), voted(kind, control)
    ends_a, ends_b = wilson(*a), wilson(*b)
    G[key.format("")] = ends_a
    va, vb, vd = variance(*a[1:4]), variance(*b[1:4]), variance(a[1] - b[1], a[2] - b[2], a[3] - b[3])
    r = np.clip((va + vb - vd) / 2 / np.sqrt(va * vb), -1, 1) if va * vb > 0 else 0

    def reaching(down, up):
        return np.sqrt(down**2 + up**2 - 2 * r * down * up)

    G[key.format(",minus=" + {"center-box": "box"}.get(control, control))] = [
        float(a[0] - b[0] - reaching(a[0] - ends_a[0], ends_b[1] - b[0])),
        float(a[0] - b[0] + reaching(ends_a[1] - a[0], b[0] - ends_b[0]))]
golden = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__, "sklearn": sklearn.__version__},
          "intervals": {key: [float(end) for end in ends] for key, ends in G.items()}}
(HERE / "overlay_intervals.json").write_text(json.dumps(golden, indent=1) + "\n")
