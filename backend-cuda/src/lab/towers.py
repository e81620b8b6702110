"""CLIP's towers with random weights: makes folders of published weights with references, and times their peers in PyTorch.

python3 towers.py FOLDER [BATCH] writes FOLDER/{clip-b32,clip-b16,clip-l14,clip-l14-336} (transformers' layout, both towers, with
reference/) unless they are there, then prints images a second of timm's towers and texts a second of transformers' of the same
shapes, attention fused, on noise and on random tokens.
"""
import sys
from pathlib import Path

import numpy as np
import timm
import torch
from transformers import CLIPConfig, CLIPModel, CLIPTextConfig, CLIPVisionConfig

# image: width, layers, heads, patch, size; text: width, heads (12 layers); dimension; timm's name
SHAPES = {
    "clip-b32": ((768, 12, 12, 32, 224), (512, 8), 512, "vit_base_patch32_clip_224"),
    "clip-b16": ((768, 12, 12, 16, 224), (512, 8), 512, "vit_base_patch16_clip_224"),
    "clip-l14": ((1024, 24, 16, 14, 224), (768, 12), 768, "vit_large_patch14_clip_224"),
    "clip-l14-336": ((1024, 24, 16, 14, 336), (768, 12), 768, "vit_large_patch14_clip_336"),
}
TOKENS, VOCABULARY, END = 77, 49408, 49407


def configuration(image, text, out):
    width, layers, heads, patch, size = image
    return CLIPConfig(
        vision_config=CLIPVisionConfig(
            hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers, num_attention_heads=heads,
            patch_size=patch, image_size=size, projection_dim=out).to_dict(),
        text_config=CLIPTextConfig(
            hidden_size=text[0], intermediate_size=4 * text[0], num_hidden_layers=12, num_attention_heads=text[1],
            vocab_size=VOCABULARY, max_position_embeddings=TOKENS, eos_token_id=END, projection_dim=out).to_dict(),
        projection_dim=out)


def tokens(batch):
    ids = torch.randint(0, END, (batch, TOKENS))
    ids[:, -1] = END
    return ids


def embeds(features):
    return getattr(features, "pooler_output", features).float().cpu().numpy()


def make(folder, image, text, out):
    torch.manual_seed(1)
    model = CLIPModel(configuration(image, text, out)).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() == 1:
                parameter.add_(0.1 * torch.randn_like(parameter))
    model.save_pretrained(folder)
    reference = folder / "reference"
    reference.mkdir()
    pixels, ids = torch.randn(6, 3, image[4], image[4]), tokens(6)
    model.cuda()
    with torch.inference_mode():
        np.save(reference / "image_embeds.npy", embeds(model.get_image_features(pixel_values=pixels.cuda())))
        np.save(reference / "text_embeds.npy", embeds(model.get_text_features(input_ids=ids.cuda())))
    np.save(reference / "pixel_values.npy", pixels.numpy())
    np.save(reference / "input_ids.npy", ids.numpy())


def speed(batch, run):
    times = []
    with torch.inference_mode():
        for i in range(9):
            start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            start.record()
            run()
            end.record()
            torch.cuda.synchronize()
            if i > 1:
                times.append(start.elapsed_time(end) / 1e3)
    return batch / sorted(times)[len(times) // 2]


def images(name, size, batch, dtype):
    model = timm.create_model(name, num_classes=0).eval().cuda().to(dtype)
    pixels = torch.randn(batch, 3, size, size, device="cuda", dtype=dtype)
    return speed(batch, lambda: model(pixels))


def texts(shape, batch, dtype):
    model = CLIPModel._from_config(configuration(*shape), attn_implementation="sdpa").eval().cuda().to(dtype)
    ids = tokens(batch).cuda()
    return speed(batch, lambda: model.get_text_features(input_ids=ids))


torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False
root = Path(sys.argv[1])
batch = int(sys.argv[2]) if len(sys.argv) > 2 else 256
for name, (image, text, out, peer) in SHAPES.items():
    if not (root / name / "reference" / "input_ids.npy").exists():
        make(root / name, image, text, out)
    for dtype in (torch.float16, torch.bfloat16, torch.float32):
        some = batch // 4 if dtype == torch.float32 else batch
        print(name, str(dtype)[6:], "batch", some,
              f"timm {peer} {images(peer, image[4], some, dtype):.0f} images/s,",
              f"transformers {texts((image, text, out), some, dtype):.0f} texts/s of {TOKENS} tokens", flush=True)
