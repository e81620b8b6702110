"""Held-out figures of a miniature: reading, caption retrieval, zero-shot classes."""
import random

import numpy as np
import torch
from torch.nn import functional as F

import pictures
from corpora import corpus


def embed(data, vision, mean, std, rows):
    from train import to_pixels
    with torch.no_grad():
        return torch.cat([F.normalize(vision(to_pixels(data.pictures(rows[i:i + 250]), mean, std)), dim=1)
                          for i in range(0, len(rows), 250)])


def prompts(texts, text, vocabulary):
    with torch.no_grad():
        return F.normalize(text(*vocabulary.encode(texts)), dim=1)


def held_out(name, work, vision, text, vocabulary, mean, std):
    result = {}
    if name == "medical":
        data = corpus(name, work, "held-out")
        images = embed(data, vision, mean, std, np.arange(len(data)))
        for modality in sorted(set(data.modality)):
            rows = [i for i, m in enumerate(data.modality) if m == modality]
            labels = sorted({data.label[i] for i in rows})
            classes = prompts([f"{modality} image of {label}" for label in labels], text, vocabulary)
            truth = np.array([labels.index(data.label[i]) for i in rows])
            guess = (images[rows] @ classes.T).argmax(1).numpy()
            result[modality] = dict(n=len(rows), zero_shot_accuracy=float((guess == truth).mean()),
                                    majority=float(np.bincount(truth).max() / len(truth)))
        return result
    for part in ("held-out", "held-out-fonts"):
        data = corpus(name, work, part)
        rows = np.array([i for i in range(len(data)) if data.facts(i)["word"]])
        truth = np.array([pictures.WORDS.index(data.facts(i)["word"]) for i in rows])
        words = prompts([f"the word {w}" for w in pictures.WORDS], text, vocabulary)
        guess = (embed(data, vision, mean, std, rows) @ words.T).argmax(1).numpy()
        chance = random.Random(1)
        rows = np.arange(500)
        captions = [data.caption(i, chance) for i in rows]
        best = (embed(data, vision, mean, std, rows) @ prompts(captions, text, vocabulary).T).argmax(1)
        found = np.mean([captions[int(b)] == c for b, c in zip(best, captions)])
        result[part] = dict(pictures_with_word=len(truth), words=len(pictures.WORDS),
                            reading_accuracy=float((guess == truth).mean()),
                            caption_retrieval_at_1_of_500=float(found))
    return result
