"""Writes small DICOM and NIfTI files and the gray or RGB bytes that other programs make of them.

    pip install pydicom==3.0.2 numpy==2.4.6 pillow==12.3.0 imagecodecs==2026.3.6 nibabel==5.4.2
    python make_dicom.py

expected.json: by NAME or NAME#FRAME mode and SHA-256. Gray is pydicom's modality and VOI transformation, scaled to 0..255 and rounded
half up; padding is black. NAME@RANGE is the same file by another range, computed with NumPy.
"""
import gzip
import hashlib
import io
import json
import os
import warnings

import imagecodecs
import nibabel
import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_voi_lut
from pydicom.sequence import Sequence
from pydicom.uid import generate_uid

warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(3)
H, W = 21, 26
LITTLE, IMPLICIT, BIG, DEFLATED = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"
RLE, BASELINE, LOSSLESS, LOSSLESS1 = "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70"
LS, LS_NEAR, J2K = "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.90"
expected = {}


def sha(a):
    return hashlib.sha256(np.ascontiguousarray(a).tobytes()).hexdigest()


def ramp(low, high, shape=(H, W)):
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    a = low + (high - low) * (x + y) / (sum(shape) - 2) + rng.normal(0, abs(high - low) / 60, shape)
    return a.clip(min(low, high), max(low, high))


def dataset(syntax, photometric, array, stored, signed=0, **tags):
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = syntax
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    ds = FileDataset(None, {}, file_meta=meta, preamble=b"II*\0" + b"\0" * 124, is_implicit_VR=syntax == IMPLICIT,
                     is_little_endian=syntax != BIG)
    ds.SOPClassUID, ds.SOPInstanceUID = meta.MediaStorageSOPClassUID, "1.2.3.4"
    ds.PatientID, ds.PatientName = "4711", "Doe^Jane"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = "1.2.3", "1.2.3.1"
    ds.Modality, ds.Manufacturer, ds.ImageLaterality, ds.ViewPosition = "MG", "ACME", "L", "MLO"
    ds.BurnedInAnnotation = "NO"
    ds.PhotometricInterpretation = photometric
    ds.SamplesPerPixel = 3 if photometric.startswith(("RGB", "YBR")) else 1
    if ds.SamplesPerPixel == 3:
        ds.PlanarConfiguration = 0
    frames = array.shape[0] if array.ndim - (ds.SamplesPerPixel == 3) == 3 else 1
    if frames > 1:
        ds.NumberOfFrames = frames
    ds.Rows, ds.Columns = (array.shape[1:3] if frames > 1 else array.shape[:2])
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = array.dtype.itemsize * 8, stored, stored - 1
    ds.PixelRepresentation = signed
    ds.PixelData = array.tobytes() + (b"\0" if array.nbytes % 2 else b"")
    ds["PixelData"].VR = "OW" if array.dtype.itemsize > 1 else "OB"
    for name, value in tags.items():
        setattr(ds, name, value)
    return ds


def gray(ds, a):
    m = apply_modality_lut(a, ds)
    if "VOILUTSequence" in ds:
        bits = ds.VOILUTSequence[0].LUTDescriptor[2]
        g = np.floor(255.0 * apply_voi_lut(m, ds) / (2**bits - 1) + 0.5)
    elif "WindowWidth" in ds:
        v = apply_voi_lut(m, ds).astype("float64")
        s = ds.PixelRepresentation
        low, high = (-(2 ** (ds.BitsStored - 1)) if s else 0), 2 ** (ds.BitsStored - s) - 1
        if "RescaleSlope" in ds:
            low, high = (b * ds.RescaleSlope + ds.RescaleIntercept for b in (low, high))
        g = np.floor((v - low) / (high - low) * 255 + 0.5)
    else:
        g = np.floor(255.0 * a / (2**ds.BitsStored - 1) + 0.5)
    if ds.PhotometricInterpretation == "MONOCHROME1":
        g = 255 - g
    if "PixelPaddingValue" in ds:
        g = np.where(a == ds.PixelPaddingValue, 0, g)
    return g.astype("uint8")


