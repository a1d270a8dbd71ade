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

MLP_K, MLP_HIDDEN = 20, (400, 200)
GRAPH_K, GRAPH_ROUNDS, GRAPH_WIDTHS = 40, 3, (32, 32)
BATCH, BETA, NOISE = 50, 10.0, 1.0


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


def layers(inputs, widths):
    """Linear and ReLU for each width."""
    modules = []
    for fan_in, fan_out in zip((inputs, *widths), widths):
        modules += [torch.nn.Linear(fan_in, fan_out), torch.nn.ReLU(inplace=True)]
    return torch.nn.Sequential(*modules)


class Mlp(torch.nn.Sequential):
    """K^2-400-200-K."""

    links, shape, variant = MLP_K, (MLP_K * MLP_K,), None

    def __init__(self):
        hidden = layers(MLP_K * MLP_K, MLP_HIDDEN)
        super().__init__(*hidden, torch.nn.Linear(MLP_HIDDEN[-1], MLP_K), torch.nn.Sigmoid())


class MessagePassing(torch.nn.Module):
    """x_i <- update([x_i, node_i, max over j != i of message([x_j, node_j, G_ij, G_ji])]), node_i =
    [G_ii, 1], all pairs of all samples at once; powers are sigmoid(head([x_i, node_i])).
    """

    links, shape, variant = GRAPH_K, (GRAPH_K, GRAPH_K), None

    def __init__(self):
        super().__init__()
        node, state, out = 2, 0, GRAPH_WIDTHS[-1]
        self.message, self.update = torch.nn.ModuleList(), torch.nn.ModuleList()
        for _ in range(GRAPH_ROUNDS):
            self.message.append(layers(state + node + 2, GRAPH_WIDTHS))
            self.update.append(layers(state + node + out, GRAPH_WIDTHS))
            state = out
        self.head = torch.nn.Linear(state + node, 1)
        self.register_buffer("itself", torch.eye(GRAPH_K, dtype=torch.bool)[:, :, None])

    def strongest(self, message, source, edge):
        """Of messages [B][K receivers][K sources][width], the maximum over the other sources."""
        samples, links, width = source.shape
        rows = source[:, None].expand(samples, links, links, width)
        z = message(torch.cat([rows, edge], -1))
        return z.masked_fill(self.itself, -torch.inf).amax(2)

    def forward(self, x):
        direct = torch.diagonal(x, dim1=1, dim2=2)
        node = torch.stack([direct, torch.ones_like(direct)], -1)
        edge = torch.stack([x, x.transpose(1, 2)], -1)
        source = node
        for message, update in zip(self.message, self.update):
            state = update(torch.cat([source, self.strongest(message, source, edge)], -1))
            source = torch.cat([state, node], -1)
        return torch.sigmoid(self.head(source))[..., 0]


class TunedMessagePassing(MessagePassing):
    """The same numbers by fewer passes over memory; of some that were tried, the fastest.

    The first layer is split as mog does it: a product for each node, which its edges share, and one
    for the two gains of each edge. ReLU and maximum commute. No gradient reaches the diagonal, so
    autograd need not know that it is overwritten. max() remembers the winners for the gradient,
    amax() is faster without one.
    """

    variant = "tuned"

    def strongest(self, message, source, edge):
        first, relu, second, _ = message
        width = source.shape[-1]
        linear = torch.nn.functional.linear
        of_node = linear(source, first.weight[:, :width], first.bias)
        of_edge = linear(edge, first.weight[:, width:])
        z = second(relu(of_edge.add_(of_node[:, None])))
        z.detach().diagonal(dim1=1, dim2=2).fill_(-torch.inf)
        return torch.relu(z.max(2).values if torch.is_grad_enabled() else z.amax(2))


def mog_loss(power, gain, label):
    """-R + beta sum of squared distances to the label, mean over the batch."""
    received = torch.bmm(gain, power[:, :, None])[:, :, 0] + NOISE
    signal = torch.diagonal(gain, dim1=1, dim2=2) * power
    rate = torch.log2(1 + signal / (received - signal)).sum(1)
    return (-rate + BETA * ((power - label) ** 2).sum(1)).mean()


def describe(net, seconds):
    count = sum(tensor.numel() for tensor in net.parameters())
    return {"variant": net.variant, "parameters": count, "seconds": seconds}


def training_step(network, calls, repeats):
    net = network()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    gain = torch.randn(BATCH, net.links, net.links) ** 2
    x = gain.sqrt().view(BATCH, *net.shape)
    label = torch.randint(0, 2, (BATCH, net.links)).float()

    def step():
        optimizer.zero_grad(set_to_none=True)
        mog_loss(net(x), gain, label).backward()
        optimizer.step()

    return describe(net, best(step, calls, repeats))


def inference(network, calls, repeats):
    net = network().eval()
    x = torch.rand(1, *net.shape)
    with torch.inference_mode():
        return describe(net, best(lambda: net(x), calls, repeats))


def sgemm(calls, repeats):
    a, b, c = (torch.randn(1024, 1024) for _ in range(3))
    return {"seconds": best(lambda: torch.mm(a, b, out=c), calls, repeats)}


# Name, how to measure it, the network, calls that are timed together, how often per repetition.
ROWS = (
    ("train_step_mlp_400_400_200_20_b50", training_step, Mlp, 10, 20),
    ("infer_mlp_400_400_200_20_b1", inference, Mlp, 100, 30),
    ("train_step_mpgnn_k40_b50", training_step, MessagePassing, 1, 10),
    ("train_step_mpgnn_k40_b50", training_step, TunedMessagePassing, 1, 10),
    ("infer_mpgnn_k40_b1", inference, MessagePassing, 20, 20),
    ("infer_mpgnn_k40_b1", inference, TunedMessagePassing, 20, 20),
    ("sgemm_1024", sgemm, 2, 3),
)


def report(doc, rows):
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=10)
    repeats = parser.parse_args().repeats
    torch.set_num_threads(1)
    torch.manual_seed(1)
    library, kernels = blas()
    for name, measure, *what, often in rows:
        print(json.dumps({
            "name": name, **measure(*what, often * repeats), "with": "PyTorch " + torch.__version__,
            "library": library, "kernels": kernels, "threads": torch.get_num_threads(),
        }), flush=True)


if __name__ == "__main__":
    report(__doc__, ROWS)
