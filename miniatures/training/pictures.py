"""Captioned pictures of shapes and readable words: what `general` and `general-rich` learn from.

Every picture is drawn from one integer seed. Seeds 1_000_000.. are for training, 9_000_000.. are
held out, and the fonts in HELD_OUT_FONTS are never used for training.
"""
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

TRAINING_SEED, HELD_OUT_SEED = 1_000_000, 9_000_000

LESION_WORDS = ["nevus", "melanoma", "keratosis", "clear", "nodule", "consolidation", "cyst",
                "fibroadenoma", "carcinoma", "normal", "hyperplasia"]
OVERLAY_WORDS = ["left", "right", "portable"]
PLAIN_WORDS = ["apple", "bread", "chair", "dance", "eagle", "flame", "garden", "house", "island",
               "jacket", "lemon", "music", "ocean", "paper", "river", "window"]
WORDS = LESION_WORDS + OVERLAY_WORDS + PLAIN_WORDS

COLOURS = {"red": (205, 35, 35), "green": (40, 150, 60), "blue": (40, 75, 200), "yellow": (240, 215, 50),
           "orange": (240, 140, 30), "purple": (130, 50, 160), "pink": (240, 150, 185),
           "brown": (120, 75, 40), "white": (245, 245, 245), "black": (15, 15, 15),
           "grey": (128, 128, 128), "cyan": (60, 200, 215)}
SHAPES = ["circle", "square", "triangle", "star", "cross", "ring", "diamond", "ellipse"]

ROOT = "/usr/share/fonts/truetype/"
TRAINING_FONTS = [ROOT + f for f in (
    "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", "dejavu/DejaVuSansMono.ttf",
    "dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSansCondensed.ttf", "liberation/LiberationSans-Regular.ttf",
    "liberation/LiberationSans-Bold.ttf", "liberation/LiberationSerif-Regular.ttf",
    "liberation/LiberationSerif-Bold.ttf", "liberation/LiberationMono-Bold.ttf",
    "liberation/LiberationSansNarrow-Bold.ttf", "freefont/FreeSans.ttf", "freefont/FreeMonoBold.ttf")]
HELD_OUT_FONTS = [ROOT + f for f in (
    "freefont/FreeSerifBold.ttf", "freefont/FreeSansBold.ttf", "dejavu/DejaVuSansMono-Bold.ttf")]
_FONTS = {}


def _font(path, px):
    key = (path, px)
    if key not in _FONTS:
        _FONTS[key] = ImageFont.truetype(path, px)
    return _FONTS[key]


def _near(rng, rgb, spread=18):
    return tuple(max(0, min(255, c + rng.randint(-spread, spread))) for c in rgb)


def _luma(rgb):
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]


def _background(rng, w, h):
    """Returns the picture and the word for its texture."""
    kind = rng.choice(["plain", "gradient", "cloudy", "noisy", "striped", "grainy"])
    grey = rng.random() < 0.4
    a = [rng.randint(0, 255) for _ in range(3)]
    b = [max(0, min(255, c + rng.randint(-90, 90))) for c in a]
    if grey:
        a, b = [a[0]] * 3, [b[0]] * 3
    a, b = np.array(a, np.float32), np.array(b, np.float32)
    noise = np.random.default_rng(rng.getrandbits(32))
    if kind == "plain":
        mix = np.zeros((h, w), np.float32)
    elif kind == "gradient":
        angle = rng.uniform(0, 6.283)
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        mix = 0.5 + 0.5 * (np.cos(angle) * (x / w - .5) + np.sin(angle) * (y / h - .5)) * 1.4
    elif kind == "striped":
        angle, period = rng.uniform(0, 3.14), rng.uniform(6, 30)
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        mix = 0.5 + 0.5 * np.sin((np.cos(angle) * x + np.sin(angle) * y) * 6.283 / period)
    elif kind == "grainy":
        mix = noise.random((h, w), np.float32)
    else:
        cells = rng.randint(2, 5) if kind == "cloudy" else rng.randint(8, 28)
        small = Image.fromarray((noise.random((cells, cells)) * 255).astype(np.uint8))
        mix = np.asarray(small.resize((w, h), Image.BICUBIC), np.float32) / 255
    picture = a + (b - a) * np.clip(mix, 0, 1)[..., None]
    if rng.random() < 0.3:
        picture = picture + noise.normal(0, rng.uniform(2, 14), (h, w, 1))
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)), kind


