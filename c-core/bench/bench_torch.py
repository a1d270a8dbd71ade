#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The PyTorch side of `mog bench`: the same shapes, one thread, one JSON object per row.

Needs Debian's python3-torch. Its matrix products go through libblas.so.3, which Debian's
alternatives point to OpenBLAS; each row names the library and the kernels that were really used.
OpenBLAS 0.3.21 takes CPUs that it does not know for very old ones, mog's shim does not; for a fair
comparison give both sides the same kernels, for example

    OPENBLAS_CORETYPE=SkylakeX bench_torch.py
"""
import argparse
import ctypes
import json
import os
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when the library is loaded
os.environ["OMP_NUM_THREADS"] = "1"

import torch  # noqa: E402

K, BATCH, HIDDEN, BETA, NOISE = 20, 50, (400, 200), 10.0, 1.0


def blas():
    """The BLAS library in this process, and OpenBLAS' name of its kernels."""
    torch.ones(64, 64) @ torch.ones(64, 64)
    paths = {line.split()[-1] for line in open("/proc/self/maps") if "blas" in line}
    for path in sorted(paths):
        if "openblas" in path and "libopenblas" in path:
            library = ctypes.CDLL(path)
            library.openblas_get_corename.restype = ctypes.c_char_p
            return path, library.openblas_get_corename().decode()
    return ", ".join(sorted(paths)) or "none", "not OpenBLAS"


def best(function, calls, repeats):
    """Seconds per call: the least of several means, because other programs only ever add time."""
    for _ in range(calls):
        function()
    least = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        for _ in range(calls):
            function()
        least = min(least, (time.perf_counter() - start) / calls)
    return least


def mlp():
    sizes = (K * K, *HIDDEN, K)
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1], torch.nn.Sigmoid())


def mog_loss(power, gain, label):
    """-R + beta sum of squared distances to the label, mean over the batch."""
    received = torch.bmm(gain, power[:, :, None])[:, :, 0] + NOISE
    signal = torch.diagonal(gain, dim1=1, dim2=2) * power
    rate = torch.log2(1 + signal / (received - signal)).sum(1)
    return (-rate + BETA * ((power - label) ** 2).sum(1)).mean()


def training_step(repeats):
    net = mlp()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    gain = torch.randn(BATCH, K, K) ** 2
    x = gain.sqrt().reshape(BATCH, -1)
    label = torch.randint(0, 2, (BATCH, K)).float()

    def step():
        optimizer.zero_grad()
        mog_loss(net(x), gain, label).backward()
        optimizer.step()

    return best(step, 10, 20 * repeats)


def inference(repeats):
    net = mlp().eval()
    x = torch.rand(1, K * K)
    with torch.inference_mode():
        return best(lambda: net(x), 100, 30 * repeats)


def sgemm(repeats):
    a, b, c = (torch.randn(1024, 1024) for _ in range(3))
    return best(lambda: torch.mm(a, b, out=c), 2, 3 * repeats)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=10)
    repeats = parser.parse_args().repeats
    torch.set_num_threads(1)
    torch.manual_seed(1)
    library, kernels = blas()
    rows = (
        ("train_step_mlp_400_400_200_20_b50", training_step),
        ("infer_mlp_400_400_200_20_b1", inference),
        ("sgemm_1024", sgemm),
    )
    for name, measure in rows:
        print(json.dumps({
            "name": name, "seconds": measure(repeats), "with": "PyTorch " + torch.__version__,
            "library": library, "kernels": kernels, "threads": torch.get_num_threads(),
        }), flush=True)


if __name__ == "__main__":
    main()
