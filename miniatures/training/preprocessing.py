"""The two preprocessings, as Hugging Face processors do them with Pillow, up to uint8."""
import numpy as np
from PIL import Image

CLIP_MEAN, CLIP_STD = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
HALF = [0.5, 0.5, 0.5]


def clip_like(picture, size):
    """Shortest edge to `size` (the other truncated), bicubic, then centre crop."""
    w, h = picture.size
    if w <= h:
        target = (size, int(size * h / w))
    else:
        target = (int(size * w / h), size)
    picture = picture.resize(target, Image.BICUBIC)
    left, top = (target[0] - size) // 2, (target[1] - size) // 2
    return np.asarray(picture.crop((left, top, left + size, top + size)))


def siglip_like(picture, size):
    """Squashed to size x size, bicubic."""
    return np.asarray(picture.resize((size, size), Image.BICUBIC))


def processor_config(kind, size):
    """The `preprocessor_config.json` of a model."""
    common = dict(do_resize=True, resample=3, do_rescale=True, rescale_factor=0.00392156862745098,
                  do_normalize=True, do_convert_rgb=True)
    if kind == "clip":
        return dict(common, image_processor_type="CLIPImageProcessor", size=dict(shortest_edge=size),
                    do_center_crop=True, crop_size=dict(height=size, width=size),
                    image_mean=CLIP_MEAN, image_std=CLIP_STD)
    return dict(common, image_processor_type="SiglipImageProcessor", size=dict(height=size, width=size),
                do_center_crop=False, image_mean=HALF, image_std=HALF)