def save(name, ds, array=None, frame=None, code=None):
    """Writes the file and what it should become; `array` where pydicom has no decoder, `code` for encapsulated frames."""
    if code is not None:
        ds.PixelData = encapsulate(code)
        ds["PixelData"].VR = "OB"
        ds["PixelData"].is_undefined_length = True
    ds.save_as(os.path.join(HERE, name), enforce_file_format=True)
    back = pydicom.dcmread(os.path.join(HERE, name))
    a = back.pixel_array if array is None else array
    for i in range(int(back.get("NumberOfFrames", 1))):
        f = a[i] if int(back.get("NumberOfFrames", 1)) > 1 else a
        key = name if i == 0 else f"{name}#{i}"
        if back.SamplesPerPixel == 3:
            expected[key] = ["RGB", sha(f if f.dtype == np.uint8 else (f >> 8).astype("uint8"))]
        elif back.PhotometricInterpretation == "PALETTE COLOR":
            c = apply_color_lut(f, back)
            expected[key] = ["RGB", sha((c >> 8).astype("uint8") if c.dtype == np.uint16 else c)]
        else:
            expected[key] = ["L", sha(gray(back, f))]
    return back


ct = ramp(-1000, 1900).astype("int16")
window = dict(WindowCenter=40, WindowWidth=400)
save("native.dcm", dataset(LITTLE, "MONOCHROME2", ct + 1024, 12, RescaleSlope=1, RescaleIntercept=-1024, **window))
base = pydicom.dcmread(os.path.join(HERE, "native.dcm"))
for name, syntax in [("implicit", IMPLICIT), ("deflated", DEFLATED)]:
    ds = dataset(syntax, "MONOCHROME2", ct + 1024, 12, RescaleSlope=1, RescaleIntercept=-1024, **window)
    save(name + ".dcm", ds)
save("big.dcm", dataset(BIG, "MONOCHROME2", (ct + 1024).astype(">i2"), 12, RescaleSlope=1, RescaleIntercept=-1024, **window))
save("signed.dcm", dataset(LITTLE, "MONOCHROME2", ct, 12, signed=1, **window))
save("one.dcm", dataset(LITTLE, "MONOCHROME1", ct, 16, signed=1, PixelPaddingValue=-1000, **window))
save("exact.dcm", dataset(LITTLE, "MONOCHROME2", ct, 16, signed=1, VOILUTFunction="LINEAR_EXACT", **window))
save("sigmoid.dcm", dataset(LITTLE, "MONOCHROME2", ct, 16, signed=1, VOILUTFunction="SIGMOID", **window))
save("slope.dcm", dataset(LITTLE, "MONOCHROME2", ramp(0, 4095).astype("uint16"), 12, RescaleSlope="0.37", RescaleIntercept="-3.5",
                          WindowCenter=["700.5", "1"], WindowWidth=["900", "2"]))
lut = Dataset()
lut.LUTDescriptor = [300, -200, 12]
lut.LUTData = (4095 * (np.arange(300) / 299) ** 0.6).astype("uint16").tolist()
lut["LUTDescriptor"].VR = "SS"
lut["LUTData"].VR = "US"
save("voi_lut.dcm", dataset(LITTLE, "MONOCHROME2", ct, 16, signed=1, VOILUTSequence=Sequence([lut])))
save("eight.dcm", dataset(LITTLE, "MONOCHROME2", ramp(0, 255).astype("uint8"), 8))
save("five_bits.dcm", dataset(LITTLE, "MONOCHROME1", ramp(0, 31).astype("uint8"), 5))
no_window = save("no_window.dcm", dataset(LITTLE, "MONOCHROME2", ramp(0, 4095).astype("uint16"), 12, RescaleSlope=1, RescaleIntercept=-1024,
                                          WindowCenter=1, WindowWidth=2))
