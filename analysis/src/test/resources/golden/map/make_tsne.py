"""Makes fft_*.npy, repulsion.npy and tsne.json: python3 make_tsne.py, with NumPy and scikit-learn."""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.manifold import TSNE
from sklearn.manifold._t_sne import _joint_probabilities_nn
from sklearn.neighbors import kneighbors_graph

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(7)

for length in (64, 108):
    z = rng.normal(size=(2, length, 3)).astype(np.float32)
    transformed = np.fft.fft(z[0].astype(float) + 1j * z[1], axis=0)
    np.save(HERE / f"fft_{length}.npy", np.stack([z[0], z[1], transformed.real, transformed.imag]).astype(np.float32))

x = np.load(HERE.parent / "emb_X.npy").astype(float)
unit = x / np.linalg.norm(x, axis=1, keepdims=True)
n = len(unit)


def tsne(**options):
    return TSNE(**{"perplexity": 30, "init": "pca", "random_state": 0, "n_iter_without_progress": 1000, **options}).fit_transform(unit)


def repulsion(points):
    """Forces sum_j q_ij^2 (y_i - y_j) and the sum of all q_ij, in double."""
    difference = points[:, None] - points[None]
    q = 1 / (1 + (difference**2).sum(axis=2))
    np.fill_diagonal(q, 0)
    return (q[:, :, None] ** 2 * difference).sum(axis=1), q.sum()


def divergence(points):
    """Exact, of the joint probabilities of the 90 nearest rows at perplexity 30."""
    squared = kneighbors_graph(unit, 90, mode="distance", include_self=False)
    squared.data **= 2
    p = _joint_probabilities_nn(squared.astype(np.float32), 30, 0).tocoo()
    q = 1 / (1 + ((points[p.row] - points[p.col]) ** 2).sum(axis=1)) / repulsion(points)[1]
    return float((p.data * np.log(p.data / q)).sum())


late = tsne().astype(np.float32)
centers = 25 * rng.normal(size=(12, 2))
outlier = late.copy()
outlier[17] = [210, -160]
layouts = {
    "collapsed": late * np.float32(1e-20),
    "start": late * np.float32(1e-6),
    "unfolding": tsne(max_iter=250).astype(np.float32),
    "late": late,
    "outlier": outlier,
    "tight": (centers[rng.integers(12, size=n)] + 0.2 * rng.normal(size=(n, 2))).astype(np.float32),
}
found = {name: repulsion(points.astype(float)) for name, points in layouts.items()}
np.save(HERE / "repulsion.npy", np.stack([np.hstack([layouts[name], found[name][0]]) for name in layouts]).astype(np.float32))
golden = {
    "versions": {"numpy": np.__version__, "sklearn": sklearn.__version__},
    "layouts": [{"name": name, "nearness": float(found[name][1])} for name in layouts],
    "divergences": {
        "barnes_hut": divergence(late.astype(float)),
        "exact": divergence(tsne(method="exact").astype(float)),
        "random": [divergence(tsne(init="random", random_state=seed).astype(float)) for seed in range(5)],
    },
}
(HERE / "tsne.json").write_text(json.dumps(golden, indent=1) + "\n")
