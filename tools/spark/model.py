"""How long Discern takes on Spark, on paper: python3 tools/spark/model.py

A sum of terms, none of which overlaps another, for n images, E executors of 8 cores, d = 512. The term that takes longest is named. The driver's own
computing is left out: it grows with the rows, as on one machine.
"""

D = 512
CORES = 8
ROW = 4 * D

# Counted in the code, in units of the bytes of a row.
SHUFFLED_BLOCKS = 2.0  # a row is sorted into its place, then goes to its block
SHUFFLED_SUMS = 9.0  # sums by class: three for each of two trace ratios of grouped rows, three for the silhouette
FETCHED = 1.0  # what passes to the driver where a quarter of its heap keeps it ...
PASSES = 20  # ... and about how often a row is read there by these metrics where it does not
# Bytes of the driver's heap for a row: id, label, group and split, measured by ScalingTest; with Spark's rows and the sets that find ids twice, while they are
# gathered, by counting objects.
DRIVER_HELD = 160
DRIVER_ROW = DRIVER_HELD + 600

# Assumed: a ViT-B/16 on one core, a JPEG, a network, a core's float32 products.
ENCODE = 0.25  # seconds of one core
FILE = 100e3  # bytes
NETWORK = 1.25e9  # bytes a second for each executor, and for the driver
PRODUCTS = 20e9  # multiplications and additions a second on one core
DRIVER_HEAP = 64e9


def terms(n, executors):
    cores = executors * CORES
    kept = n * ROW < DRIVER_HEAP / 4
    return {
        "encode": n * ENCODE / cores,
        "read": n * FILE / (executors * NETWORK),
        "shuffle": n * ROW * (SHUFFLED_BLOCKS + SHUFFLED_SUMS) / (executors * NETWORK),
        "driver": n * ROW * (FETCHED if kept else PASSES) / NETWORK,
        "neighbours": 2.0 * n * n * D / (cores * PRODUCTS),
    }


def duration(seconds):
    for unit, size in (("y", 31557600), ("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"


def main():
    print("| images | executors | embed | trace ratio, silhouette | k-NN | longest | driver's heap |")
    print("|---|---|---|---|---|---|---|")
    for n in (10**6, 10**7, 10**8, 10**9):
        for executors in (1, 10, 100, 1000):
            t = terms(n, executors)
            longest = max(t, key=t.get)
            heap = n * DRIVER_ROW
            print(
                f"| 10^{len(str(n)) - 1} | {executors:,} | {duration(t['encode'] + t['read'])} | {duration(t['shuffle'] + t['driver'])}"
                f" | {duration(t['neighbours'])} | {longest} | {heap / 1e9:.3g} GB{' (too much)' if heap > DRIVER_HEAP else ''} |"
            )


main()
