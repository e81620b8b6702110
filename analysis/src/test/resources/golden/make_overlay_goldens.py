"""Makes overlay_suite.npy and overlay_suite.json: every measure of the overlay suite on planted embeddings, by NumPy and scikit-learn."""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.metrics import balanced_accuracy_score, mutual_info_score
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid, NearestNeighbors

HERE = pathlib.Path(__file__).parent
SEED, K, PURITY_K, RHOS = 7, 5, 10, (0.0, 0.25, 0.5, 0.75, 1.0)
rng = np.random.default_rng(20261124)
n, d, C = 48, 10, 3
labels = np.repeat([0, 1, 2], [22, 16, 10])
groups = np.arange(n) // 2
named = (labels + rng.integers(1, C, size=n)) % C
attribute = ((labels == 0) ^ (rng.random(n // 2) < 0.3)[groups]).astype(int)

# The order of OverlayPlan.conditions() for the plan of the test.
INKS = ("", "-box", "-scrambled", "-mirrored")
STYLES = {"text": (1.0, 1.0, 0.4), "center": (1.4, 1.3, 0.4), "size.05": (0.1, 0.3, 0.1), "size.2": (1.6, 1.6, 0.4), "inverted": (0.3, -1.0, 0.4)}
BASE = {"text": "text", "text-box": "box", "text-scrambled": "scrambled", "text-mirrored": "mirrored"}
HARMLESS = {"again": 0.02, "jpeg-90": 0.1, "noise-1": 0.05}
ORDER = ["clean", *(BASE.get(style + ink, style + ink) for style in STYLES for ink in INKS), *HARMLESS, "true-text", "true-box",
         "portable", "portable-scrambled", "date", "date-scrambled", "greek", "greek-scrambled", "contrast.5"]
centers = rng.normal(size=(C, d)) * 0.6
clean = centers[labels] + np.repeat(rng.normal(size=(n // 2, d)) * 0.5, 2, axis=0) + rng.normal(size=(n, d)) * 0.7
box_way, ink_way = rng.normal(size=d), rng.normal(size=d)
marker_way = dict(zip(("portable", "date", "greek"), rng.normal(size=(3, d))))


def noise():
    return 0.25 * rng.normal(size=(n, d))


def drawn(words, dose=1.0, box=1.0, ink=0.4):
    return clean + box * box_way + ink * ink_way + dose * words + noise()


X = {
    "clean": clean,
    "true-text": drawn(0.8 * centers[labels]),
    "true-box": drawn(0, ink=0),
    "contrast.5": drawn(0.4 * centers[named], ink=0.15),
}
for style, (dose, box, ink) in STYLES.items():
    for control, share in zip(INKS, (0.8, 0, 0.1, 0.3)):
        X[BASE.get(style + control, style + control)] = drawn(
            share * centers[named], dose=dose, box=box, ink=0 if control == "-box" else ink)
for change, deviation in HARMLESS.items():
    X[change] = clean + deviation * rng.normal(size=(n, d))
for marker, way in marker_way.items():
    X[marker] = drawn(0.9 * way)
    X[marker + "-scrambled"] = drawn(0.3 * way)
X = {name: X[name].astype(np.float32) for name in ORDER}
words = rng.normal(size=(C + 3, d)).astype(np.float32)  # classes, then portable, date, greek
words[:C] += centers


def unit(x):
    x = np.asarray(x, dtype=float)
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


U = {name: unit(x) for name, x in X.items()}
T = unit(words)


def vote(queries, bank, rows=None, of=labels):
    """Vote of the K nearest bank rows by cosine, the query's group (and all but `rows`) left out."""
    out = np.zeros(n, dtype=int)
    for i in range(n):
        keep = groups != groups[i] if rows is None else rows(i) & (groups != groups[i])
        knn = KNeighborsClassifier(K, metric="cosine", algorithm="brute").fit(bank[keep].astype(float), of[keep])
        out[i] = knn.predict(queries[i : i + 1].astype(float))[0]
    return out


def shift(name):
    return 1 - (U["clean"] * U[name]).sum(1)


was = vote(X["clean"], X["clean"])
votes = {name: vote(X[name], X["clean"]) for name in ORDER}
G, N = {}, {}  # values and null values

# O1: units over pairs of images of different groups
pairs = groups[:, None] != groups[None, :]


def unit_of_images(keep):
    return 1 - (U["clean"] @ U["clean"].T)[pairs & keep[:, None] & keep].mean()


def unit_of_classes(keep):
    gram = U["clean"] @ U["clean"].T
    mean = np.array([[gram[pairs & (keep & (labels == a))[:, None] & (keep & (labels == b))].mean() for b in range(C)] for a in range(C)])
    return np.mean([1 - mean[a, b] / np.sqrt(mean[a, a] * mean[b, b]) for a in range(C) for b in range(a + 1, C)])


everybody = np.ones(n, bool)
image_unit, class_unit = unit_of_images(everybody), unit_of_classes(everybody)
G["image-unit"], G["class-unit"] = image_unit, class_unit
AT = {"text": "", "center": ",at=center", "size.05": ",at=size-0.05", "size.2": ",at=size-0.2", "inverted": ",at=black-on-white"}
G["shift"], N["shift"] = shift("text").mean(), shift("box").mean()
G["shift,class-units"] = shift("text").mean() / class_unit
for control in ("box", "scrambled", "mirrored", *HARMLESS):
    G[f"{control}-shift,image-units"] = shift(control).mean() / image_unit
    if control not in HARMLESS:
        G[f"{control}-shift,class-units"] = shift(control).mean() / class_unit


def beside(style, control):
    return control if control in HARMLESS else BASE.get(f"{style}-{control}", f"{style}-{control}")


for style, at in AT.items():
    G[f"shift{at},image-units"] = shift(style).mean() / image_unit
    for control in ("scrambled", "mirrored", *HARMLESS):
        G[f"text-shift,minus={control}{at},image-units"] = (shift(style) - shift(beside(style, control))).mean() / image_unit
for marker in marker_way:
    G[f"shift,text={marker},image-units"] = shift(marker).mean() / image_unit
    G[f"text-shift,text={marker},minus=scrambled,image-units"] = (shift(marker) - shift(marker + "-scrambled")).mean() / image_unit

# O2: the subspace by SVD
centroids = np.array([U["clean"][labels == c].mean(0) for c in range(C)])
basis = np.linalg.svd(centroids - centroids.mean(0))[2][: C - 1]
for prefix, name in (("", "text"), ("box-", "box")):
    delta = U[name] - U["clean"]
    G[prefix + "direction-consistency"] = np.linalg.norm(delta.mean(0)) / np.linalg.norm(delta, axis=1).mean()
    G[prefix + "class-overlap"] = ((delta @ basis.T) ** 2).sum() / (delta**2).sum()
    N[prefix + "class-overlap"] = (C - 1) / d

# O3, O5 by k-NN
right = was == labels
kinds = {
    "flip-rate": (np.ones(n, bool), lambda after: after != was),
    "harmful-flip-rate": (right, lambda after: after != labels),
    "flip-to-named": (was != named, lambda after: after == named),
    "attack-success": (right, lambda after: after == named),
}
for kind, (rows, happened) in kinds.items():
    for style, at in AT.items():
        if at and kind not in ("flip-rate", "flip-to-named"):
            continue
        inks = () if at and kind == "flip-rate" else ("box", "scrambled", "mirrored")
        floors = HARMLESS if kind == "flip-rate" else ()
        share = {control: happened(votes[beside(style, control)])[rows].mean() for control in (*inks, *floors)}
        text = G[f"{kind}{at},k={K}"] = happened(votes[style])[rows].mean()
        N[f"{kind}{at},k={K}"] = max(share[floor] for floor in floors) if floors else share["box"]
        for control in share:
            G[f"{kind},minus={control}{at},k={K}"] = text - share[control]
            if not at or control in inks:
                G[f"{control}-{kind}{at},k={K}"] = share[control]
G[f"clean-accuracy,k={K},balanced"] = balanced_accuracy_score(labels, was)

# O4
for side in ("query", "bank", "both"):
    for ink, into in (("text", G), ("box", N)):
        queries, bank = (X[ink] if side != "bank" else X["clean"]), (X[ink] if side != "query" else X["clean"])
        after = vote(queries, bank)
        into[f"accuracy-drop,overlaid={side},k={K},micro"] = right.mean() - (after == labels).mean()
        into[f"accuracy-drop,overlaid={side},k={K},balanced"] = (
            balanced_accuracy_score(labels, was) - balanced_accuracy_score(labels, after))

# O5 by words
logits = {name: U[name] @ T[:C].T for name in ORDER}
by_words = logits["clean"].argmax(1)
G["accuracy,by=zero-shot"], N["accuracy,by=zero-shot"] = (by_words == labels).mean(), 1 / C
for kind, rows, at, style in [("attack-success", by_words == labels, "", "text")] + [
        ("flip-to-named", by_words != named, at, style) for style, at in AT.items()]:
    hit = {control: (logits[beside(style, control) if control else style].argmax(1) == named)[rows].mean()
           for control in ("", "box", "scrambled", "mirrored")}
    G[f"{kind}{at},by=zero-shot"], N[f"{kind}{at},by=zero-shot"] = hit[""], hit["box"]
    for control in ("box", "scrambled", "mirrored"):
        G[f"{control}-{kind}{at},by=zero-shot"] = hit[control]
        G[f"{kind},minus={control}{at},by=zero-shot"] = hit[""] - hit[control]
i = np.arange(n)
margin = {name: logits[name][i, named] - logits[name][i, labels] for name in ("clean", "text", "box")}
G["margin-shift,by=zero-shot"] = (margin["text"] - margin["clean"]).mean()
N["margin-shift,by=zero-shot"] = (margin["box"] - margin["clean"]).mean()
G["margin-shift,minus=box,by=zero-shot"] = (margin["text"] - margin["box"]).mean()
G["two-way-attack,by=zero-shot"], N["two-way-attack,by=zero-shot"] = (margin["text"] > 0).mean(), (margin["box"] > 0).mean()

# O7: sequential sums of squares of least-squares fits with dummy columns
def variance(end, names):
    Y = np.concatenate([U[name] for name in names])
    c, o = np.tile(labels, len(names)), np.repeat(np.arange(len(names)), n)
    one = np.ones((len(Y), 1))
    A, B = np.eye(C)[c], np.eye(len(names))[o]
    AB = np.einsum("ij,ik->ijk", A, B).reshape(len(Y), -1)

    def rest(design):
        return ((Y - design @ np.linalg.lstsq(design, Y, rcond=None)[0]) ** 2).sum()

    steps = [rest(one), rest(np.hstack([one, A])), rest(np.hstack([one, A, B])), rest(np.hstack([one, A, B, AB]))]
    ss = dict(zip(("class", "overlay", "interaction"), -np.diff(steps)))
    for part, value in ss.items():
        G[f"variance-share,of={part}{end}"] = value / steps[0]
    G[f"variance-share,of=overlay-to-class{end}"] = ss["overlay"] / ss["class"]


variance("", ["clean", *marker_way])
variance(",control=scrambled", ["clean", *(m + "-scrambled" for m in marker_way)])

# O8
def purity(end, names):
    Y = np.concatenate([X[name] for name in names]).astype(float)
    own, string, image = np.tile(labels, len(names)), np.repeat(np.arange(len(names)), n), np.tile(np.arange(n), len(names))
    same_string, same_class = [], []
    for q in range(len(Y)):
        bank = np.flatnonzero(groups[image] != groups[image[q]])
        near = bank[NearestNeighbors(n_neighbors=PURITY_K, metric="cosine", algorithm="brute").fit(Y[bank]).kneighbors(Y[q : q + 1])[1][0]]
        same_string.append((string[near] == string[q]).mean())
        same_class.append((own[near] == own[q]).mean())
    G[f"purity,same=string{end},k={PURITY_K}"], N[f"purity,same=string{end},k={PURITY_K}"] = np.mean(same_string), 1 / len(names)
    G[f"purity,same=class{end},k={PURITY_K}"] = np.mean(same_class)
    N[f"purity,same=class{end},k={PURITY_K}"] = np.mean(
        [((labels == labels[q]) & (groups != groups[q])).sum() / (groups != groups[q]).sum() for q in range(n)])


purity("", list(marker_way))
purity(",control=scrambled", [m + "-scrambled" for m in marker_way])


# O9: java.util.SplittableRandom.nextDouble (SplitMix64, Steele, Lea and Flood 2014)
def splittable(seed):
    mask = 2**64 - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        z = (seed ^ seed >> 30) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
        yield ((z ^ z >> 31) >> 11) * 2.0**-53


for rho in RHOS:
    stream = splittable(SEED)
    carries_own = np.array([next(stream) for _ in range(n)]) < 1 / C + rho * (1 - 1 / C)
    for ink, into in (("text", G), ("box", N)):
        own, other = X["true-" + ink], X[ink]
        bank = np.where(carries_own[:, None], own, other)
        aligned, reversed_ = vote(own, bank) == labels, vote(other, bank) == labels
        end = f",rho={rho},k={K}"
        into["shortcut-aligned" + end], into["shortcut-reversed" + end] = aligned.mean(), reversed_.mean()
        into["shortcut-gap" + end] = aligned.mean() - reversed_.mean()
        into["shortcut-worst-group" + end] = min(r[labels == c].mean() for r in (aligned, reversed_) for c in range(C))

# O10
said = T[named]
def approach(name, word):
    return ((U[name] - U["clean"]) * word).sum(1)


G["reading-score"], N["reading-score"] = approach("text", said).mean(), approach("box", said).mean()
for control in ("box", "scrambled", "mirrored"):
    G[f"reading-score,minus={control}"] = (approach("text", said) - approach(control, said)).mean()
for place, marker in enumerate(marker_way):
    G[f"reading-score,text={marker},minus=scrambled"] = (
        approach(marker, T[C + place]) - approach(marker + "-scrambled", T[C + place])).mean()

# O11
flips = {name: (votes[name] != was).astype(float) for name in ORDER}
for what, text, control in (("size=0.05", "size.05", "size.05-box"), ("size=0.125", "text", "box"), ("size=0.2", "size.2", "size.2-box"),
                            ("contrast=0.5", "contrast.5", "box"), ("contrast=1.0", "text", "box")):
    G[f"flip-rate,{what},k={K}"], N[f"flip-rate,{what},k={K}"] = flips[text].mean(), flips[control].mean()
for marker in marker_way:
    G[f"flip-rate,text={marker},k={K}"], N[f"flip-rate,text={marker},k={K}"] = flips[marker].mean(), flips[marker + "-scrambled"].mean()


def threshold(doses, rates):
    """Where the line through (0, 0) and the rates first reaches 0.05."""
    fine = np.linspace(0, doses[-1], 2_000_001)
    reached = np.flatnonzero(np.interp(fine, [0, *doses], [0, *rates]) >= 0.05)
    return fine[reached[0]]


sizes, texts, boxes = [0.05, 0.125, 0.2], ["size.05", "text", "size.2"], ["size.05-box", "box", "size.2-box"]
rate = lambda names: np.array([flips[name].mean() for name in names])
G[f"flip-slope,size,k={K}"], N[f"flip-slope,size,k={K}"] = np.polyfit(sizes, rate(texts), 1)[0], np.polyfit(sizes, rate(boxes), 1)[0]
G[f"flip-threshold,size,k={K}"], N[f"flip-threshold,size,k={K}"] = threshold(sizes, rate(texts)), threshold(sizes, rate(boxes))
G[f"flip-threshold,size,minus=box,k={K}"] = threshold(sizes, rate(texts) - rate(boxes))
G[f"flip-slope,contrast,k={K}"] = np.polyfit([0.5, 1.0], rate(["contrast.5", "text"]), 1)[0]
G[f"flip-threshold,contrast,minus=box,k={K}"] = threshold([0.5, 1.0], rate(["contrast.5", "text"]) - rate(["box", "box"]))

# O12
entropy = -sum(p * np.log(p) for p in np.bincount(labels) / n)
G["observed-utility,attribute=site"] = mutual_info_score(labels, attribute) / entropy
told = vote(X["clean"], X["clean"], lambda q: labels == labels[q], attribute)
G[f"observed-detectability,attribute=site,k={K}"] = balanced_accuracy_score(attribute, told)
without = vote(X["clean"], X["clean"], lambda q: attribute != attribute[q])
G[f"observed-leave-value-out,attribute=site,k={K}"] = balanced_accuracy_score(labels, without)
G[f"observed-leave-value-out,attribute=site,k={K},drop"] = (
    balanced_accuracy_score(labels, was) - balanced_accuracy_score(labels, without))

# O6: the probe alone, with folds of its own
folds = groups % 5


def probe(names):
    Y, y, fold = np.concatenate([U[name] for name in names]), np.repeat(np.arange(len(names)), n), np.tile(folds, len(names))
    good = np.zeros(len(Y), bool)
    for f in range(5):
        good[fold == f] = NearestCentroid().fit(Y[fold != f], y[fold != f]).predict(Y[fold == f]) == y[fold == f]
    return good.reshape(len(names), n).mean(0).tolist()


np.save(HERE / "overlay_suite.npy", np.stack([X[name] for name in ORDER]))
(HERE / "overlay_suite.json").write_text(json.dumps({
    "versions": {"numpy": np.__version__, "sklearn": sklearn.__version__},
    "seed": SEED,
    "order": ORDER,
    "labels": labels.tolist(), "groups": groups.tolist(), "named": named.tolist(), "attribute": attribute.tolist(),
    "words": words.astype(float).tolist(),
    "values": {name: float(value) for name, value in G.items()},
    "nulls": {name: float(value) for name, value in N.items()},
    "folds": folds.tolist(),
    "probe": {"strings": probe(list(marker_way)), "present": probe(["clean", "text"])},
}, indent=1) + "\n")
