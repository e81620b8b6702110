"""Writes core/src/main/resources/io/discern/checkpoint/timm-architectures.json: for every ViT and EVA that timm knows by name, the
arguments of its constructor that the name stands for. They are caught where timm builds the model; no weight is made or loaded.

    pip install torch timm        # timm 1.0.29
    python tools/timm_architectures.py core/src/main/resources/io/discern/checkpoint/timm-architectures.json
"""
import functools
import json
import sys
import warnings

try:
    import torchvision_operators  # noqa: F401  where torchvision is built for another torch
except ImportError:
    pass
import timm
from timm.models import eva, vision_transformer

# They make no difference to a network that is only run, or follow from the weights.
SILENT = {"drop_path_rate", "dynamic_img_size", "weight_init", "fix_init", "img_size", "patch_size"}


class Caught(Exception):
    pass


def plain(value):
    if isinstance(value, functools.partial):
        name = plain(value.func)
        return " ".join([name] + [f"{key}={plain(arg)}" for key, arg in sorted(value.keywords.items())])
    if isinstance(value, type):
        return {"SiLU": "silu", "GELU": "gelu"}.get(value.__name__, value.__name__)
    if isinstance(value, tuple):
        return list(value)
    return value


def main(target):
    warnings.filterwarnings("ignore")
    found = {}

    def catch(cls, variant, pretrained, pretrained_filter_fn=None, pretrained_strict=True, feature_cfg=None, **args):
        found[variant] = {"class": cls.__name__} | {
            key: plain(value) for key, value in sorted(args.items()) if key not in SILENT
        }
        raise Caught

    modules = (vision_transformer, eva)
    for module in modules:
        module.build_model_with_cfg = catch
    for name in timm.list_models():
        entry = timm.model_entrypoint(name)
        if entry.__module__ in [module.__name__ for module in modules]:
            try:
                entry()
            except Caught:
                pass
    with open(target, "w") as out:
        out.write("{\n")
        out.write(",\n".join(f" {json.dumps(name)}: {json.dumps(args)}" for name, args in sorted(found.items())))
        out.write("\n}\n")


if __name__ == "__main__":
    main(sys.argv[1])
