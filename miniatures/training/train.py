"""Trains one miniature and writes its checkpoint and logs.

    /usr/bin/python3 train.py general|general-rich|medical WORK [--threads 2] [--epochs N]

WORK holds what render.py (the two general ones) or ExportTrainingSet (medical) wrote.
"""
import argparse
import csv
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import evaluate
import preprocessing
from corpora import corpus
from towers import TextTower, VisionTower
from words import Vocabulary

DIM, BATCH, SEED = 64, 256, 20261123
WIDTHS = {"general": (24, 40, 48, 64, 64, 96, 96), "general-rich": (24, 40, 48, 64, 64, 96, 96),
          "medical": (24, 32, 40, 48, 64, 80, 80)}
EPOCHS = {"general": 4, "general-rich": 4, "medical": 12}


def to_pixels(batch, mean, std):
    """uint8 [n, side, side, 3] -> normalised float32 [n, 3, side, side]."""
    x = torch.from_numpy(np.ascontiguousarray(batch)).permute(0, 3, 1, 2).to(torch.float32) / 255
    x = (x - torch.tensor(mean).view(1, 3, 1, 1)) / torch.tensor(std).view(1, 3, 1, 1)
    return x.contiguous(memory_format=torch.channels_last)


def shifted(pictures, rng, most=4):
    """Each picture moved by up to `most` pixels, its border repeated."""
    n, side = pictures.shape[:2]
    padded = np.pad(pictures, ((0, 0), (most, most), (most, most), (0, 0)), mode="edge")
    moves = rng.integers(0, 2 * most + 1, (n, 2))
    return np.stack([p[y:y + side, x:x + side] for p, (y, x) in zip(padded, moves)])


def contrastive(images, texts, captions, scale):
    """Symmetric InfoNCE; equal captions in a batch count as equally right."""
    index = {c: i for i, c in enumerate(dict.fromkeys(captions))}
    kind = torch.tensor([index[c] for c in captions])
    target = (kind[:, None] == kind[None, :]).float()
    target = target / target.sum(1, keepdim=True)
    logits = scale * F.normalize(images, dim=1) @ F.normalize(texts, dim=1).T
    loss = 0.5 * (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target))
    right = (kind[logits.argmax(1)] == kind).float().mean()
    return loss, right


def prompt_loss(images, prompts, right, scale):
    """InfoNCE against one prompt for each word (or lesion class); -1 is a picture with no word."""
    target = torch.tensor(right)
    logits = scale * F.normalize(images, dim=1) @ F.normalize(prompts, dim=1).T
    return F.cross_entropy(logits, target, ignore_index=-1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=list(EPOCHS))
    parser.add_argument("work", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--epochs", type=int)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(SEED)
    rng, chance = np.random.default_rng(SEED), random.Random(SEED)

    data = corpus(args.name, args.work)
    mean, std = (preprocessing.HALF, preprocessing.HALF) if data.kind == "siglip" \
        else (preprocessing.CLIP_MEAN, preprocessing.CLIP_STD)
    vocabulary = Vocabulary(data.caption(i, chance) for i in range(len(data)) for _ in range(3))
    vision, text = VisionTower(data.side, DIM, WIDTHS[args.name]), TextTower(len(vocabulary.words), DIM)
    vision = vision.to(memory_format=torch.channels_last)
    log_scale = torch.nn.Parameter(torch.tensor(float(np.log(10.0))))
    decayed = [p for m in (vision, text) for p in m.parameters() if p.ndim > 1]
    plain = [p for m in (vision, text) for p in m.parameters() if p.ndim <= 1] + [log_scale]
    optimizer = torch.optim.AdamW([dict(params=decayed, weight_decay=0.05),
                                   dict(params=plain, weight_decay=0.0)], lr=2e-3, betas=(0.9, 0.98))
    epochs = args.epochs or EPOCHS[args.name]
    per_epoch = len(data) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2.5e-3, epochs * per_epoch, pct_start=0.15,
                                                   cycle_momentum=False)
    logs = args.work / "logs"
    logs.mkdir(exist_ok=True)
    begun = time.time()
    with open(logs / f"{args.name}.csv", "w", newline="") as file:
        log = csv.writer(file)
        log.writerow(["step", "epoch", "images", "loss", "batch_retrieval", "prompt_loss", "logit_scale", "seconds"])
        step, sums = 0, np.zeros(3)
        for epoch in range(epochs):
            order = rng.permutation(len(data))
            for k in range(per_epoch):
                rows = order[k * BATCH:(k + 1) * BATCH]
                captions = [data.caption(i, chance) for i in rows]
                prompts = data.word_prompts(chance)
                ids, mask = vocabulary.encode(captions + prompts)
                ids = torch.where((torch.rand(ids.shape) < 0.03) & (mask > 0), torch.ones_like(ids), ids)
                pixels = to_pixels(shifted(data.pictures(rows, rng), rng), mean, std)
                pixels = pixels * (1 + 0.15 * torch.randn(len(rows), 1, 1, 1)) \
                    + 0.15 * torch.randn(len(rows), 1, 1, 1)
                scale = log_scale.exp().clamp(max=100.0)
                images, texts = vision(pixels), text(ids, mask)
                loss, right = contrastive(images, texts[:len(rows)], captions, scale)
                named = prompt_loss(images, texts[len(rows):], [data.word(i) for i in rows], scale)
                optimizer.zero_grad(set_to_none=True)
                (loss + named).backward()
                optimizer.step()
                schedule.step()
                step += 1
                sums += (loss.item(), right.item(), named.item())
                if step % 25 == 0:
                    log.writerow([step, epoch, step * BATCH, f"{sums[0] / 25:.4f}", f"{sums[1] / 25:.4f}",
                                  f"{sums[2] / 25:.4f}", f"{scale.item():.3f}", f"{time.time() - begun:.1f}"])
                    file.flush()
                    sums[:] = 0
    seconds = time.time() - begun
    vision, text = vision.eval().to(memory_format=torch.contiguous_format), text.eval()
    torch.save(dict(vision=vision.state_dict(), text=text.state_dict(), words=vocabulary.words,
                    logit_scale=float(log_scale.exp().clamp(max=100.0)), side=data.side, dim=DIM,
                    widths=WIDTHS[args.name]),
               args.work / f"{args.name}.checkpoint.pt")
    report = dict(model=args.name, pictures=len(data), epochs=epochs, batch=BATCH, steps=step, seed=SEED,
                  seconds=round(seconds, 1), threads=args.threads, torch=torch.__version__,
                  parameters=sum(p.numel() for m in (vision, text) for p in m.parameters()),
                  words=len(vocabulary.words),
                  held_out=evaluate.held_out(args.name, args.work, vision, text, vocabulary, mean, std))
    (logs / f"{args.name}.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