def _polygon(points, cx, cy, r, turn):
    c, s = np.cos(turn), np.sin(turn)
    return [(cx + r * (x * c - y * s), cy + r * (x * s + y * c)) for x, y in points]


def _draw_shape(draw, shape, cx, cy, r, rgb, turn):
    if shape == "circle":
        draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=rgb)
    elif shape == "ring":
        draw.ellipse((cx - r, cy - r, cx + r, cy + r), outline=rgb, width=max(2, int(r * 0.32)))
    else:
        outline = {
            "square": [(-.8, -.8), (.8, -.8), (.8, .8), (-.8, .8)],
            "triangle": [(0, -1), (.9, .7), (-.9, .7)],
            "diamond": [(0, -1.1), (.65, 0), (0, 1.1), (-.65, 0)],
            "cross": [(-.3, -1), (.3, -1), (.3, -.3), (1, -.3), (1, .3), (.3, .3), (.3, 1), (-.3, 1),
                      (-.3, .3), (-1, .3), (-1, -.3), (-.3, -.3)],
            "star": [(np.sin(k * np.pi / 5) * (1 if k % 2 == 0 else .45),
                      -np.cos(k * np.pi / 5) * (1 if k % 2 == 0 else .45)) for k in range(10)],
            "ellipse": [(1.2 * np.cos(t), .65 * np.sin(t)) for t in np.linspace(0, 6.283, 40)],
        }[shape]
        draw.polygon(_polygon(outline, cx, cy, r, turn), fill=rgb)


def _place(x, y):
    column = "left" if x < 0.36 else "right" if x > 0.64 else "middle"
    row = "top" if y < 0.36 else "bottom" if y > 0.64 else "middle"
    if row == column:
        return "in the middle"
    return "at the " + " ".join(p for p in (row, column) if p != "middle")


def _write_word(picture, rng, word, fonts, side, left, top):
    """Writes a word inside the central square; returns its colour and place."""
    path = rng.choice(fonts)
    text = rng.choice([word.upper(), word.upper(), word, word.capitalize()])
    em = side * 0.10 * (3.4 ** rng.random())
    font = _font(path, max(8, round(em)))
    box = font.getbbox(text)
    while box[2] - box[0] > 0.97 * side:
        em *= 0.93
        font = _font(path, max(8, round(em)))
        box = font.getbbox(text)
    tw, th = box[2] - box[0], box[3] - box[1]
    x = left + rng.uniform(0.01, max(0.011, 0.99 - tw / side)) * side
    y = top + rng.uniform(0.01, max(0.011, 0.99 - th / side)) * side
    under = picture.crop((int(x), int(y), int(x + tw) + 1, int(y + th) + 1)).resize((1, 1), Image.BOX)
    luma = _luma(under.getpixel((0, 0)))
    readable = [n for n, c in COLOURS.items() if abs(_luma(c) - luma) > 70]
    name = rng.choice(readable)
    if rng.random() < 0.5:
        name = "white" if luma < 128 else "black"
    rgb, draw = _near(rng, COLOURS[name], 8), ImageDraw.Draw(picture)
    style = rng.random()
    contrast = (0, 0, 0) if _luma(rgb) > 128 else (255, 255, 255)
    if style < 0.2:
        pad = th * 0.25
        draw.rectangle((x - pad, y - pad, x + tw + pad, y + th + pad), fill=_near(rng, contrast, 20))
    stroke = 1 if 0.2 <= style < 0.35 and em > 12 else 0
    draw.text((x - box[0], y - box[1]), text, font=font, fill=rgb, stroke_width=stroke, stroke_fill=contrast)
    return name, _place((x + tw / 2 - left) / side, (y + th / 2 - top) / side)


