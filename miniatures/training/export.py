"""Writes a trained miniature as class path resources, and its reference embeddings as test resources.

    /usr/bin/python3 export.py general|general-rich|medical WORK
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from PIL import Image

import pictures
import preprocessing
from towers import TextTower, VisionTower
from train import to_pixels
from words import Vocabulary

HERE = Path(__file__).resolve().parent.parent
MODELS = HERE / "src/main/resources/io/discern/miniatures"
FIXTURES = HERE / "src/test/resources/io/discern/miniatures"

DESCRIPTIONS = {
    "general": "Shapes, colours and readable words, short captions; never saw a lesion.",
    "general-rich": "The pictures of general with long captions (size, place, texture, ink); never saw a lesion.",
    "medical": "Synthetic lesions of four modalities with descriptive captions and meaningless overlays.",
}
SEEDS = {
    "general": "pictures 1000000..1047999 (training/pictures.py)",
    "general-rich": "pictures 1000000..1047999 (training/pictures.py)",
    "medical": "SyntheticLesions seed 2^40+1, which SyntheticLesions.of refuses",
}
PROMPTS = {
    "general": ["the word melanoma", "a red circle", "a picture of a blue star and the word left", "an unheard phrase"],
    "general-rich": ["the word melanoma", "a small red circle at the top left on a noisy background",
                     "a picture of a large blue star above a medium grey ring and the white word left at the bottom",
                     "an unheard phrase"],
    "medical": ["dermoscopy image of a nevus", "radiograph image of clear lungs, no opacity", "carcinoma",
                "an unheard phrase"],
}


def load(name, work):
    saved = torch.load(work / f"{name}.checkpoint.pt")
    vocabulary = Vocabulary([])
    vocabulary.words = saved["words"]
    vocabulary.ids = {w: i for i, w in enumerate(saved["words"])}
    vision = VisionTower(saved["side"], saved["dim"], saved["widths"]).eval()
    text = TextTower(len(vocabulary.words), saved["dim"]).eval()
    vision.load_state_dict(saved["vision"])
    text.load_state_dict(saved["text"])
    return saved, vocabulary, vision, text


def write_models(folder, side, vision, text):
    for kind in ("onnx", "torchscript"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    pixels = torch.zeros(2, 3, side, side)
    tokens = (torch.tensor([[2, 3, 4], [5, 0, 0]]), torch.tensor([[1, 1, 1], [1, 0, 0]]))
    with torch.no_grad():
        torch.onnx.export(vision, pixels, str(folder / "onnx/vision_model.onnx"), opset_version=14,
                          input_names=["pixel_values"], output_names=["image_embeds"],
                          dynamic_axes=dict(pixel_values={0: "batch"}, image_embeds={0: "batch"}))
        torch.onnx.export(text, tokens, str(folder / "onnx/text_model.onnx"), opset_version=14,
                          input_names=["input_ids", "attention_mask"], output_names=["text_embeds"],
                          dynamic_axes=dict(input_ids={0: "batch", 1: "sequence"}, text_embeds={0: "batch"},
                                            attention_mask={0: "batch", 1: "sequence"}))
        torch.jit.trace(vision, pixels).save(str(folder / "torchscript/vision_model.pt"))
        torch.jit.trace(text, tokens).save(str(folder / "torchscript/text_model.pt"))
    for tower in ("vision", "text"):
        onnx.checker.check_model(onnx.load(str(folder / f"onnx/{tower}_model.onnx")), full_check=True)


def reference_pictures(name, work):
    """A few pictures nobody trained on, as they are before preprocessing: two drawn, or one a modality."""
    if name != "medical":
        return [pictures.draw(pictures.HELD_OUT_SEED + 5000 + i)[0] for i in range(2)]
    folder = work / "lesions/held-out"
    pixels = np.load(folder / "pixels.npy", mmap_mode="r")
    rows = [line.rstrip("\n").split("\t") for line in open(folder / "captions.txt")]
    found, at = {}, 0
    for row in rows:
        w, h = int(row[5]), int(row[6])
        found.setdefault(row[1], Image.fromarray(np.array(pixels[at:at + w * h * 3]).reshape(h, w, 3)))
        at += w * h * 3
    return list(found.values())


def write_fixtures(folder, images, kind, side, mean, std, vision, text, vocabulary, prompts):
    folder.mkdir(parents=True, exist_ok=True)
    prepare = preprocessing.siglip_like if kind == "siglip" else preprocessing.clip_like
    for i, image in enumerate(images):
        image.save(folder / f"picture-{i}.png", optimize=True)
    pixels = to_pixels(np.stack([prepare(image, side) for image in images]), mean, std).contiguous()
    ids, mask = vocabulary.encode(prompts)
    with torch.no_grad():
        arrays = dict(pixel_values=pixels, image_embeds=vision(pixels), input_ids=ids, attention_mask=mask,
                      text_embeds=text(ids, mask))
    for key, value in arrays.items():
        np.save(folder / f"{key}.npy", np.ascontiguousarray(value.numpy()))
    (folder / "prompts.txt").write_text("\n".join(prompts) + "\n")


def write_reading(folder, count=60):
    """Held-out pictures with a word, as JPEG; half of them in the held-out fonts."""
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(count):
        seed, word = pictures.HELD_OUT_SEED + 10_000 + i, pictures.WORDS[i % len(pictures.WORDS)]
        fonts = pictures.HELD_OUT_FONTS if i >= count // 2 else None
        picture, _ = pictures.draw(seed, fonts, word)
        picture.save(folder / f"{seed}-{word}.jpg", quality=92)


def main():
    torch.set_num_threads(1)
    name, work = sys.argv[1], Path(sys.argv[2])
    saved, vocabulary, vision, text = load(name, work)
    kind = "siglip" if name == "medical" else "clip"
    config = preprocessing.processor_config(kind, saved["side"])
    folder = MODELS / name
    fixtures = FIXTURES / name
    write_fixtures(fixtures, reference_pictures(name, work), kind, saved["side"], config["image_mean"],
                   config["image_std"], vision, text, vocabulary, PROMPTS[name])
    write_models(folder, saved["side"], vision.fold(), text)
    reloaded = torch.jit.load(str(folder / "torchscript/vision_model.pt"))
    drift = np.abs(reloaded(torch.from_numpy(np.load(fixtures / "pixel_values.npy"))).detach().numpy()
                   - np.load(fixtures / "image_embeds.npy")).max()
    if drift > 1e-4:
        raise SystemExit(f"{name}: folding moved an embedding by {drift}; expected at most 1e-4")
    (folder / "preprocessor_config.json").write_text(json.dumps(config, indent=2) + "\n")
    (folder / "tokenizer.json").write_text(json.dumps(vocabulary.tokenizer_json(), indent=1) + "\n")
    (folder / "discern.json").write_text(json.dumps(dict(
        name=name, logitScale=saved["logit_scale"], normalized=False, licence="Apache-2.0",
        description=DESCRIPTIONS[name], trainingSeeds=SEEDS[name]), indent=2) + "\n")
    if name == "general":
        write_reading(FIXTURES / "reading")
    print(name, "largest change by folding", drift)


if __name__ == "__main__":
    main()
