"""Exports an encoder for Discern, with reference embeddings to verify it by.

    python3 tools/export_reference.py open_clip --model ViT-B-32 --pretrained laion2b_s34b_b79k --images DIR --out OUT
    python3 tools/export_reference.py open_clip --model hf-hub:microsoft/BiomedCLIP-PubMedBERT_256-vit_base_patch16_224 ...
    python3 tools/export_reference.py transformers --model google/siglip-base-patch16-224 --images DIR --out OUT
    python3 tools/export_reference.py timm --model hf-hub:MahmoodLab/UNI --images DIR --out OUT
    python3 tools/export_reference.py tiny --tokenizer tokenizer.json --images DIR --out OUT

OUT/model is a model folder (onnx/vision_model.onnx, onnx/text_model.onnx, configuration, tokenizer, discern.json); OUT/reference
has the images, the texts, and what PyTorch makes of them with the model's own Python preprocessing. Then:

    VerifyEncoder --encoder onnx:OUT/model --reference OUT/reference

For what Discern does not open straight from its published weights (docs/ENCODERS.md), and to verify what it does open. A model may
be a folder: local-dir:FOLDER for open_clip and timm, FOLDER for transformers.

Needs torch, numpy and Pillow; open_clip_torch, timm or transformers by recipe; onnx for models above 2 GB. The recipe "tiny" is a CLIP
with seeded random weights, which shows that the way through ONNX is right without downloading anything; it needs torchvision,
and tokenizers for its texts.
"""
import argparse
import inspect
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn

TEXTS = ["a photo of a lesion", "a dermoscopic image of a melanoma", "a chest x-ray showing cardiomegaly",
         "Axial T1-weighted MRI: no tumour.", "histopathology", "a photo of a cat"]


class Encoder:
    """What a recipe gives: modules from tensors to embeddings, the model's own preprocessing of a Pillow image in its file's own
    mode, and facts for discern.json."""

    def __init__(self, image, preprocess, facts, text=None, tokenize=None, mask=False, save=lambda folder: None):
        self.image, self.preprocess, self.facts = image, preprocess, facts
        self.text, self.tokenize, self.mask, self.save = text, tokenize, mask, save


class Call(nn.Module):
    """A method of a model as a module that can be exported."""

    def __init__(self, model, function):
        super().__init__()
        self.model, self.function = model, function

    def forward(self, *inputs):
        result = self.function(self.model, *inputs)
        return result if torch.is_tensor(result) else result.pooler_output


def open_clip_recipe(args):
    import open_clip
    model, _, preprocess = open_clip.create_model_and_transforms(args.model, pretrained=args.pretrained)
    tokenizer = open_clip.get_tokenizer(args.model)
    facts = dict(logitScale=float(model.logit_scale.exp()), contextLength=int(tokenizer.context_length))
    if getattr(model, "logit_bias", None) is not None:
        facts["logitBias"] = float(model.logit_bias)
    inner = getattr(tokenizer, "tokenizer", None)
    facts["padId"] = 0 if inner is None else int(inner.pad_token_id)
    # what cleans the texts is said in the words of open_clip's own configuration
    arguments = dict(clean=tokenizer.clean_fn.__name__.removeprefix("_clean_"))
    if getattr(tokenizer, "strip_sep_token", False):
        arguments["strip_sep_token"] = True
    text = dict(context_length=facts["contextLength"], tokenizer_kwargs=arguments)
    if inner is not None:
        text["hf_tokenizer_name"] = inner.name_or_path

    def save(folder):
        config = dict(model_cfg=dict(text_cfg=text), preprocess_cfg=open_clip.get_model_preprocess_cfg(model))
        (folder / "open_clip_config.json").write_text(json.dumps(config, indent=1) + "\n")
        if inner is not None:
            inner.save_pretrained(folder)
        else:
            shutil.copy(Path(open_clip.__file__).parent / "bpe_simple_vocab_16e6.txt.gz", folder)

    return Encoder(Call(model, lambda m, pixels: m.encode_image(pixels)), preprocess, facts,
                   Call(model, lambda m, ids: m.encode_text(ids)), lambda texts: (tokenizer(texts), None), save=save)


def timm_recipe(args):
    import timm
    model = timm.create_model(args.model, pretrained=True, num_classes=0)
    config = timm.data.resolve_model_data_config(model)
    transform = timm.data.create_transform(**config, is_training=False)

    def save(folder):
        known = dict(architecture=model.pretrained_cfg["architecture"], pretrained_cfg=config)
        (folder / "config.json").write_text(json.dumps(known, indent=1) + "\n")

    # timm's data sets convert before the transform
    return Encoder(Call(model, lambda m, pixels: m(pixels)), lambda image: transform(image.convert("RGB")), {}, save=save)


