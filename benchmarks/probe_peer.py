#!/usr/bin/env python3
"""The scikit-learn side of ProbeComparison: multinomial logistic regression, L-BFGS, on the rows of a .npy file.

Arguments: rows.npy labels.npy. For every line of standard input it fits once and prints milliseconds and the objective.
"""
import sys
import time

import numpy as np
from sklearn.linear_model import LogisticRegression


def main():
    x, y = np.load(sys.argv[1]).astype(float), np.load(sys.argv[2]).astype(int)
    print("ready", flush=True)
    for line in sys.stdin:
        c = float(line)
        start = time.perf_counter()
        model = LogisticRegression(C=c, multi_class="multinomial", solver="lbfgs", max_iter=1000).fit(x, y)
        elapsed = (time.perf_counter() - start) * 1e3
        z = x @ model.coef_.T + model.intercept_
        z -= z.max(1, keepdims=True)
        loss = (np.log(np.exp(z).sum(1)) - z[np.arange(len(y)), y]).sum()
        print(elapsed, repr(float(loss + (model.coef_**2).sum() / 2 / c)), model.n_iter_[0], flush=True)


if __name__ == "__main__":
    main()
