"""Makes shares.json: weighted sums of shares of the same rows in groups, ends of each share by statsmodels."""
import json
import pathlib

import numpy as np
import scipy
import scipy.stats as st
import statsmodels
from statsmodels.stats.proportion import proportion_confint

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261124)


def interval(weights, values, strata, groups):
    """Newcombe's square-and-add by the definition: every cluster is left out in turn, rows by mask."""
    kinds = sorted(set(strata))

    def means(keep):
        return np.mean([values[:, keep & (strata == s)].mean(axis=1) for s in kinds], axis=0)

    shares = means(np.ones(len(groups), bool))
    covariances = []
    for s in kinds:
        clusters = sorted(set(groups[strata == s]))
        without = np.array([means(~((strata == s) & (groups == g))) for g in clusters])
        covariances.append((len(clusters) - 1) * np.cov(without.T, bias=True).reshape(len(values), len(values)))
    covariance = sum(covariances)
    ends = []
    for v, share in enumerate(shares):
        below = above = 0
        for s, part in zip(kinds, covariances):
            mine = strata == s
            own, variance, count = values[v, mine].mean(), part[v, v] * len(kinds) ** 2, len(set(groups[mine]))
            rows = count if variance < 1e-20 else min(mine.sum(), own * (1 - own) / variance)
            alpha = 2 * st.norm.sf(st.t.ppf(0.975, count - 1))
            low, high = proportion_confint(own * rows, rows, alpha=alpha, method="wilson")
            below, above = below + ((own - low) / len(kinds)) ** 2, above + ((high - own) / len(kinds)) ** 2
        ends.append((share - np.sqrt(below), share + np.sqrt(above)))
    scale = np.sqrt(np.diag(covariance))
    correlation = np.eye(len(values))
    for v in range(len(values)):
        for u in range(len(values)):
            if v != u and scale[v] > 1e-10 and scale[u] > 1e-10:
                correlation[v, u] = covariance[v, u] / scale[v] / scale[u]
    below = np.array([w * (p - l if w > 0 else u - p) for w, p, (l, u) in zip(weights, shares, ends)])
    above = np.array([w * (u - p if w > 0 else p - l) for w, p, (l, u) in zip(weights, shares, ends)])
    value = float(weights @ shares)
    return [value - np.sqrt(below @ correlation @ below), value + np.sqrt(above @ correlation @ above)]


groups = np.repeat(np.arange(30), 1 + np.arange(30) % 3)
strata = (np.arange(30) // 7 % 2)[groups]
latent = rng.normal(size=30)[groups] + rng.normal(size=(3, len(groups)))
values = np.vstack([(latent < np.array([[-1.6], [-0.8], [0.3]])), np.zeros(len(groups))]).astype(float)
one = np.zeros_like(strata)
cases = {
    "difference": ([1, -1, 0, 0], one),
    "from-nothing": ([0, 1, 0, -1], one),
    "balanced": ([-1, 0, 1, 0], strata),
    "slope": ([-0.5, 0.1, 0.7, -0.3], one),
}
golden = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
    "groups": groups.tolist(),
    "strata": strata.tolist(),
    "values": values.astype(int).tolist(),
    "cases": {
        name: {"weights": weights, "balanced": bool(s.any()), "interval": interval(np.array(weights, float), values, s, groups)}
        for name, (weights, s) in cases.items()
    },
}
(HERE / "shares.json").write_text(json.dumps(golden) + "\n")