def transformers_recipe(args):
    from transformers import AutoModel, AutoProcessor, AutoImageProcessor
    model = AutoModel.from_pretrained(args.model)
    dual = hasattr(model, "get_text_features")
    # Pillow's resize, where the library has it; its default resizes tensors, which differs by a level
    processor = (AutoProcessor if dual else AutoImageProcessor).from_pretrained(args.model, **pillow())
    images = processor.image_processor if dual else processor

    def preprocess(image):
        # a processor that converts does so first; one that does not takes RGB only
        return images(images=image.convert("RGB"), return_tensors="pt")["pixel_values"][0]

    def save(folder):
        processor.save_pretrained(folder)
        model.config.save_pretrained(folder)

    if not dual:
        return Encoder(Call(model, lambda m, pixels: m(pixel_values=pixels).last_hidden_state[:, 0]), preprocess, {}, save=save)
    siglip = model.config.model_type.startswith("siglip")
    length = int(model.config.text_config.max_position_embeddings)
    length = min(length, int(processor.tokenizer.model_max_length))
    facts = dict(logitScale=float(model.logit_scale.exp()), contextLength=length, padId=int(processor.tokenizer.pad_token_id))
    if getattr(model, "logit_bias", None) is not None:
        facts["logitBias"] = float(model.logit_bias)

    def tokenize(texts):
        tokens = processor.tokenizer(texts, padding="max_length", max_length=length, return_tensors="pt")
        return tokens["input_ids"], None if siglip else tokens["attention_mask"]

    def text(m, ids, mask=None):
        return m.get_text_features(input_ids=ids) if mask is None else m.get_text_features(input_ids=ids, attention_mask=mask)

    return Encoder(Call(model, lambda m, pixels: m.get_image_features(pixel_values=pixels)), preprocess, facts,
                   Call(model, text), tokenize, not siglip, save)


def pillow():
    """The argument that makes transformers 5 preprocess with Pillow; older ones did so by themselves."""
    import transformers
    return dict(backend="pil") if int(transformers.__version__.split(".")[0]) >= 5 else {}


