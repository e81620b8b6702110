"""Makes folds.json: grouped, unbalanced labels, and how uneven scikit-learn's StratifiedGroupKFold leaves the class shares."""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.model_selection import StratifiedGroupKFold

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261102)


def unevenness(classes, fold, folds):
    """Root mean square, over folds and classes, of the fold's share of the class less 1 / folds."""
    shares = np.array([[np.mean(fold[classes == c] == f) for c in np.unique(classes)] for f in range(folds)])
    return float(np.sqrt(np.mean((shares - 1 / folds) ** 2)))


cases = []
for name, groups_n, folds, spanning in (("pure", 120, 5, 0), ("spanning", 120, 5, 0.3), ("large", 60, 3, 0.5), ("ten", 200, 10, 0.1)):
    sizes = np.minimum(1 + rng.geometric(0.3, groups_n), 25)
    groups = np.repeat(np.arange(groups_n), sizes)
    own = rng.choice(4, groups_n, p=[0.6, 0.25, 0.1, 0.05])[groups]
    other = rng.choice(4, len(groups), p=[0.6, 0.25, 0.1, 0.05])
    classes = np.where(rng.random(len(groups)) < spanning, other, own)
    values = []
    for seed in range(20):
        fold = np.empty(len(groups), int)
        split = StratifiedGroupKFold(folds, shuffle=True, random_state=seed).split(classes, classes, groups)
        for f, (_, test) in enumerate(split):
            fold[test] = f
        values.append(unevenness(classes, fold, folds))
    fold = np.empty(len(groups), int)
    for f, (_, test) in enumerate(StratifiedGroupKFold(folds).split(classes, classes, groups)):
        fold[test] = f
    cases.append({
        "name": name, "folds": folds, "classes": classes.tolist(), "groups": groups.tolist(),
        "sklearn_shuffled": float(np.mean(values)), "sklearn_unshuffled": unevenness(classes, fold, folds),
    })
golden = {"versions": {"numpy": np.__version__, "sklearn": sklearn.__version__}, "cases": cases}
(HERE / "folds.json").write_text(json.dumps(golden) + "\n")
