"""Makes a model folder with a vision transformer of random weights as ONNX and as TorchScript: python3 make_vit.py FOLDER [LAYERS]

ViT-B/32 at 224 pixels (768 wide, 12 heads, 12 layers unless LAYERS is given), 512 components. For speed only: it knows nothing.
"""
import json
import pathlib
import sys

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.qkv, self.out = heads, nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x):
        batch, tokens, width = x.shape
        q, k, v = self.qkv(x).reshape(batch, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-2, -1) * (width // self.heads) ** -0.5).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).reshape(batch, tokens, width))


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(width), Attention(width, heads)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Vit(nn.Module):
    def __init__(self, layers, width=768, heads=12, patch=32, side=224, dim=512):
        super().__init__()
        self.patches = nn.Conv2d(3, width, patch, patch)
        self.places = nn.Parameter(torch.randn(1, (side // patch) ** 2, width) * 0.02)
        self.layers = nn.Sequential(*[Layer(width, heads) for _ in range(layers)])
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, dim, bias=False)

    def forward(self, pixel_values):
        x = self.patches(pixel_values).flatten(2).transpose(1, 2) + self.places
        return self.head(self.norm(self.layers(x)).mean(1))


folder = pathlib.Path(sys.argv[1])
torch.manual_seed(0)
model = Vit(int(sys.argv[2]) if len(sys.argv) > 2 else 12).eval()
pixels = torch.zeros(2, 3, 224, 224)
for sub in ("onnx", "torchscript"):
    (folder / sub).mkdir(parents=True, exist_ok=True)
with torch.no_grad():
    torch.jit.trace(model, pixels).save(str(folder / "torchscript/vision_model.pt"))
    torch.onnx.export(model, pixels, str(folder / "onnx/vision_model.onnx"), opset_version=14, input_names=["pixel_values"],
                      output_names=["image_embeds"], dynamic_axes={"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}})
(folder / "preprocessor_config.json").write_text(json.dumps({
    "image_processor_type": "CLIPImageProcessor", "do_resize": True, "size": {"shortest_edge": 224}, "resample": 3,
    "do_center_crop": True, "crop_size": {"height": 224, "width": 224}, "do_rescale": True, "rescale_factor": 1 / 255,
    "do_normalize": True, "image_mean": [0.48145466, 0.4578275, 0.40821073],
    "image_std": [0.26862954, 0.26130258, 0.27577711], "do_convert_rgb": True}))
