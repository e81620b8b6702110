"""Makes a folder with CLIP's image tower of random weights, as it is published and as it is exported: make_clip.py FOLDER SIZE

SIZE is B/32, B/16 or L/14. Needs torch, transformers and onnx. For speed only: it knows nothing. Both are one model: config.json
with model.safetensors, and onnx/vision_model.onnx as PyTorch exports it.
"""
import inspect
import pathlib
import sys

import torch
from transformers import CLIPImageProcessorPil, CLIPVisionConfig, CLIPVisionModelWithProjection

SIZES = {"B/32": dict(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, patch_size=32, projection_dim=512),
         "B/16": dict(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, patch_size=16, projection_dim=512),
         "L/14": dict(hidden_size=1024, intermediate_size=4096, num_hidden_layers=24, num_attention_heads=16, patch_size=14, projection_dim=768)}


class Embeds(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pixel_values):
        return self.model(pixel_values=pixel_values).image_embeds


folder = pathlib.Path(sys.argv[1])
(folder / "onnx").mkdir(parents=True, exist_ok=True)
torch.manual_seed(0)
model = CLIPVisionModelWithProjection(CLIPVisionConfig(**SIZES[sys.argv[2]])).eval()
model.save_pretrained(folder)
CLIPImageProcessorPil().save_pretrained(folder)
old = dict(dynamo=False) if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
torch.onnx.export(Embeds(model), (torch.zeros(2, 3, 224, 224),), str(folder / "onnx/vision_model.onnx"), opset_version=17,
                  input_names=["pixel_values"], output_names=["image_embeds"],
                  dynamic_axes={"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}}, **old)
