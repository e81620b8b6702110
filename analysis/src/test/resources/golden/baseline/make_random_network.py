"""Makes random_network.json: the values of the random network on one picture, by NumPy in double.

Java's SplittableRandom is SplitMix64 (Steele, Lea and Flood 2014), which is written out here. The picture is 64 x 64, so that nothing is
resized: red 4 x, green 4 y, blue (3 x + 5 y) mod 256.
"""
import json
import math
import pathlib

import numpy as np

MASK = (1 << 64) - 1


class SplittableRandom:
    def __init__(self, seed):
        self.seed = seed

    def next_double(self):
        self.seed = (self.seed + 0x9E3779B97F4A7C15) & MASK
        z = self.seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        return (z >> 11) * 2.0**-53


random = SplittableRandom(20261126)


def weights(n_in, n_out, kernel):
    count = n_out * n_in * kernel * kernel
    deviation = math.sqrt(2 / (n_in * kernel * kernel))
    drawn = []
    for _ in range(count):
        radius = math.sqrt(-2 * math.log(1 - random.next_double()))
        drawn.append(deviation * radius * math.cos(2 * math.pi * random.next_double()))
    return np.float32(drawn).astype(float).reshape(n_out, n_in, kernel, kernel)


def convolve(x, w):
    kernel = w.shape[2]
    windows = np.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), axis=(1, 2))[:, ::2, ::2]
    return np.maximum(0, np.einsum("cyxij,ocij->oyx", windows, w))


y, x = np.mgrid[:64, :64]
image = np.stack([4 * x, 4 * y, (3 * x + 5 * y) % 256]).astype(float)
layers = [weights(3, 16, 5), weights(16, 32, 3), weights(32, 64, 3)]
values = 2 * image / 255 - 1
for layer in layers:
    values = convolve(values, layer)
OUT = {"versions": {"numpy": np.__version__}, "values": values.mean(axis=(1, 2)).tolist()}
(pathlib.Path(__file__).parent / "random_network.json").write_text(json.dumps(OUT) + "\n")
