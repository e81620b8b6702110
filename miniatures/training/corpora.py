"""What each miniature is trained on: pixels by row, and a caption drawn by row."""
import json
import random
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import pictures


class Drawn:
    """Pictures of shapes and words, rendered by render.py."""

    kind = "clip"

    def __init__(self, folder, caption):
        self._pixels = np.load(folder / "pictures.npy")
        self._facts = [json.loads(line) for line in open(folder / "facts.jsonl")]
        self._caption, self.side = caption, self._pixels.shape[1]

    def __len__(self):
        return len(self._facts)

    def facts(self, row):
        return self._facts[row]

    def caption(self, row, chance):
        return self._caption(self._facts[row], chance)

    def word(self, row):
        """The index of the row's word in pictures.WORDS, or -1."""
        word = self._facts[row]["word"]
        return pictures.WORDS.index(word) if word else -1

    def word_prompts(self, chance):
        """One prompt for every word, all of the same form."""
        form = chance.choice(["the word {}", "a picture of the word {}", "text that says {}", "{}"])
        return [form.format(w) for w in pictures.WORDS]

    def pictures(self, rows, rng=None):
        return self._pixels[rows]


class Lesions:
    """Synthetic lesions, written by ExportTrainingSet; training adds overlays that mean nothing."""

    kind = "siglip"

    def __init__(self, folder, overlays):
        self._pixels = np.load(folder / "pictures.npy")
        rows = [line.rstrip("\n").split("\t") for line in open(folder / "captions.txt")]
        self.modality, self.label, self._captions = zip(*[(r[1], r[2], r[4]) for r in rows])
        self._classes = sorted(set(zip(self.modality, self.label)))
        self._overlays, self.side = overlays, self._pixels.shape[1]

    def __len__(self):
        return len(self._captions)

    def caption(self, row, chance):
        """The whole caption, or a plain one, or one with some of its details."""
        head, *details = self._captions[row].split(", ")
        modality, label = self.modality[row], self.label[row]
        head = chance.choice([head, head, f"a {head}", f"{modality} image of {label}",
                              f"a {modality} image of a {label}", f"an image of {label}", f"{label} {modality}", label])
        if chance.random() < 0.35:
            return head
        chance.shuffle(details)
        return ", ".join([head] + details[:chance.randint(1, max(1, len(details)))])

    def word(self, row):
        """The index of the row's class among all classes of all modalities."""
        return self._classes.index((self.modality[row], self.label[row]))

    def word_prompts(self, chance):
        """One prompt for every class of every modality, all of the same form."""
        form = chance.choice(["{} image of {}", "a {} image of a {}", "{1} {0}", "{} image of a {}"])
        return [form.format(*c) for c in self._classes]

    def pictures(self, rows, rng=None):
        pixels = self._pixels[rows]
        return np.stack([scribbled(p, rng) for p in pixels]) if self._overlays and rng is not None else pixels


_FONTS = {}


def scribbled(pixels, rng):
    """Half of the time: random letters, digits, boxes or lines over the picture."""
    if rng.random() < 0.5:
        return pixels
    chance = random.Random(int(rng.integers(1 << 31)))
    picture = Image.fromarray(pixels)
    draw, side = ImageDraw.Draw(picture), picture.width
    for _ in range(chance.randint(1, 3)):
        ink = chance.choice([(255,) * 3, (0,) * 3, (255, 255, 0), tuple(chance.randint(0, 255) for _ in range(3))])
        x, y = chance.uniform(0, 0.8) * side, chance.uniform(0, 0.9) * side
        what = chance.random()
        if what < 0.65:
            text = "".join(chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:/-")
                           for _ in range(chance.randint(1, 12)))
            key = (chance.choice(pictures.TRAINING_FONTS), chance.randint(7, 16))
            font = _FONTS.setdefault(key, None) or ImageFont.truetype(*key)
            _FONTS[key] = font
            box = font.getbbox(text)
            if chance.random() < 0.3:
                paper = chance.choice([(0,) * 3, (255,) * 3])
                ink = tuple(255 - c for c in paper)
                draw.rectangle((x - 1, y - 1, x + box[2] - box[0] + 1, y + box[3] - box[1] + 1), fill=paper)
            draw.text((x - box[0], y - box[1]), text, font=font, fill=ink)
        elif what < 0.85:
            w, h = chance.uniform(4, 24), chance.uniform(2, 14)
            draw.rectangle((x, y, x + w, y + h), **(dict(fill=ink) if chance.random() < .5 else dict(outline=ink)))
        else:
            draw.line((x, y, chance.uniform(0, side), chance.uniform(0, side)), fill=ink, width=1)
    return np.asarray(picture)


def corpus(name, work, part="training"):
    work = Path(work)
    if name == "medical":
        return Lesions(work / "lesions" / part, overlays=part == "training")
    caption = pictures.rich_caption if name == "general-rich" else pictures.short_caption
    return Drawn(work / part, caption)
