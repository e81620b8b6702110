"""Writes small files of every format that core reads, and what Pillow makes of them.

    pip install pillow==12.3.0 numpy==2.4.6 tifffile==2026.3.3 imagecodecs==2026.3.6
    python make_formats.py

expected.json: for each file its size, Pillow's mode, SHA-256 of the RGB bytes and of the samples in that mode.
gif_flips.json: 500 GIFs with flipped bits ([base, [[byte, bit], ...], SHA-256 of RGB or null where Pillow refuses]).
"""
import hashlib
import io
import json
import os
import random
import struct
import warnings
import zlib

import numpy as np
import tifffile
from PIL import Image

warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
random.seed(11)
rng = np.random.default_rng(11)
W, H = 37, 29


def picture(channels):
    y, x = np.mgrid[0:H, 0:W]
    a = np.stack([(x * 5 + y * 3 + 60 * k) % 256 for k in range(channels)], -1)
    return (a + rng.integers(-9, 10, a.shape)).clip(0, 255).astype("uint8")


RGB = Image.fromarray(picture(3))


def path(name):
    return os.path.join(HERE, name)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def filtered(rows, back):
    """Scanlines, each with a filter by chance."""
    out, prev = b"", None
    for row in rows:
        r = np.frombuffer(row, "uint8").astype(int)
        prev = np.zeros(len(r), int) if prev is None else prev
        left = np.concatenate([np.zeros(back, int), r])[: len(r)]
        corner = np.concatenate([np.zeros(back, int), prev])[: len(r)]
        p = left + prev - corner
        pa, pb, pc = abs(p - left), abs(p - prev), abs(p - corner)
        paeth = np.where((pa <= pb) & (pa <= pc), left, np.where(pb <= pc, prev, corner))
        f = random.randrange(5)
        out += bytes([f]) + ((r - [0 * r, left, prev, (left + prev) // 2, paeth][f]) % 256).astype("uint8").tobytes()
        prev = r
    return out


def packed(a, bits):
    if bits == 8:
        return [r.tobytes() for r in a]
    if bits == 16:
        return [r.astype(">u2").tobytes() for r in a]
    return [np.packbits(((r.ravel()[:, None] >> np.arange(bits - 1, -1, -1)) & 1).astype("uint8").ravel()).tobytes() for r in a]


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(name, kind, bits, interlaced, colours=None):
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
    a = rng.integers(0, 2**bits, (H, W, channels)).astype("uint16" if bits == 16 else "uint8")
    if bits == 8 and kind != 3:
        a = picture(channels)
    back = max(1, channels * bits // 8)
    if interlaced:
        raw = b"".join(filtered(packed(a[y::dy, x::dx], bits), back) for x, y, dx, dy in ADAM7)
    else:
        raw = filtered(packed(a, bits), back)
    data = zlib.compress(raw, 9)
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, bits, kind, 0, 0, int(interlaced)))
    if colours:
        out += chunk(b"PLTE", rng.integers(0, 256, 3 * colours).astype("uint8").tobytes())
    for i in range(0, len(data), 700):
        out += chunk(b"IDAT", data[i : i + 700])
    open(path(name), "wb").write(out + chunk(b"IEND", b""))


for kind, depths in [(0, (1, 2, 4, 8)), (2, (8, 16)), (3, (1, 2, 4, 8)), (4, (8, 16)), (6, (8, 16))]:
    for bits in depths:
        for interlaced in (False, True):
            # a palette shorter than the indices that are used: what it lacks is black
            colours = max(1, 2**bits * 3 // 4) if kind == 3 else None
            png(f"png_{kind}_{bits}_{'i' if interlaced else 's'}.png", kind, bits, interlaced, colours)
png("png_no_palette.png", 3, 8, False)

RGB.quantize(40).save(path("gif.gif"), interlace=0)
RGB.quantize(128).save(path("gif_interlaced.gif"), interlace=1)
RGB.convert("L").save(path("gif_gray.gif"))
RGB.quantize(4).save(path("gif_frames.gif"), save_all=True, append_images=[RGB.rotate(90).quantize(4)], transparency=2)

for mode in ["1", "L", "P", "RGB", "RGBA"]:
    RGB.convert(mode).save(path(f"bmp_{mode}.bmp"))

for mode in ["1", "L", "P", "LA", "RGB", "RGBA", "CMYK"]:
    for compression in [None, "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "group4"]:
        if compression == "group4" and mode != "1" or compression == "jpeg" and mode in ("1", "P", "LA"):
            continue
        if compression in (None, "packbits") and mode in ("LA", "RGBA"):
            continue
        RGB.convert(mode).save(path(f"tiff_{mode}_{compression}.tif"), compression=compression)
for turn in range(2, 9):
    RGB.quantize(16).save(path(f"tiff_turn{turn}.tif"), compression="tiff_lzw", tiffinfo={274: turn})
RGB.save(path("tiff_big.tif"), big_tiff=True)
RGB.resize((9, 7)).save(path("tiff_pages.tif"), save_all=True,
                        append_images=[RGB.resize((5, 4)).convert("L"), RGB.resize((8, 3)).quantize(9)])
for name, channels, kind, extra, args in [
    ("rgb_planar", 3, "rgb", None, dict(compression="zlib", predictor=True, planarconfig="separate")),
    ("rgb_tiles", 3, "rgb", None, dict(compression="lzw", predictor=True, tile=(16, 32))),
    ("multiplied", 4, "rgb", ["assocalpha"], dict(compression="zlib", predictor=True)),
    ("five", 5, "rgb", ["unspecified", "unspecified"], {}),
    ("white_is_zero", 1, "miniswhite", None, dict(compression="packbits", rowsperstrip=10)),
]:
    a = picture(channels)
    a = a[..., 0] if channels == 1 else a
    a = np.moveaxis(a, -1, 0) if "planarconfig" in args else a
    tifffile.imwrite(path(f"tiff_{name}.tif"), a, photometric=kind, extrasamples=extra, metadata=None, **args)
wide = picture(3).astype("uint16") * 256 + rng.integers(0, 256, (H, W, 3)).astype("uint16")
tifffile.imwrite(path("tiff_rgb16.tif"), wide, photometric="rgb", compression="zlib", predictor=True, byteorder=">", metadata=None)

a = picture(3)
gray = np.array(RGB.convert("L")).astype(int)
open(path("pnm_1.pbm"), "w").write(f"P1 # plain\n{W} {H}\n" + "".join(str(v) for v in (gray > 100).astype(int).ravel()))
for kind, mode in [(4, "1"), (5, "L"), (6, "RGB")]:
    RGB.convert(mode).save(path(f"pnm_{kind}.pnm"))
open(path("pnm_2_15.pgm"), "w").write(f"P2\n# gray\n{W} {H}\n15\n" + " ".join(map(str, (gray * 15 // 255).ravel())))
open(path("pnm_3_100.ppm"), "w").write(f"P3\n{W} {H}\n100\n" + "\n".join(map(str, (a.astype(int) * 100 // 255).ravel())))
open(path("pnm_6_1000.ppm"), "wb").write(f"P6\n{W} {H} 1000 ".encode() + (a.astype(int) * 1000 // 255).astype(">u2").tobytes())


def digest(data):
    return hashlib.sha256(data).hexdigest()


def facts(image):
    image.load()
    samples = image.convert("L") if image.mode == "1" else image
    return {
        "width": image.width,
        "height": image.height,
        "mode": image.mode,
        "rgb": digest(image.convert("RGB").tobytes()),
        "samples": digest(samples.tobytes()),
    }


expected = {}
for name in sorted(os.listdir(HERE)):
    if name.endswith((".png", ".gif", ".bmp", ".tif", ".pnm", ".pbm", ".pgm", ".ppm")):
        expected[name] = facts(Image.open(path(name)))
pages = Image.open(path("tiff_pages.tif"))
for page in range(3):
    pages.seek(page)
    expected[f"tiff_pages.tif#{page}"] = facts(pages)
del expected["tiff_pages.tif"]
json.dump(expected, open(path("expected.json"), "w"), indent=0, sort_keys=True)

flips = []
bases = ["gif.gif", "gif_interlaced.gif", "gif_gray.gif", "gif_frames.gif"]
while len(flips) < 500:
    base = random.choice(bases)
    data = bytearray(open(path(base), "rb").read())
    places = [[random.randrange(6, len(data)), random.randrange(8)] for _ in range(random.choice([1, 1, 2, 4]))]
    for at, bit in places:
        data[at] ^= 1 << bit
    try:
        image = Image.open(io.BytesIO(data))
        if image.width * image.height > 4_000_000:
            continue
        flips.append([base, places, digest(image.convert("RGB").tobytes())])
    except Exception:
        flips.append([base, places, None])
json.dump(flips, open(path("gif_flips.json"), "w"), separators=(",", ":"))
print(len(expected), "files;", sum(f[2] is None for f in flips), "of", len(flips), "flipped GIFs are refused")
