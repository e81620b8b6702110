"""Image towers with random weights: makes folders of published weights with references, and times their peers in PyTorch.

python3 towers.py FOLDER [BATCH] writes FOLDER/{clip-b32,clip-b16,clip-l14} (transformers' layout, with reference/), then prints
images a second of timm's towers of the same shapes, attention fused.
"""
import sys
from pathlib import Path

import numpy as np
import timm
import torch
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

SHAPES = {
    "clip-b32": (768, 12, 12, 32, 512, "vit_base_patch32_clip_224"),
    "clip-b16": (768, 12, 12, 16, 512, "vit_base_patch16_clip_224"),
    "clip-l14": (1024, 24, 16, 14, 768, "vit_large_patch14_clip_224"),
}


def make(folder, width, layers, heads, patch, out):
    torch.manual_seed(1)
    model = CLIPVisionModelWithProjection(CLIPVisionConfig(
        hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers, num_attention_heads=heads,
        patch_size=patch, image_size=224, projection_dim=out)).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() == 1:
                parameter.add_(0.1 * torch.randn_like(parameter))
    model.save_pretrained(folder)
    reference = folder / "reference"
    reference.mkdir()
    pixels = torch.randn(6, 3, 224, 224)
    with torch.inference_mode():
        embeds = model.cuda()(pixels.cuda()).image_embeds.cpu().numpy()
    np.save(reference / "pixel_values.npy", pixels.numpy())
    np.save(reference / "image_embeds.npy", embeds)


def speed(name, batch, dtype):
    model = timm.create_model(name, num_classes=0).eval().cuda().to(dtype)
    pixels = torch.randn(batch, 3, 224, 224, device="cuda", dtype=dtype)
    times = []
    with torch.inference_mode():
        for i in range(9):
            start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            start.record()
            model(pixels)
            end.record()
            torch.cuda.synchronize()
            if i > 1:
                times.append(start.elapsed_time(end) / 1e3)
    return batch / sorted(times)[len(times) // 2]


torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False
root = Path(sys.argv[1])
batch = int(sys.argv[2]) if len(sys.argv) > 2 else 256
for name, (width, layers, heads, patch, out, peer) in SHAPES.items():
    if len(sys.argv) <= 3:
        make(root / name, width, layers, heads, patch, out)
    print(name, "timm", peer, "batch", batch,
          *(f"{str(dtype)[6:]} {speed(peer, batch // 4 if dtype == torch.float32 else batch, dtype):.0f} images/s"
            for dtype in (torch.float16, torch.bfloat16, torch.float32)), flush=True)
