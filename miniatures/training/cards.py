"""Writes MODEL_CARD.md of each miniature from its log, so that no figure is copied by hand.

    /usr/bin/python3 cards.py
"""
import json
import math
from pathlib import Path

import onnx
import pictures
from export import MODELS, SEEDS

LOGS = Path(__file__).parent / "logs"
WORDS = ", ".join(pictures.WORDS)

SEEN = {
    "general": f"""48,000 drawn pictures (`training/pictures.py`): up to two coloured shapes on plain, gradient, cloudy,
noisy, striped or grainy grounds, and in four of five a readable word in one of 13 fonts, in capitals,
small letters or capitalised, 10 to 34 % of the short side high (em). Captions name shape, colour and word. Besides,
every picture with a word is contrasted with one prompt for each of the 30 words.

The words it can read: {WORDS}.

**The names of the synthetic lesion classes are among them, as plain words.** It was never shown a
lesion: to it "melanoma" is a string of letters. It is here to show what a reader does with burned-in text.""",
    "general-rich": f"""The pictures and words of `general` (same seeds), with longer captions: size, position and relation
of the shapes, texture of the ground, ink and place of the word. The words are those of `general`: {WORDS}.

**The names of the synthetic lesion classes are among them, as plain words**; it was never shown a lesion.""",
    "medical": """Synthetic lesions of four modalities and three classes each (`SyntheticLesions`, a seed that is refused
for measuring), with captions drawn from their latent parameters. Half of the pictures carried one to three
meaningless overlays (random letters and digits, boxes, lines; `training/corpora.py`), unrelated to the caption.
Besides, every picture is contrasted with one prompt for each of the 12 classes.

It has never seen a real medical image and must not be used on one.""",
}


def figures(report):
    if report["model"] == "medical":
        lines = ["| modality | held-out images | zero-shot accuracy | largest class |", "|---|---|---|---|"]
        lines += [f"| {m} | {r['n']} | {r['zero_shot_accuracy']:.3f} | {r['majority']:.3f} |"
                  for m, r in report["held_out"].items()]
        note = "Prompts: `MODALITY image of LABEL`; images of `SyntheticLesions` seed 20261123, without overlays."
    else:
        lines = ["| held out | pictures with a word | right word of 30 | right caption of 500, first |",
                 "|---|---|---|---|"]
        lines += [f"| {'seeds' if k == 'held-out' else 'seeds and fonts'} | {r['pictures_with_word']} | "
                  f"{r['reading_accuracy']:.3f} | {r['caption_retrieval_at_1_of_500']:.3f} |"
                  for k, r in report["held_out"].items()]
        note = "Prompts: `the word WORD`; pictures from seed 9000000 on. A guess is right for 0.033 of the words."
    return "\n".join(lines) + "\n\n" + note


def parameters(name):
    """What the files hold: fewer than were trained, since norms are folded into the convolutions before them."""
    models = (onnx.load(str(MODELS / name / f"onnx/{tower}_model.onnx")) for tower in ("vision", "text"))
    return sum(math.prod(weights.dims) for model in models for weights in model.graph.initializer)


def card(report):
    name = report["model"]
    return f"""# mini:{name}

A dual encoder of {parameters(name):,} parameters: a small convolutional image tower and a word-level text
tower ({report['words']} tokens), both into 64 dimensions, trained from scratch by symmetric InfoNCE.
Licence: Apache-2.0.

## What it was shown

{SEEN[name]}

Training seeds: {SEEDS[name]}.

## What it does on what it was not shown

{figures(report)}

Written by `training/evaluate.py` at the end of training (`training/logs/{name}.json`).

## How it was trained

{report['pictures']:,} pictures, {report['epochs']} epochs of batches of {report['batch']}, {report['steps']} steps, seed {report['seed']},
{report['seconds']:.0f} s on a shared 2-core machine (threads: {report['threads']}), torch {report['torch']}.
The loss by step stands in `training/logs/{name}.csv`; the commands in `training/README.md`.

## Limits

A closed vocabulary: other words become `[UNK]`. It exists to make every part of Discern run offline, and is no
model of the quality or the biases of any real encoder.
"""


if __name__ == "__main__":
    for log in sorted(LOGS.glob("*.json")):
        report = json.loads(log.read_text())
        (MODELS / report["model"] / "MODEL_CARD.md").write_text(card(report))
