"""Writes small WebP, JPEG 2000, JPEG and DICOM files and what Pillow and pydicom make of them.

    pip install pillow==12.3.0 numpy==2.4.6 imagecodecs==2026.3.6 pydicom==3.0.2
    python make_codecs.py

expected.json: size, mode, SHA-256 of RGB and of the samples in Pillow's mode. `case_*.jpg` (sampling 4:4:0 and mixed, arithmetic coding)
are not made here; they were written by libjpeg's tools. `deep.jp2@RANGE` is computed with NumPy.
"""
import hashlib
import json
import os
import warnings

import imagecodecs
import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate

warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(9)
W, H = 37, 29
y, x = np.mgrid[0:H, 0:W]
a = np.stack([(x * 5 + y * 3 + 60 * k) % 256 for k in range(4)], -1)
a = (a + rng.integers(-9, 10, a.shape)).clip(0, 255).astype("uint8")
rgb, rgba = Image.fromarray(a[..., :3]), Image.fromarray(a)
gray, gray_alpha = rgb.convert("L"), rgba.convert("LA")


def path(name):
    return os.path.join(HERE, name)


def sha(data):
    return hashlib.sha256(data).hexdigest()


for name, image in [("rgb", rgb), ("rgba", rgba), ("gray", gray)]:
    image.save(path(f"{name}_lossy.webp"), quality=70)
    image.save(path(f"{name}_lossless.webp"), lossless=True)
rgba.save(path("rgba_exact.webp"), lossless=True, exact=True)
rgb.save(path("with_exif.webp"), exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0")
rgb.save(path("animated.webp"), save_all=True, append_images=[rgb.rotate(90)])
for name, image in [("rgb", rgb), ("rgba", rgba), ("gray", gray), ("gray_alpha", gray_alpha)]:
    image.save(path(f"{name}.jp2"))
    image.save(path(f"{name}_lossy.j2k"), irreversible=True, quality_mode="rates", quality_layers=[12, 4])
rgb.save(path("tiles.j2k"), tile_size=(16, 16))
deep = rng.integers(0, 65536, (H, W)).astype("uint16")
Image.fromarray(deep).save(path("deep.jp2"))
for sampling in ["444", "422", "420", "440", "411"]:
    open(path(f"s{sampling}.jpg"), "wb").write(imagecodecs.jpeg8_encode(a[..., :3].copy(), level=80, subsampling=sampling))
rgb.save(path("progressive.jpg"), progressive=True, quality=60)
gray.save(path("gray.jpg"))
rgb.convert("CMYK").save(path("cmyk.jpg"))

expected = {}
for name in sorted(os.listdir(HERE)):
    if name.endswith((".webp", ".jp2", ".j2k", ".jpg")) and name not in ("animated.webp", "deep.jp2"):
        image = Image.open(path(name))
        image.load()
        expected[name] = [image.width, image.height, image.mode, sha(image.convert("RGB").tobytes()), sha(image.tobytes())]
full = np.floor(255 * deep.astype(float) / 65535 + 0.5).astype("uint8")
expected["deep.jp2@full"] = [W, H, "L", sha(np.repeat(full[..., None], 3, -1).tobytes()), sha(full.tobytes())]

meta = FileMetaDataset()
meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.91"
meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", "1.2.3.4"
ds = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128, is_implicit_VR=False, is_little_endian=True)
ds.SOPClassUID, ds.SOPInstanceUID = meta.MediaStorageSOPClassUID, "1.2.3.4"
ds.PhotometricInterpretation, ds.SamplesPerPixel, ds.PixelRepresentation = "MONOCHROME2", 1, 0
ds.Rows, ds.Columns, ds.BitsAllocated, ds.BitsStored, ds.HighBit = H, W, 16, 12, 11
smooth = (1000 + 40 * x + 20 * y + rng.integers(-20, 20, (H, W))).astype("uint16")
code = imagecodecs.jpeg2k_encode(smooth, level=45, reversible=False, bitspersample=12, codecformat="j2k")
ds.PixelData = encapsulate([code])
ds["PixelData"].is_undefined_length = True
ds.save_as(path("irreversible.dcm"), enforce_file_format=True)
v = pydicom.dcmread(path("irreversible.dcm")).pixel_array.astype(float)
level = np.floor(255 * v / 4095 + 0.5).astype("uint8")
expected["irreversible.dcm@full"] = [W, H, "L", sha(np.repeat(level[..., None], 3, -1).tobytes()), sha(level.tobytes())]

json.dump(expected, open(path("expected.json"), "w"), indent=0, sort_keys=True)
print(len(expected), "expectations; lossy by", int(abs(v - smooth).max()))
