"""Makes rows.npy and neighbors.json: k-NN votes and their scores, and retrieval measures, by scikit-learn and NumPy."""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.metrics import (
    average_precision_score,
    balanced_accuracy_score,
    confusion_matrix,
    f1_score,
    matthews_corrcoef,
    ndcg_score,
    precision_recall_fscore_support,
    roc_auc_score,
)
from sklearn.neighbors import KNeighborsClassifier

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261102)
labels = np.concatenate([np.repeat([0, 1, 2], [50, 28, 12]), np.repeat([0, 1, 2], [14, 10, 6]), np.repeat([0, 1, 2], 4)])
centers = rng.normal(size=(3, 8)) * 0.8
rows = (centers[labels] + rng.normal(size=(len(labels), 8))).astype(np.float32)
train, test, text = slice(0, 90), slice(90, 120), slice(120, 132)
groups = np.arange(90) // 3  # some groups span classes
x, y = rows.astype(float), labels
prior = np.bincount(y[train])


def proba(bank, query, k, vote):
    """Class probabilities of one query."""
    if vote == "weighted":
        weights = lambda distances: np.exp(-(distances - distances.min(axis=1, keepdims=True)) / 0.07)
    else:
        weights = "uniform"
    knn = KNeighborsClassifier(k, metric="cosine", algorithm="brute", weights=weights).fit(x[bank], y[bank])
    out = np.zeros(3)
    out[knn.classes_] = knn.predict_proba(x[query : query + 1])[0]
    if vote == "prior-corrected":
        out = out / prior
        out /= out.sum()
    return out


def scores(truth, p):
    predicted = p.argmax(axis=1)
    precision, recall, f1, _ = precision_recall_fscore_support(truth, predicted, labels=[0, 1, 2])
    out = {
        "micro": float((truth == predicted).mean()),
        "balanced": balanced_accuracy_score(truth, predicted),
        "macro-f1": f1_score(truth, predicted, average="macro"),
        "mcc": matthews_corrcoef(truth, predicted),
        "auroc": roc_auc_score(truth, p, multi_class="ovr", average="macro"),
    }
    for c in range(3):
        out.update({f"recall,class={c}": recall[c], f"precision,class={c}": precision[c], f"f1,class={c}": f1[c]})
    return out, predicted


knn = {}
predictions = {}
everything = np.arange(90)
for scheme in ("loo", "group-loo", "train-test"):
    for k in (1, 5, 10):
        for vote in ("", "weighted", "prior-corrected"):
            if scheme == "train-test":
                queries, banks = range(90, 120), [everything] * 30
            elif scheme == "loo":
                queries, banks = range(90), [everything[everything != i] for i in range(90)]
            else:
                queries, banks = range(90), [everything[groups != groups[i]] for i in range(90)]
            p = np.array([proba(bank, query, k, vote) for bank, query in zip(banks, queries)])
            name = f"{scheme},k={k}" + {"": "", "weighted": ",vote=weighted,T=0.07"}.get(vote, f",vote={vote}")
            values, predicted = scores(y[list(queries)], p)
            predictions[name] = predicted.tolist()
            knn.update({f"{name},{key}": float(value) for key, value in values.items()})

u = x / np.linalg.norm(x, axis=1, keepdims=True)


def retrieval(queries, bank, excluded):
    """Means over queries; excluded(query) is a mask over the bank."""
    columns = {}
    for q in queries:
        candidates = bank[~excluded(q)]
        s = u[candidates] @ u[q]
        relevant = (y[candidates] == y[q]).astype(int)
        if relevant.sum() == 0:
            continue
        hits = relevant[np.argsort(-s, kind="stable")]
        total = relevant.sum()
        precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
        one = {
            "map": average_precision_score(relevant, s),
            "map-at-r": (precision * hits)[:total].sum() / total,
            "r-precision": precision[total - 1],
            "mrr": 1 / (1 + np.argmax(hits)),
            "ndcg": ndcg_score([relevant], [s]),
        }
        for k in (1, 5, 10):
            one[f"hit-rate,k={k}"] = float(hits[:k].any())
            one[f"recall,k={k}"] = hits[:k].sum() / total
            one[f"precision,k={k}"] = hits[:k].mean()
        for key, value in one.items():
            columns.setdefault(key, []).append(value)
    return {key: float(np.mean(value)) for key, value in columns.items()}


texts, images = np.arange(120, 132), np.arange(90)
measures = {
    "loo": retrieval(images, images, lambda q: images == q),
    "group-loo": retrieval(images, images, lambda q: groups == groups[q]),
    "image-to-text": retrieval(images, texts, lambda q: np.zeros(12, bool)),
    "text-to-image": retrieval(texts, images, lambda q: np.zeros(90, bool)),
}
golden = {
    "versions": {"numpy": np.__version__, "sklearn": sklearn.__version__},
    "labels": labels.tolist(),
    "groups": groups.tolist(),
    "knn": knn,
    "predictions": predictions,
    "confusion": confusion_matrix(y[train], np.array(predictions["loo,k=5"])).tolist(),
    "retrieval": {f"{scheme},{key}": value for scheme, values in measures.items() for key, value in values.items()},
}
np.save(HERE / "rows.npy", rows)
(HERE / "neighbors.json").write_text(json.dumps(golden, indent=1) + "\n")
