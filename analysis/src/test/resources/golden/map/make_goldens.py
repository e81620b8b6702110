"""Makes map.json, tsne_p.npy and umap_graph.npy: python3 make_goldens.py FOLDER, the project's shared references pillow-sklearn."""
import json
import pathlib
import sys

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(sys.argv[1])
x = np.load(HERE.parent / "emb_X.npy")[:150].astype(float)
unit = x / np.linalg.norm(x, axis=1, keepdims=True)
upper = np.triu_indices(150, 1)
np.save(HERE / "tsne_p.npy", np.load(SHARED / "tsne_P_condensed_n150_perp20.npy").astype(np.float32))
np.save(HERE / "umap_graph.npy", np.load(SHARED / "umap_fuzzy_n150_k15_cosine.npy")[upper].astype(np.float32))
shared = json.loads((SHARED / "embedding_maps.json").read_text())


def quality(points):
    return [
        trustworthiness(x, points, n_neighbors=15, metric="cosine"),
        # With exchanged roles the rows are compared by Euclid, which ranks unit rows as the cosine does.
        trustworthiness(points, unit, n_neighbors=15),
    ]


random = np.random.default_rng(5).normal(size=(150, 2))
tsne = TSNE(perplexity=30, init="pca", learning_rate="auto", random_state=0).fit_transform(unit)
golden = {
    "versions": {"numpy": np.__version__, "sklearn": sklearn.__version__},
    "pca": quality(PCA(2, svd_solver="full").fit_transform(x)),
    "random_points": random.round(6).tolist(),
    "random": quality(random.round(6)),
    "tsne": quality(tsne.astype(float)),
    "tsne_kl": shared["tsne_kl_exact"],
    "umap_ab": shared["umap_ab"],
}
(HERE / "map.json").write_text(json.dumps(golden, indent=1) + "\n")
