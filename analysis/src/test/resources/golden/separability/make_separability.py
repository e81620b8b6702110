"""Makes separability.json from ../emb_X.npy, ../emb_Y.npy and ../emb_y.npy, by NumPy, SciPy, scikit-learn and statsmodels in double."""
import json
import pathlib

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy.spatial import procrustes
from scipy.stats import skew
from sklearn.covariance import ledoit_wolf_shrinkage, oas
from sklearn.feature_selection import f_classif
from sklearn.metrics import roc_auc_score, silhouette_score
from sklearn.neighbors import NearestNeighbors
from statsmodels.multivariate.manova import MANOVA

HERE = pathlib.Path(__file__).parent
X = np.load(HERE.parent / "emb_X.npy").astype(float)
Y = np.load(HERE.parent / "emb_Y.npy").astype(float)
y = np.load(HERE.parent / "emb_y.npy")


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def scatters(x, labels):
    residuals, between = np.empty_like(x), np.zeros((x.shape[1],) * 2)
    for c in np.unique(labels):
        mean = x[labels == c].mean(0)
        residuals[labels == c] = x[labels == c] - mean
        between += (labels == c).sum() * np.outer(mean - x.mean(0), mean - x.mean(0))
    return residuals, between


def hotelling(x, labels):
    residuals, between = scatters(x, labels)
    within, d = residuals.T @ residuals, x.shape[1]
    intensity = {
        "0.1": 0.1,
        "ledoit-wolf": ledoit_wolf_shrinkage(residuals, assume_centered=True),
        "oas": oas(residuals, assume_centered=True)[1],
    }
    out = {}
    for name, g in intensity.items():
        shrunk = (1 - g) * within + g * np.trace(within) / d * np.eye(d)
        out[name] = {"intensity": float(g), "trace": float(np.trace(np.linalg.solve(shrunk, between)))}
    return out


def pairwise(x, labels):
    classes = [c for c in np.unique(labels) if (labels == c).sum() > 1]
    mean = {c: x[labels == c].mean(0) for c in classes}
    var = {c: x[labels == c].var(0, ddof=1).sum() for c in classes}
    return {
        f"{a}/{b}": float(((mean[a] - mean[b]) ** 2).sum() / (var[a] + var[b]))
        for i, a in enumerate(classes)
        for b in classes[i + 1 :]
    }


def neighbours(x, k):
    return NearestNeighbors(n_neighbors=k, metric="cosine", algorithm="brute").fit(x).kneighbors(return_distance=False)


def hsic_unbiased(K, L):
    K, L, m = K.copy(), L.copy(), len(K)
    np.fill_diagonal(K, 0)
    np.fill_diagonal(L, 0)
    value = (K * L.T).sum() + K.sum() * L.sum() / ((m - 1) * (m - 2)) - 2 * (K @ L).sum() / (m - 2)
    return value / (m * (m - 3))


def cka(a, b, unbiased):
    K, L = a @ a.T, b @ b.T
    if not unbiased:
        H = np.eye(len(a)) - 1 / len(a)
        K, L = H @ K @ H, H @ L @ H
    h = hsic_unbiased if unbiased else (lambda p, q: (p * q).sum())
    return float(h(K, L) / np.sqrt(h(K, K) * h(L, L)))


def mask(x, k):
    out = np.zeros((len(x),) * 2)
    np.put_along_axis(out, neighbours(x, k), 1, 1)
    return out


def cknna(a, b, k):
    K, L, ma, mb = unit(a) @ unit(a).T, unit(b) @ unit(b).T, mask(a, k), mask(b, k)
    return float(
        hsic_unbiased(ma * mb * K, ma * mb * L)
        / np.sqrt(hsic_unbiased(ma * K, ma * K) * hsic_unbiased(mb * L, mb * L))
    )