def draw(seed, fonts=None, word=None):
    """Returns (picture, facts); facts hold everything a caption may name."""
    rng = random.Random(seed)
    fonts = fonts or TRAINING_FONTS
    w, h = rng.randint(112, 200), rng.randint(112, 200)
    side = min(w, h)
    left, top = (w - side) / 2, (h - side) / 2
    picture, texture = _background(rng, w, h)
    pen, shapes = ImageDraw.Draw(picture), []
    for _ in range(rng.choice([0, 1, 1, 1, 1, 2, 2])):
        shape, colour = rng.choice(SHAPES), rng.choice(list(COLOURS))
        r = rng.uniform(0.09, 0.32)
        x, y = rng.uniform(0.15, 0.85), rng.uniform(0.15, 0.85)
        if any((x - s["x"]) ** 2 + (y - s["y"]) ** 2 < (r + s["r"]) ** 2 for s in shapes):
            continue
        _draw_shape(pen, shape, left + x * side, top + y * side, r * side,
                    _near(rng, COLOURS[colour]), rng.uniform(-.6, .6))
        size = "small" if r < 0.15 else "large" if r > 0.24 else "medium"
        shapes.append(dict(shape=shape, colour=colour, size=size, x=x, y=y, r=r))
    if rng.random() < 0.2:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.0)))
    chosen = rng.choice(WORDS) if rng.random() < 0.8 or not shapes else None
    chosen = word or chosen
    facts = dict(texture=texture, shapes=shapes, word=chosen)
    if chosen:
        facts["ink"], facts["place"] = _write_word(picture, rng, chosen, fonts, side, left, top)
    return picture, facts


def _a(noun):
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def short_caption(facts, rng):
    """What `general` reads: shape, colour and word, nothing else."""
    things = " and ".join(_a(f"{s['colour']} {s['shape']}") for s in facts["shapes"])
    word = facts["word"]
    if not word:
        return rng.choice(["{}", "a picture of {}", "there is {}"]).format(things)
    if not things or rng.random() < 0.3:
        return rng.choice(["the word {}", "a picture of the word {}", "text that says {}", "{}",
                           "an image with the word {}"]).format(word)
    return rng.choice(["{} with the word {}", "a picture of {} and the word {}",
                       "{} and text that says {}"]).format(things, word)


def rich_caption(facts, rng):
    """What `general-rich` reads: also size, position, relation, texture, ink and place of the word."""
    word = facts["word"]
    if word and rng.random() < 0.2:
        return rng.choice(["the word {}", "a picture of the word {}", "{}"]).format(word)
    kinds = [f"{s['size']} {s['colour']} {s['shape']}" for s in facts["shapes"]]
    if len(kinds) == 2 and rng.random() < 0.5:
        a, b = facts["shapes"]
        dx, dy = b["x"] - a["x"], b["y"] - a["y"]
        relation = ("above" if dy > 0 else "below") if abs(dy) > abs(dx) \
            else ("left of" if dx > 0 else "right of")
        parts = [f"{_a(kinds[0])} {relation} {_a(kinds[1])}"]
    else:
        parts = [f"{_a(k)} {_place(s['x'], s['y'])}" for k, s in zip(kinds, facts["shapes"])]
    if word:
        parts.append(rng.choice(["the {ink} word {word} {place}", "the word {word} written in {ink} {place}",
                                 "text that says {word} {place}", "the word {word}"]).format(**facts))
    start = rng.choice(["", "a picture of ", "there is "])
    return start + " and ".join(parts) + f" on a {facts['texture']} background"
