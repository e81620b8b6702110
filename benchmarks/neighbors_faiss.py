#!/usr/bin/env python3
"""The FAISS side of NeighborsComparison: exact search of a bank with itself by inner product.

neighbors_faiss.py ROWS.npy COUNT FOUND.npy: for each line of standard input searches once and prints the seconds; the first
search also saves the rows that were found.
"""
import sys
import time

import faiss
import numpy as np


def main():
    rows = np.load(sys.argv[1])
    count = int(sys.argv[2])
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    found = None
    for _ in sys.stdin:
        start = time.perf_counter()
        _, indices = index.search(rows, count)
        seconds = time.perf_counter() - start
        if found is None:
            found = indices
            np.save(sys.argv[3], found)
        print(seconds, flush=True)


if __name__ == "__main__":
    main()
