#!/usr/bin/env python3
"""Training rows vote on and are fitted for test rows, by scikit-learn. Run here: python3 split/make_split.py (scikit-learn 1.9.1, NumPy 2.4)

Of emb_X.npy the rows of classes with more than one row; row i is a test row if i % 5 is 0, a validation row if 1, else a training row. Rows 2j and 2j + 1 are
a group, so some groups lie on both sides: their training rows do not vote for their test rows, and fit nothing."""
import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, average_precision_score, balanced_accuracy_score, log_loss, ndcg_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

x = np.load("emb_X.npy").astype(np.float64)
y = np.load("emb_y.npy")
keep = np.isin(y, [c for c in np.unique(y) if (y == c).sum() > 1])
x, y = x[keep], y[keep].astype(str)
index = np.arange(len(y))
group = index // 2
test, train = index[index % 5 == 0], index[index % 5 > 1]

found = {"rows": len(y), "knn": {}, "logistic": {}}
for k in (1, 5):
    predicted = []
    for row in test:
        bank = train[group[train] != group[row]]
        predicted.append(KNeighborsClassifier(k, metric="cosine").fit(x[bank], y[bank]).predict(x[[row]])[0])
    found["knn"][str(k)] = {
        "micro": accuracy_score(y[test], predicted), "balanced": balanced_accuracy_score(y[test], predicted)}
fitted = train[~np.isin(group[train], group[test])]
scaler = StandardScaler().fit(x[fitted])
for exponent in range(-5, 3):
    c = 10.0**exponent
    model = LogisticRegression(C=c, max_iter=100_000, tol=1e-10).fit(scaler.transform(x[fitted]), y[fitted])
    predicted = model.predict(scaler.transform(x[test]))
    found["logistic"][str(exponent)] = {
        "micro": accuracy_score(y[test], predicted), "balanced": balanced_accuracy_score(y[test], predicted),
        "log-loss": log_loss(y[test], model.predict_proba(scaler.transform(x[test])), labels=model.classes_)}
# Retrieval: training rows of other groups in the order of their cosine to a test row; means over test rows.
unit = x / np.linalg.norm(x, axis=1, keepdims=True)
retrieved = {name: [] for name in ("hit-rate,k=5", "recall,k=5", "precision,k=5", "map", "mrr", "ndcg")}
for row in test:
    bank = train[group[train] != group[row]]
    cosine = unit[bank] @ unit[row]
    right = (y[bank] == y[row])[np.argsort(-cosine, kind="stable")]
    if right.any():
        retrieved["hit-rate,k=5"].append(right[:5].any())
        retrieved["recall,k=5"].append(right[:5].sum() / right.sum())
        retrieved["precision,k=5"].append(right[:5].mean())
        retrieved["map"].append(average_precision_score(y[bank] == y[row], cosine))
        retrieved["mrr"].append(1 / (1 + np.argmax(right)))
        retrieved["ndcg"].append(ndcg_score([y[bank] == y[row]], [cosine]))
found["retrieval"] = {name: float(np.mean(values)) for name, values in retrieved.items()}
found["queries"] = len(retrieved["map"])
# Few-shot, all training rows: columns centred and divided by one number, their root mean square; C = 1.
mean = x[fitted].mean(axis=0)
overall = np.sqrt(((x[fitted] - mean) ** 2).mean())
model = LogisticRegression(C=1, max_iter=100_000, tol=1e-10).fit((x[fitted] - mean) / overall, y[fitted])
found["few-shot-all"] = balanced_accuracy_score(y[test], model.predict((x[test] - mean) / overall))
found["fitted"] = len(fitted)
found["left-out"] = len(train) - len(fitted)
json.dump(found, open("split/expected.json", "w"), indent=1)
