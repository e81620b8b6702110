"""Makes own_*.npy and own.json: grouped k-NN, trace ratios, PCA with n < d, and the overlay measure, by scikit-learn and NumPy."""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.metrics import balanced_accuracy_score, calinski_harabasz_score
from sklearn.neighbors import KNeighborsClassifier

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261101)
n, d, classes = 60, 8, 3
labels = np.repeat([0, 1, 2], [30, 20, 10])
groups = np.arange(n) // 2  # pairs; classes have even sizes, so no group spans two
centers = rng.normal(size=(classes, d)) * 0.7
patient = np.repeat(rng.normal(size=(n // 2, d)) * 0.5, 2, axis=0)
clean = (centers[labels] + patient + rng.normal(size=(n, d))).astype(np.float32)
named = (labels + rng.integers(1, classes, size=n)) % classes
box = (clean + 0.3 * rng.normal(size=d) + 0.1 * rng.normal(size=(n, d))).astype(np.float32)
text = (box + 0.9 * centers[named] + 0.1 * rng.normal(size=(n, d))).astype(np.float32)


def predict(queries, k):
    """For each query the vote of its k nearest clean rows by cosine, its own group left out."""
    out = []
    for i in range(n):
        bank = groups != groups[i]
        knn = KNeighborsClassifier(k, metric="cosine", algorithm="brute")
        out.append(int(knn.fit(clean[bank].astype(float), labels[bank]).predict(queries[i : i + 1].astype(float))[0]))
    return np.array(out)


def unit(x):
    x = x.astype(float)
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def ratios(x):
    plain = calinski_harabasz_score(x, labels) * (classes - 1) / (n - classes)
    means = np.array([x[labels == c].mean(0) for c in range(classes)])
    between = ((means - means.mean(0)) ** 2).sum(1).mean()
    within = np.mean([x[labels == c].var(0).sum() for c in range(classes)])
    return [plain, between / within]


def shift(x):
    return 1 - (unit(clean) * unit(x)).sum(1)


was, with_text, with_box = predict(clean, 5), predict(text, 5), predict(box, 5)
can = was != named
pca = PCA(5, svd_solver="full").fit(clean[:6].astype(float))
golden = {
    "versions": {"numpy": np.__version__, "sklearn": sklearn.__version__},
    "labels": labels.tolist(),
    "groups": groups.tolist(),
    "named": named.tolist(),
    "fisher": {
        "trace-ratio": ratios(clean.astype(float))[0],
        "trace-ratio-balanced": ratios(clean.astype(float))[1],
        "trace-ratio,unit": ratios(unit(clean))[0],
        "trace-ratio-balanced,unit": ratios(unit(clean))[1],
    },
    "knn": {
        f"group-loo,k={k},{name}": float(score(labels, predict(clean, k)))
        for k in (1, 5, 10, 20)
        for name, score in (("micro", lambda y, p: (y == p).mean()), ("balanced", balanced_accuracy_score))
    },
    "overlay": {
        "shift": shift(text).mean(),
        "flip-rate,k=5": float((with_text != was).mean()),
        "box-flip-rate,k=5": float((with_box != was).mean()),
        "flip-to-named,k=5": float((with_text == named)[can].mean()),
        "box-flip-to-named,k=5": float((with_box == named)[can].mean()),
        "accuracy-drop,overlaid=query,k=5,micro": float((was == labels).mean() - (with_text == labels).mean()),
    },
    "pca_six_rows": {
        "variances": pca.explained_variance_.tolist(),
        "shares": pca.explained_variance_ratio_.tolist(),
        "components": np.abs(pca.components_).tolist(),
    },
}
for name, array in (("clean", clean), ("text", text), ("box", box)):
    np.save(HERE / f"own_{name}.npy", array)
(HERE / "own.json").write_text(json.dumps(golden, indent=1) + "\n")
