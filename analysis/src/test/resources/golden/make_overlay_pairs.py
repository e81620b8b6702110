"""Makes overlay_pairs.json from overlay_suite.npy, with NumPy and SciPy: how two encoders, one of all columns and one of the first six, differ in rates of
votes under the text. Everything is counted again without each group; what that changes in another group is taken off as noise."""
import json
import pathlib

import numpy as np
import scipy
import scipy.stats as st

HERE = pathlib.Path(__file__).parent
data = json.loads((HERE / "overlay_suite.json").read_text())
rows = dict(zip(data["order"], np.load(HERE / "overlay_suite.npy").astype(float)))
labels, groups, named, K = np.array(data["labels"]), np.array(data["groups"]), np.array(data["named"]), 5
names = sorted(set(groups))
count, everybody = len(names), np.zeros(len(labels), int)


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def vote(queries, bank, without=None):
    cosines = unit(queries) @ unit(bank).T
    taken = []
    for i, row in enumerate(cosines):
        voters = np.flatnonzero((groups != groups[i]) & (groups != without))
        nearest = voters[np.argsort(-row[voters], kind="stable")[:K]]
        taken.append(np.bincount(labels[nearest]).argmax())
    return np.array(taken)


# What happens to an image between two votes, NaN if it does not count; and whose means are averaged.
MEASURES = {
    "flip-rate,k=5": (lambda before, after: (before != after).astype(float), everybody),
    "flip-to-named,k=5": (lambda before, after: np.where(before == named, np.nan, after == named), everybody),
    "accuracy-drop,overlaid=query,k=5,balanced": (lambda before, after: (before == labels) * 1.0 - (after == labels), labels),
}


def mean(event, strata, keep=None):
    keep = np.ones(len(event), bool) if keep is None else keep
    return np.mean([np.nanmean(event[keep & (strata == s)]) for s in sorted(set(strata))])


def rate(columns, happens, strata):
    """The value, without each group, the same with its votes kept, and what its votes change in every other."""
    clean, text = rows["clean"][:, :columns], rows["text"][:, :columns]
    now = happens(vote(clean, clean), vote(text, clean))
    value = mean(now, strata)
    weight = np.array([1 / np.sum(~np.isnan(now) & (strata == s)) for s in strata]) / len(set(strata))
    share = np.array([np.nanmean(now[strata == s]) for s in strata])
    left, fixed, chance = np.zeros(count), np.zeros(count), np.zeros((count, count))
    for g, name in enumerate(names):
        then = happens(vote(clean, clean, name), vote(text, clean, name))
        left[g], fixed[g] = mean(then, strata, groups != name), mean(now, strata, groups != name)
        change = weight * (np.nan_to_num(then - share) - np.nan_to_num(now - share))
        chance[g] = [0 if other == name else change[groups == other].sum() for other in names]
    return value, left, fixed, chance


golden = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__}, "pairs": {}}
for key, (happens, strata) in MEASURES.items():
    difference, left, fixed, chance = (a - b for a, b in zip(*(rate(columns, happens, strata) for columns in (10, 6))))
    noise = ((chance * (count - 1) / count) ** 2).sum()
    error = np.sqrt(max((count - 1) * left.var() - noise, (count - 1) * fixed.var()))
    reach = st.t.ppf(0.975, count - 1) * error
    golden["pairs"][key] = {"difference": difference, "low": difference - reach, "high": difference + reach,
                            "p": 2 * st.t.sf(abs(difference) / error, count - 1)}
(HERE / "overlay_pairs.json").write_text(json.dumps(golden, indent=1) + "\n")