del no_window.WindowCenter, no_window.WindowWidth, expected["no_window.dcm"]
no_window.save_as(os.path.join(HERE, "no_window.dcm"))
v = no_window.pixel_array - 1024.0
expected["no_window.dcm@full"] = ["L", sha(np.floor(255 * (v + 1024) / 4095 + 0.5).astype("uint8"))]
low, high = np.percentile(v, 1), np.percentile(v, 99)
expected["no_window.dcm@percentiles=1,99"] = ["L", sha(np.floor((255 * (v - low) / (high - low)).clip(0, 255) + 0.5).astype("uint8"))]
w = ((v - (40 - 0.5)) / (400 - 1) + 0.5) * 255
expected["no_window.dcm@window=40,400"] = ["L", sha(np.floor(w.clip(0, 255) + 0.5).astype("uint8"))]

frames = np.stack([ramp(0, 3000 + 200 * i).astype("uint16") for i in range(5)])
save("frames.dcm", dataset(LITTLE, "MONOCHROME2", frames, 12, WindowCenter=1500, WindowWidth=3000))
ds = dataset(LITTLE, "MONOCHROME2", frames, 12)
groups = []
for i in range(5):
    group, voi, change = Dataset(), Dataset(), Dataset()
    voi.WindowCenter, voi.WindowWidth = 1000 + 100 * i, 2000
    change.RescaleSlope, change.RescaleIntercept = 1, -10 * i
    group.FrameVOILUTSequence, group.PixelValueTransformationSequence = Sequence([voi]), Sequence([change])
    groups.append(group)
ds.PerFrameFunctionalGroupsSequence = Sequence(groups)
ds.save_as(os.path.join(HERE, "functional.dcm"), enforce_file_format=True)
for i in range(5):
    v = frames[i] - 10.0 * i
    level = ((v - (1000 + 100 * i - 0.5)) / 1999 + 0.5) * 255
    expected["functional.dcm" + (f"#{i}" if i else "")] = ["L", sha(np.floor(level.clip(0, 255) + 0.5).astype("uint8"))]

colour = np.stack([ramp(0, 255), ramp(255, 0), ramp(90, 200)], -1).astype("uint8")
save("rgb.dcm", dataset(LITTLE, "RGB", colour, 8))
planes = dataset(LITTLE, "RGB", colour, 8)
planes.PlanarConfiguration = 1
planes.PixelData = np.moveaxis(colour, -1, 0).tobytes()
save("planes.dcm", planes)
save("ybr.dcm", dataset(LITTLE, "YBR_FULL", colour, 8))
index = ramp(0, 40).astype("uint8")
palette = dataset(LITTLE, "PALETTE COLOR", index, 8)
for name, power in [("Red", 1.0), ("Green", 0.5), ("Blue", 2.0)]:
    setattr(palette, name + "PaletteColorLookupTableDescriptor", [32, 4, 16])
    setattr(palette, name + "PaletteColorLookupTableData", (65535 * (np.arange(32) / 31) ** power).astype("uint16").tobytes())
save("palette.dcm", palette)

ct12 = ct + 1024
values = dict(RescaleSlope=1, RescaleIntercept=-1024, **window)
ds = dataset(LITTLE, "MONOCHROME2", ct12, 12, **values)
ds.compress(RLE, generate_instance_uid=False)
save("rle.dcm", ds)
ds = dataset(LITTLE, "RGB", np.stack([colour, colour[::-1]]), 8)
ds.compress(RLE, generate_instance_uid=False)
save("rle_rgb.dcm", ds)
for predictor in (1, 4, 7):
    code = imagecodecs.ljpeg_encode(ct12.astype("uint16"), bitspersample=12) if predictor == 1 else None
    if code:
        save(f"lossless_{predictor}.dcm", dataset(LOSSLESS1, "MONOCHROME2", ct12, 12, **values), array=ct12, code=[code])
