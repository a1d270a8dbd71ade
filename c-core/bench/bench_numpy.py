#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The numpy side of `mog bench`: batched FPLinQ and a matrix product, on one thread.

One JSON object per row. Debian's numpy multiplies through libblas.so.3; see bench_torch.py for how
to give both sides the same kernels.
"""
import argparse
import ctypes
import json
import os
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when the library is loaded

import numpy as np  # noqa: E402

K, SWEEPS, SAMPLES, NOISE = 20, 100, 1000, 1.0


def blas():
    """The BLAS library in this process, and OpenBLAS' name of its kernels."""
    np.ones((64, 64)) @ np.ones((64, 64))
    paths = {line.split()[-1] for line in open("/proc/self/maps") if "blas" in line}
    for path in sorted(paths):
        if "libopenblas" in path:
            library = ctypes.CDLL(path)
            library.openblas_get_corename.restype = ctypes.c_char_p
            return path, library.openblas_get_corename().decode()
    return ", ".join(sorted(paths)) or "none", "not OpenBLAS"


def best(function, calls, repeats):
    """Seconds per call: the least of several means, because other programs only ever add time."""
    function()
    least = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        for _ in range(calls):
            function()
        least = min(least, (time.perf_counter() - start) / calls)
    return least


def fplinq(gain):
    """Powers after SWEEPS sweeps from full power, all samples at once, in float64."""
    direct = np.ascontiguousarray(np.diagonal(gain, axis1=1, axis2=2))
    leak = np.ascontiguousarray(gain.transpose(0, 2, 1))
    power = np.ones(direct.shape)
    for _ in range(SWEEPS):
        signal = direct * power
        received = np.matmul(gain, power[:, :, None])[:, :, 0] + NOISE
        ratio = 1 + signal / (received - signal)
        y = np.sqrt(ratio * signal) / received
        squares = y * y
        caused = np.matmul(leak, squares[:, :, None])[:, :, 0]
        power = np.minimum(1, ratio * direct * squares / caused**2)
    return power


def label(repeats):
    random = np.random.default_rng(1)
    h = random.standard_normal((2, SAMPLES, K, K)) / np.sqrt(2)
    gain = h[0] ** 2 + h[1] ** 2
    return best(lambda: fplinq(gain), 1, repeats)


def sgemm(repeats):
    a, b, c = (np.ones((1024, 1024), np.float32) for _ in range(3))
    return best(lambda: np.matmul(a, b, out=c), 2, 3 * repeats)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=10)
    repeats = parser.parse_args().repeats
    library, kernels = blas()
    for name, measure in (("fplinq_k20_s100_b1000", label), ("sgemm_1024", sgemm)):
        print(json.dumps({
            "name": name, "seconds": measure(repeats), "with": "numpy " + np.__version__,
            "library": library, "kernels": kernels, "threads": 1,
        }), flush=True)


if __name__ == "__main__":
    main()