U = unit(X)
C = U @ U.T
low = np.tril_indices(len(X), -1)
same = (y[:, None] == y[None, :])[low]
groups = np.arange(len(X)) // 3
apart = (groups[:, None] != groups[None, :])[low]
cosines = C[low]
eigenvalues = np.linalg.eigvalsh(np.cov(X.T))[::-1]
singular = np.linalg.svd(X, compute_uv=False)
p, q = singular / singular.sum(), eigenvalues / eigenvalues.sum()
index = np.arange(11, 49)
slope = np.polyfit(np.log(index), np.log(eigenvalues[10:]), 1, w=np.sqrt(1 / index))
fitted = np.polyval(slope, np.log(index))
logs, w = np.log(eigenvalues[10:]), 1 / index
r2 = 1 - (w * (logs - fitted) ** 2).sum() / (w * (logs - np.average(logs, weights=w)) ** 2).sum()
counts = np.bincount(neighbours(X, 10).ravel(), minlength=len(X))
few = np.r_[np.where(y == 0)[0][:12], np.where(y == 1)[0][:9], np.where(y == 2)[0][:9]]
binomial = scipy.stats.binom(599, 10 / 599)
golden = {
    "versions": {m.__name__: m.__version__ for m in (np, scipy, sklearn, statsmodels)},
    "hotelling": hotelling(X, y),
    "few": few.tolist(),
    "hotelling_few_rows": hotelling(X[few], y[few]),
    "manova_trace": float(
        MANOVA(X, np.eye(6)[y]).mv_test([("c", np.eye(6)[1:] - np.eye(6)[0])]).results["c"]["stat"].loc[
            "Hotelling-Lawley trace", "Value"
        ]
    ),
    "f_classif": f_classif(X, y)[0].tolist(),
    "pairwise": pairwise(X, y),
    "silhouette_balanced": float(
        np.mean([np.load(HERE.parent / "silhouette_cosine.npy")[y == c].mean() for c in range(6)])
    ),
    "geometry": {
        "intra-cosine": cosines[same].mean(),
        "inter-cosine": cosines[~same].mean(),
        "cosine-gap": cosines[same].mean() - cosines[~same].mean(),
        "alignment": 2 - 2 * cosines[same].mean(),
        "anisotropy": cosines.mean(),
        "pair-auroc": roc_auc_score(same, cosines),
        "uniformity,t=2": np.log(np.exp(-2 * (2 - 2 * cosines)).mean()),
        "rankme": np.exp(-((p + 1e-7) * np.log(p + 1e-7)).sum()),
        "effective-rank": np.exp(-(p * np.log(p)).sum()),
        "entropy-rank": np.exp(-(q * np.log(q)).sum()),
        "participation-ratio": eigenvalues.sum() ** 2 / (eigenvalues**2).sum(),
        "id95": float(np.argmax(np.cumsum(q) >= 0.95) + 1),
        "alpha-req": -slope[0],
        "hubness,k=10,skewness": skew(counts),
        "hubness,k=10,robin-hood": np.abs(counts - 10).sum() / (2 * counts.sum()),
        "hubness,k=10,antihubs": (counts == 0).mean(),
    },
    "alpha_r2": r2,
    "groups_of_three": {
        "intra-cosine": cosines[same & apart].mean(),
        "inter-cosine": cosines[~same & apart].mean(),
        "anisotropy": cosines[apart].mean(),
        "pair-auroc": roc_auc_score(same[apart], cosines[apart]),
    },
    "hubness_by_chance": {
        "skewness": float(binomial.stats("s")),
        "robin-hood": float((binomial.pmf(np.arange(600)) * np.abs(np.arange(600) - 10)).sum() / 20),
        "antihubs": binomial.pmf(0),
    },
    "modality": {
        "modality-gap": np.linalg.norm(U[:400].mean(0) - U[400:].mean(0)),
        "image-text-cosine": (U[:400] @ U[400:].T).mean(),
    },
    "between": {
        "cka,linear": cka(X, Y, False),
        "cka,linear,unbiased": cka(X, Y, True),
        "mutual-knn,k=10": (mask(X, 10) * mask(Y, 10)).sum() / 6000,
        "cknna,k=10": cknna(X, Y, 10),
        "procrustes": procrustes(X, np.c_[Y, np.zeros((600, 16))])[2],
    },
    "between_few_rows": {
        "cka,linear": cka(X[:30], Y[:30], False),
        "cka,linear,unbiased": cka(X[:30], Y[:30], True),
        "procrustes": procrustes(X[:30], np.c_[Y[:30], np.zeros((30, 16))])[2],
    },
}
(HERE / "separability.json").write_text(json.dumps(golden, indent=1, default=float) + "\n")