for predictor in range(1, 8):
    code = imagecodecs.jpeg8_encode(colour, lossless=True, predictor=predictor, colorspace="RGB", outcolorspace="RGB")
    save(f"lossless_rgb_{predictor}.dcm", dataset(LOSSLESS, "RGB", colour, 8), array=colour, code=[code])
for mode, photometric in [("L", "MONOCHROME2"), ("RGB", "YBR_FULL_422")]:
    a = colour if mode == "RGB" else colour[..., 0]
    out = io.BytesIO()
    Image.fromarray(a).save(out, "JPEG", quality=80)
    ds = dataset(BASELINE, photometric, a, 8)
    save(f"jpeg_{mode}.dcm", ds, code=[out.getvalue()])
save("ls.dcm", dataset(LS, "MONOCHROME2", ct12, 12, **values), array=ct12, code=[imagecodecs.jpegls_encode(ct12.astype("uint16"))])
for near in (1, 3):
    code = imagecodecs.jpegls_encode(colour[..., 0], level=near)
    save(f"ls_near{near}.dcm", dataset(LS_NEAR, "MONOCHROME2", colour[..., 0], 8), array=imagecodecs.jpegls_decode(code), code=[code])
flat = np.repeat(np.repeat(colour[::4, ::6], 4, 0), 6, 1)[:H, :W]
flat = np.ascontiguousarray(np.pad(flat, ((0, H - flat.shape[0]), (0, W - flat.shape[1]), (0, 0))))
code = imagecodecs.jpegls_encode(flat)
save("ls_rgb.dcm", dataset(LS, "RGB", flat, 8), array=imagecodecs.jpegls_decode(code), code=[code])
save("j2k.dcm", dataset(J2K, "MONOCHROME2", ct12, 12, **values), code=[imagecodecs.jpeg2k_encode(ct12.astype("uint16"), reversible=True, bitspersample=12, codecformat="j2k")])
code = imagecodecs.jpeg2k_encode(colour, reversible=True, codecformat="j2k", mct=True)
save("j2k_rgb.dcm", dataset(J2K, "YBR_RCT", colour, 8), array=colour, code=[code])
code = imagecodecs.jpeg2k_encode(ct12.astype("uint16"), level=40, reversible=False, bitspersample=12, codecformat="j2k")
ds = dataset("1.2.840.10008.1.2.4.91", "MONOCHROME2", ct12, 12, **values)
ds.PixelData = encapsulate([code])
ds["PixelData"].is_undefined_length = True
ds.save_as(os.path.join(HERE, "j2k_irreversible.dcm"), enforce_file_format=True)

volume = np.stack([ramp(-30, 90 + 9 * k, (9, 7)) for k in range(5)], -1)
for name, kind, extra in [("nifti_i2.nii", "int16", {}), ("nifti_f4.nii.gz", "float32", {}), ("nifti_u1.nii", "uint8", {})]:
    data = (volume + (30 if kind == "uint8" else 0)).astype(kind)
    image = nibabel.Nifti1Image(data, np.eye(4))
    if kind == "float32":
        image.header["cal_min"], image.header["cal_max"] = -20, 75
    nibabel.save(image, os.path.join(HERE, name))
    d = np.asarray(nibabel.load(os.path.join(HERE, name)).dataobj).astype("float64")
    for axis in range(3):
        s = np.take(d, d.shape[axis] // 2, axis).T
        if kind == "int16":
            low, high = np.percentile(s, 0), np.percentile(s, 100)
        else:
            low, high = (0, 255) if kind == "uint8" else (-20, 75)
        expected[f"{name}#middle,{axis}"] = ["L", sha(np.floor((255 * (s - low) / (high - low)).clip(0, 255) + 0.5).astype("uint8"))]

json.dump(expected, open(os.path.join(HERE, "expected.json"), "w"), indent=0, sort_keys=True)
print(len(expected), "expectations")
