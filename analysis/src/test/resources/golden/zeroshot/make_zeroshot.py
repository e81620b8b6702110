"""Makes prompts.npy, prompts.csv, images.npy and zeroshot.json: zero-shot scores by NumPy, SciPy and scikit-learn."""
import csv
import itertools
import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.special import softmax
from scipy.stats import kendalltau
from sklearn.metrics import balanced_accuracy_score, f1_score, roc_auc_score, top_k_accuracy_score

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261103)
n, d, classes, prompts_each = 120, 16, 7, 3
names = ["nevus", "melanoma", "wart", "cyst", "scar", "burn", "never seen"]
centres = rng.normal(size=(classes, d))
prompts = (centres[:, None] + 0.8 * rng.normal(size=(classes, prompts_each, d))) * rng.uniform(0.5, 2, (classes, prompts_each, 1))
prompts = prompts.astype(np.float32).reshape(-1, d)
labels = rng.choice(6, n, p=[0.4, 0.2, 0.1, 0.1, 0.1, 0.1])
images = (centres[labels] + 1.5 * rng.normal(size=(n, d))).astype(np.float32)
np.save(HERE / "prompts.npy", prompts)
np.save(HERE / "images.npy", images)
with open(HERE / "prompts.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["class", "prompt"])
    writer.writerows((names[c], f'"{names[c]}", view {t}') for c in range(classes) for t in range(prompts_each))


def unit(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


text = prompts.astype(float).reshape(classes, prompts_each, d)
image = unit(images.astype(float))
scale, bias = 8.0, -3.0


def auroc(scores):
    return float(np.mean([roc_auc_score(labels == c, scores[:, c]) for c in range(6)]))


def ece(confidence, correct):
    bins = np.clip(np.ceil(confidence * 15).astype(int) - 1, 0, 14)
    return float(sum(abs(correct[bins == b].mean() - confidence[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)))


def scores(directions):
    cosines = image @ directions.T
    predicted, p, s = cosines.argmax(1), softmax(scale * cosines, 1), 1 / (1 + np.exp(-(scale * cosines + bias)))
    right = predicted == labels
    return {
        "micro": float(right.mean()),
        "balanced": balanced_accuracy_score(labels, predicted),
        "macro-f1": f1_score(labels, predicted, average="macro"),
        "auroc,cosine": auroc(cosines),
        "auroc": auroc(p),
        "top-5": top_k_accuracy_score(labels, cosines, k=5, labels=range(classes)),
        "ece": ece(p.max(1), right),
        "ece,sigmoid": ece(s.max(1), right),
        "recall,class=cyst": float(right[labels == 3].mean()),
    }


singles = [balanced_accuracy_score(labels, (image @ unit(text[:, t]).T).argmax(1)) for t in range(prompts_each)]
taus = [
    kendalltau(image @ text[c, a], image @ text[c, b])[0]
    for c in range(classes)
    for a, b in itertools.combinations(range(prompts_each), 2)
]
x, y = rng.integers(0, 9, 60), rng.integers(0, 5, 60)
golden = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "sklearn": sklearn.__version__},
    "labels": [names[c] for c in labels],
    "scale": scale,
    "bias": bias,
    "normalize-then-mean": scores(unit(unit(text).mean(1))),
    "mean-then-normalize": scores(unit(text.mean(1))),
    "single": scores(unit(text[:, 0])),
    "prompts,mean,balanced": float(np.mean(singles)),
    "prompts,sd,balanced": float(np.std(singles, ddof=1)),
    "prompts,min,balanced": min(singles),
    "prompts,max,balanced": max(singles),
    "prompts,kendall-tau": float(np.mean(taus)),
    "tau_ties": {"x": x.tolist(), "y": y.tolist(), "tau": kendalltau(x, y)[0]},
}
(HERE / "zeroshot.json").write_text(json.dumps(golden, indent=1) + "\n")
