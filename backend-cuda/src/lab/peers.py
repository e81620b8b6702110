"""PyTorch's and torchvision's times for the lab's problems: the same sizes, on the same device, in the same table."""
import statistics

import torch


def median_milliseconds(work, runs=15):
    times = []
    while len(times) < runs + 2:
        begin = torch.cuda.Event(enable_timing=True)
        end = torch.cuda.Event(enable_timing=True)
        begin.record()
        work()
        end.record()
        end.synchronize()
        times.append(begin.elapsed_time(end))
        runs = 3 if times[-1] > 100 else runs
    return statistics.median(times[2:])


def line(job, idea, work, gigabytes, teraflops):
    time = median_milliseconds(work)
    print(f"| {job} | peer | {idea} | {time:.3f} ms | {gigabytes / time * 1e3:.0f} GB/s | {teraflops / time * 1e3:.1f} TFLOP/s | |")


def main():
    n, d = 16384, 768
    torch.backends.cuda.matmul.allow_tf32 = False
    rows = torch.nn.functional.normalize(torch.randn(n, d, device="cuda"))
    short = rows.bfloat16()
    out = torch.empty(n, n, device="cuda")
    operations = 2 * n * n * d * 1e-12
    written = 4 * n * n * 1e-9
    line("cosine float32", "torch.matmul (cuBLAS), no TF32", lambda: torch.matmul(rows, rows.T, out=out), written, operations)
    line("cosine bfloat16", "torch.matmul (cuBLAS), bfloat16 out", lambda: short @ short.T, written / 2, operations)
    line("cosine bfloat16", "torch.mm (cuBLAS), float32 out", lambda: torch.mm(short, short.T, out_dtype=torch.float32), written, operations)
    line("top-k", "torch.matmul + torch.topk, k = 10", lambda: torch.topk(rows @ rows.T, 10), 4 * n * d * 1e-9, operations)

    del out
    count, dim, classes = 1_000_000, 512, 10
    bank = torch.nn.functional.normalize(torch.randn(count, dim, device="cuda"))
    queries = torch.nn.functional.normalize(torch.randn(100_000, dim, device="cuda"))
    line("top-k of many", "torch.matmul + torch.topk, k = 20, 1,024 queries at a time",
         lambda: [torch.topk(part @ bank.T, 20) for part in queries.split(1024)],
         4 * (count + len(queries)) * dim * 1e-9, 2 * count * len(queries) * dim * 1e-12)
    half_bank, half_queries = bank.bfloat16(), queries.bfloat16()
    line("top-k of many", "the same in bfloat16, which gives other rows",
         lambda: [torch.topk(part @ half_bank.T, 20) for part in half_queries.split(1024)],
         2 * (count + len(queries)) * dim * 1e-9, 2 * count * len(queries) * dim * 1e-12)
    del half_bank, half_queries
    line("unit rows", "torch.nn.functional.normalize", lambda: torch.nn.functional.normalize(bank),
         8 * count * dim * 1e-9, 3 * count * dim * 1e-12)
    del bank, queries
    values = torch.randn(count, dim, device="cuda")
    labels = torch.randint(classes, (count,), device="cuda")
    sums = torch.zeros(classes, dim, device="cuda")
    line("class sums", "torch.index_add_, float32, sums only", lambda: sums.index_add_(0, labels, values),
         4 * count * dim * 1e-9, count * dim * 1e-12)

    from torchvision.transforms.functional import resize

    pixels = torch.randint(256, (64, 3, 768, 1024), dtype=torch.uint8, device="cuda")
    line("resize along x", "torchvision resize to 768 x 224, antialias (not bit-equal)",
         lambda: resize(pixels, [768, 224], antialias=True), pixels.numel() * 1e-9, 0)

    columns = torch.randint(256, (64, 3, 768, 224), dtype=torch.uint8, device="cuda")
    mean = torch.tensor([0.48, 0.46, 0.41], device="cuda")[:, None, None]
    line("resize along y", "torchvision resize to 224 x 224, antialias, and normalise (not bit-equal)",
         lambda: (resize(columns, [224, 224], antialias=True).float() / 255 - mean) / 0.27,
         (columns.numel() + 4 * 64 * 3 * 224 * 224) * 1e-9, 0)

    copied = torch.empty(1 << 28, device="cuda")
    source = torch.rand(1 << 28, device="cuda")
    line("copy", "device to device, bytes read and written", lambda: copied.copy_(source), 8 * copied.numel() * 1e-9, 0)


if __name__ == "__main__":
    main()
