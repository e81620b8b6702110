"""Makes stats.json: intervals, tests and ranks by SciPy and statsmodels."""
import json
import pathlib

import numpy as np
import scipy
import scipy.stats as st
import statsmodels
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261102)


def bca(samples, statistic):
    result = st.bootstrap(samples, statistic, n_resamples=200, method="BCa", vectorized=False, random_state=rng)
    left_out = []
    for s, sample in enumerate(samples):
        without = [np.delete(sample, i) for i in range(len(sample))]
        left_out.append([float(statistic(*samples[:s], w, *samples[s + 1 :])) for w in without])
    return {
        "value": float(statistic(*samples)),
        "replicates": np.round(result.bootstrap_distribution, 12).tolist(),
        "left_out": left_out,
        "interval": list(result.confidence_interval),
        "standard_error": float(np.sqrt(sum((len(l) - 1) * np.var(l) for l in left_out))),
    }


sample = rng.exponential(size=25)
other = rng.normal(size=12)
p_values = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04, 0.9]
differences = np.round(rng.normal(0.4, 1, size=9), 3)
many = np.round(rng.normal(0.25, 1, size=60), 3)
scores = np.round(rng.normal(size=(8, 4)) + [0, 0.4, 0.8, 0.2])


def flips(values):
    """Sign flips are SciPy's permutations of pairs (value, 0)."""
    test = st.permutation_test(
        (values, np.zeros_like(values)),
        lambda a, b: a.mean() - b.mean(),
        permutation_type="samples",
        n_resamples=20000,
        vectorized=False,
        random_state=1,
    )
    return float(test.pvalue)


golden = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
    "bca_mean": bca((sample,), lambda x: x.mean()),
    "bca_variance": bca((sample,), lambda x: x.var()),
    "bca_two_samples": bca((sample, other), lambda x, y: x.mean() - y.mean()),
    "t_interval": {"sample": sample.tolist(), "interval": list(st.ttest_1samp(sample, 0).confidence_interval(0.95))},
    "mcnemar": [
        {"b": b, "c": c, "exact": float(mcnemar([[0, b], [c, 0]], exact=True).pvalue)}
        for b, c in [(0, 1), (1, 7), (7, 1), (5, 5), (40, 22), (300, 351)]
    ],
    "multiplicity": {
        "p": p_values,
        "holm": multipletests(p_values, method="holm")[1].tolist(),
        "bh": multipletests(p_values, method="fdr_bh")[1].tolist(),
    },
    "sign_flip": {"differences": differences.tolist(), "p": flips(differences)},
    "sign_flip_many": {"differences": many.tolist(), "p": flips(many)},
    "friedman": {
        "scores": scores.tolist(),
        "mean_ranks": st.rankdata(-scores, axis=1).mean(0).tolist(),
        "chi_square": float(st.friedmanchisquare(*scores.T).statistic),
        "p": float(st.friedmanchisquare(*scores.T).pvalue),
    },
    "studentized_range": [
        {"k": k, "q": q, "sf": float(st.studentized_range.sf(q, k, np.inf)), "isf": float(st.studentized_range.isf(0.05, k, np.inf))}
        for k, q in [(2, 1.5), (3, 3.3), (5, 4.0), (10, 5.5), (30, 2.5)]
    ],
}
first, second = np.round(rng.normal(0.5, 1, size=7), 1), np.round(rng.normal(0, 1, size=6), 1)
golden["permutation"] = []
for alternative in ("greater", "less", "two-sided"):
    test = st.permutation_test(
        (first, second), lambda a, b: a.mean() - b.mean(), n_resamples=199, alternative=alternative, vectorized=False, random_state=2
    )
    golden["permutation"].append(
        {
            "alternative": alternative,
            "observed": float(test.statistic),
            "null": test.null_distribution.tolist(),
            "p": float(test.pvalue),
        }
    )
(HERE / "stats.json").write_text(json.dumps(golden, indent=1) + "\n")