class Block(nn.Module):
    """A transformer's layer as CLIP has it: norm, attention, norm, quick GELU."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.norm1, self.norm2 = heads, nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, bias):
        n, t, w = x.shape
        q, k, v = self.qkv(self.norm1(x)).reshape(n, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        attention = (q @ k.transpose(-2, -1) / (w // self.heads) ** 0.5 + bias).softmax(-1)
        x = x + self.out((attention @ v).transpose(1, 2).reshape(n, t, w))
        y = self.up(self.norm2(x))
        return x + self.down(y * torch.sigmoid(1.702 * y))


class TinyVision(nn.Module):
    def __init__(self, size=64, patch=8, width=96, layers=4, heads=4, dim=64):
        super().__init__()
        self.patches = nn.Conv2d(3, width, patch, patch, bias=False)
        self.cls = nn.Parameter(torch.randn(width) * 0.1)
        self.positions = nn.Parameter(torch.randn((size // patch) ** 2 + 1, width) * 0.1)
        self.before, self.after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.blocks, self.projection = nn.ModuleList(Block(width, heads) for _ in range(layers)), nn.Linear(width, dim, bias=False)

    def forward(self, pixels):
        x = self.patches(pixels).flatten(2).transpose(1, 2)
        x = self.before(torch.cat([self.cls.expand(x.shape[0], 1, -1), x], 1) + self.positions)
        for block in self.blocks:
            x = block(x, 0.0)
        return self.projection(self.after(x[:, 0]))


class TinyText(nn.Module):
    def __init__(self, vocabulary, context=77, width=64, layers=3, heads=4, dim=64):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Parameter(torch.randn(context, width) * 0.1)
        self.blocks, self.after = nn.ModuleList(Block(width, heads) for _ in range(layers)), nn.LayerNorm(width)
        self.projection = nn.Linear(width, dim, bias=False)
        self.register_buffer("causal", torch.full((context, context), -1e9).triu(1))

    def forward(self, ids):
        x = self.tokens(ids) + self.positions
        for block in self.blocks:
            x = block(x, self.causal)
        end = nn.functional.one_hot(ids.argmax(-1), ids.shape[1]).to(x.dtype)
        return self.projection(self.after((x * end.unsqueeze(-1)).sum(1)))


def tiny_recipe(args):
    from torchvision import transforms
    mean, std = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
    torch.manual_seed(args.seed)
    preprocess = transforms.Compose([
        transforms.Resize(64, transforms.InterpolationMode.BICUBIC), transforms.CenterCrop(64), transforms.ToTensor(),
        transforms.Normalize(mean, std)])
    facts = dict(name="tiny-clip", preprocess=dict(
        channels="rgb", resize=dict(type="shortest-edge", edge=64), filter="bicubic",
        crop=dict(width=64, height=64, rounding="torchvision"), rescale=1 / 255, mean=mean, std=std))
    vision = TinyVision()
    if not args.tokenizer:
        return Encoder(vision, convert, facts)
    from tokenizers import Tokenizer
    tokenizer = Tokenizer.from_file(args.tokenizer)
    end = tokenizer.token_to_id("<|endoftext|>")
    tokenizer.no_truncation()
    tokenizer.enable_padding(length=77, pad_id=end, pad_token="<|endoftext|>")

    def tokenize(texts):
        return torch.tensor([encoding.ids for encoding in tokenizer.encode_batch(texts)]), None

    return Encoder(vision, lambda image: preprocess(image.convert("RGB")), {**facts, "contextLength": 77, "padId": end, "logitScale": 100.0},
                   TinyText(tokenizer.get_vocab_size()), tokenize,
                   save=lambda folder: shutil.copy(args.tokenizer, folder / "tokenizer.json"))


def rows(module, inputs):
    with torch.no_grad():
        return np.stack([module(*one)[0].numpy() for one in inputs]).astype(np.float32)


def export(module, inputs, names, output, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    old = dict(dynamo=False) if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    # Not under no_grad, where attention takes a fused way that old exporters do not know.
    torch.onnx.export(module, inputs, str(path), input_names=names, output_names=[output], opset_version=16,
                      dynamic_axes={name: {0: "batch"} for name in names + [output]}, **old)
    if sum(p.numel() * p.element_size() for p in module.parameters()) > 1_900_000_000:
        import onnx
        model = onnx.load(str(path))
        for scattered in path.parent.iterdir():
            if scattered.suffix != ".onnx" and not scattered.name.endswith("_data"):
                scattered.unlink()
        onnx.save_model(model, str(path), save_as_external_data=True, location=path.name + "_data")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    recipes = dict(open_clip=open_clip_recipe, timm=timm_recipe, transformers=transformers_recipe, tiny=tiny_recipe)
    parser.add_argument("recipe", choices=recipes)
    parser.add_argument("--model", help="the name that the library knows the model by")
    parser.add_argument("--pretrained", help="open_clip's tag of the weights")
    parser.add_argument("--tokenizer", help="tiny: a CLIP tokenizer.json")
    parser.add_argument("--seed", type=int, default=1, help="tiny: of the weights")
    parser.add_argument("--images", required=True, help="a folder; some images of odd sizes, the first 16 are taken")
    parser.add_argument("--texts", help="a file with one text a line")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()

    encoder = recipes[args.recipe](args)
    encoder.image.eval()
    model, reference = Path(args.out, "model"), Path(args.out, "reference")
    (reference / "images").mkdir(parents=True, exist_ok=True)
    model.mkdir(parents=True, exist_ok=True)
    encoder.save(model)
    (model / "discern.json").write_text(json.dumps(encoder.facts, indent=1) + "\n")

    files = sorted(file for file in Path(args.images).iterdir() if file.is_file())[:16]
    for file in files:
        shutil.copy(file, reference / "images" / file.name)
    pixels = [encoder.preprocess(Image.open(file)) for file in files]
    # One at a time: what the batch does to an embedding is Discern's to find, not the reference's to have.
    np.save(reference / "reference.npy", rows(encoder.image, [(one.unsqueeze(0),) for one in pixels]))
    export(encoder.image, (torch.stack(pixels[:2]),), ["pixel_values"], "image_embeds", model / "onnx/vision_model.onnx")
    if encoder.text is not None:
        encoder.text.eval()
        texts = Path(args.texts).read_text(encoding="utf-8").splitlines() if args.texts else TEXTS
        (reference / "texts.txt").write_text("".join(text + "\n" for text in texts), encoding="utf-8")
        names = ["input_ids", "attention_mask"][:2 if encoder.mask else 1]
        np.save(reference / "text_reference.npy", rows(encoder.text, [encoder.tokenize([text])[:len(names)] for text in texts]))
        export(encoder.text, encoder.tokenize(texts[:2])[:len(names)], names, "text_embeds", model / "onnx/text_model.onnx")
    print(f"{model}: verify it with VerifyEncoder --encoder onnx:{model} --reference {reference}")


if __name__ == "__main__":
    main()
