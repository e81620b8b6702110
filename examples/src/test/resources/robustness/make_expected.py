"""Writes expected.json: what Pillow and pydicom make of the malformed and unusual files of a folder, by file name.

    pip install pydicom==3.0.2 numpy==2.4.6 pillow==12.3.0 imagecodecs==2026.3.6
    python make_expected.py DIR        # with DIR/images (from Pillow's tests) and DIR/dicom (from pydicom's), which are not in this project

images: the SHA-256 of convert("RGB"), or the error. dicom: mode, SHA-256 and the range of gray: the file's own, else that from the least to
the greatest value; or the error. The first frame or page.
"""
import hashlib
import json
import os
import sys
import warnings

import imagecodecs
import numpy as np
import pydicom
from PIL import Image
from pydicom.encaps import generate_frames
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_voi_lut

DECODERS = {
    "1.2.840.10008.1.2.4.57": imagecodecs.ljpeg_decode, "1.2.840.10008.1.2.4.70": imagecodecs.ljpeg_decode,
    "1.2.840.10008.1.2.4.80": imagecodecs.jpegls_decode, "1.2.840.10008.1.2.4.81": imagecodecs.jpegls_decode}
warnings.simplefilter("ignore")
Image.MAX_IMAGE_PIXELS = None


def sha(a):
    return hashlib.sha256(np.ascontiguousarray(a).tobytes()).hexdigest()


def image(path):
    with Image.open(path) as opened:
        if opened.size[0] * opened.size[1] > 100_000_000:
            raise ValueError("too large to decode")
        mode = opened.mode
        return {"mode": mode, "size": opened.size, "sha256": sha(np.asarray(opened.convert("RGB")))}


def dicom(path):
    ds = pydicom.dcmread(path, force=True)
    if "PixelData" not in ds:
        raise ValueError("no pixels")
    try:
        a = ds.pixel_array
    except Exception:  # what pydicom alone does not decode
        frame = next(generate_frames(ds.PixelData, number_of_frames=int(ds.get("NumberOfFrames", 1))))
        a = DECODERS[ds.file_meta.TransferSyntaxUID](frame)
    if int(ds.get("NumberOfFrames", 1)) > 1:
        a = a[0]
    if ds.SamplesPerPixel == 3:
        shift = 8 * a.dtype.itemsize - 8
        return ["RGB", sha((a >> shift).astype("uint8")), "file"]
    if ds.PhotometricInterpretation == "PALETTE COLOR":
        c = apply_color_lut(a, ds)
        return ["RGB", sha((c >> 8).astype("uint8") if c.dtype == np.uint16 else c), "file"]
    m = np.asarray(apply_modality_lut(a, ds), "float64")
    known = "file"
    if "VOILUTSequence" in ds:
        level = 255.0 * apply_voi_lut(apply_modality_lut(a, ds), ds) / (2 ** ds.VOILUTSequence[0].LUTDescriptor[2] - 1)
    elif "WindowWidth" in ds:
        c, w = (float(v[0] if isinstance(v, pydicom.multival.MultiValue) else v) for v in (ds.WindowCenter, ds.WindowWidth))
        level = ((m - (c - 0.5)) / (w - 1) + 0.5) * 255
    elif ds.BitsStored <= 8:
        low = -(2 ** (ds.BitsStored - 1)) if ds.PixelRepresentation else 0
        level = 255 * (a.astype("float64") - low) / (2**ds.BitsStored - 1)
    else:
        known = "percentiles=0,100"
        if "PixelPaddingValue" in ds:
            m = np.where(a == ds.PixelPaddingValue, np.nan, m)
        low, high = np.nanmin(m), np.nanmax(m)
        level = 255 * (m - low) / (high - low) if high > low else np.zeros_like(m)
    gray = np.floor(np.nan_to_num(level).clip(0, 255) + 0.5)
    if ds.PhotometricInterpretation == "MONOCHROME1":
        gray = 255 - gray
    if "PixelPaddingValue" in ds:
        gray = np.where(a == ds.PixelPaddingValue, 0, gray)
    return ["L", sha(gray.astype("uint8")), known]


def tried(read, path):
    try:
        return read(path)
    except Exception as e:
        return {"error": f"{type(e).__name__}: {e}".replace(path, "")[:120]}


root = sys.argv[1]
expected = {
    kind: {name: tried(read, os.path.join(root, kind, name)) for name in sorted(os.listdir(os.path.join(root, kind)))}
    for kind, read in (("images", image), ("dicom", dicom))}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.json"), "w") as out:
    json.dump(expected, out, indent=0, sort_keys=True)
