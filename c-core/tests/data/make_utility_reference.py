#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Independent reference numbers for utilities (numpy, scipy): weighted fractional programming with a
price on power, proportional fairness and minimum rates over time, energy efficiency.

Conventions are those of DESIGN.md 3: gain[sample][receiver][transmitter], noise 1, powers 0..1, rates log2.

  priced/      weighted FPLinQ with price c_i (bit/s/Hz per unit of power, hence ln 2 in the sweep) of the objective
               sum_i w_i log2(1 + SINR_i) - sum_i c_i p_i: powers after 1, 10, 100 sweeps from full power
  time/        static gains, 100 slots. Weights of a slot follow from the slots before it; powers are
               weighted FPLinQ's, 100 sweeps from full power; rates are averaged over all slots
    pf         w = 1 / a, then a <- 0.95 a + 0.05 R; a = R of full power before the first slot
    min        w = 1 + mu, mu <- max(0, mu - 2 (mean R of the last 5 slots - 1)) after every 5th slot, mu = 0 at first
  efficiency/  optimum of GEE = sum_i R_i / (sum_i 4 p_i + K) and of WSEE = sum_i R_i / (4 p_i + 1), K = 3, on the gains
               of `efficiency/gain`: dense grid, then local search from its 40 best points and all vertices
"""
import itertools, sys
import h5py, numpy as np
from scipy.optimize import minimize

LN2 = np.log(2)

def rates(g, p, noise=1.0):
    d = np.einsum("nii->ni", g) * p
    i = np.einsum("nij,nj->ni", g, p) - d + noise
    return np.log2(1 + d / i)

def sweep(g, w, c, p, noise=1.0):
    direct = np.einsum("nii->ni", g)
    cross = g * (1 - np.eye(g.shape[1]))
    i = np.einsum("nij,nj->ni", cross, p) + noise
    d = direct * p
    gamma = d / i
    y = np.sqrt(w * (1 + gamma) * d) / (i + d)
    leak = np.einsum("nji,nj->ni", g, y ** 2) + c * LN2
    with np.errstate(divide="ignore", invalid="ignore"):
        q = w * (1 + gamma) * direct * y ** 2 / leak ** 2
    return np.where(p > 0, np.minimum(1, np.where(np.isfinite(q), q, 1)), 0)

def fplinq(g, w, c=None, sweeps=100):
    c = np.zeros(g.shape[:2]) if c is None else c
    p = np.ones(g.shape[:2])
    for _ in range(sweeps):
        p = sweep(g, w, c, p)
    return p

def d2d(n, k, side, rng):
    """Pairs on a square, receiver 2 to 65 m away; the d2d scenario without shadowing and fading, gain over noise."""
    out = np.empty((n, k, k))
    wavelength = 2.998e8 / 2.4e9
    rbp = 4 * 1.5 * 1.5 / wavelength
    lbp = abs(20 * np.log10(wavelength ** 2 / (8 * np.pi * 1.5 * 1.5)))
    noise = 10 ** ((-169 - 30) / 10) * 5e6
    for s in range(n):
        while True:
            tx = rng.uniform(0, side, (k, 2)); r = rng.uniform(2, 65, k); a = rng.uniform(0, 2 * np.pi, k)
            rx = tx + np.stack([r * np.cos(a), r * np.sin(a)], 1)
            d = np.linalg.norm(rx[:, None] - tx[None], axis=2)
            if (rx >= 0).all() and (rx <= side).all() and d.min() > 1:
                break
        loss = lbp + 6 + 20 * np.log10(d / rbp) * np.where(d > rbp, 2, 1)
        out[s] = 10 ** ((-loss + 2.5 * np.eye(k)) / 10) * 10 / noise
    return out

def over_time(g, rule, slots=100):
    n, k, _ = g.shape
    total = np.zeros((n, k)); recent = []
    a = rates(g, np.ones((n, k))); mu = np.zeros((n, k))
    for t in range(slots):
        w = 1 / a if rule == "pf" else 1 + mu
        r = rates(g, fplinq(g, w))
        total += r
        a = 0.95 * a + 0.05 * r
        recent.append(r)
        if len(recent) == 5:
            mu = np.maximum(0, mu - 2 * (np.mean(recent, 0) - 1)); recent = []
    return total / slots

def efficiency(g, kind):
    k = g.shape[0]
    def value(p):
        r = rates(g[None], np.clip(p, 0, 1)[None])[0]
        return r.sum() / (4 * p.sum() + k) if kind == "gee" else (r / (4 * p + 1)).sum()
    axis = np.concatenate([[0], np.logspace(-4, 0, 60)])
    grid = np.array(list(itertools.product(axis, repeat=k)))
    r = rates(np.broadcast_to(g, (len(grid), k, k)), grid)
    v = r.sum(1) / (4 * grid.sum(1) + k) if kind == "gee" else (r / (4 * grid + 1)).sum(1)
    starts = list(grid[np.argsort(-v)[:40]]) + [np.array(x, float) for x in itertools.product((0, 1), repeat=k)]
    best, at = -1, None
    for s in starts:
        m = minimize(lambda p: -value(p), np.clip(s, 0, 1), bounds=[(0, 1)] * k, method="L-BFGS-B",
                     options={"ftol": 1e-15, "gtol": 1e-12})
        if -m.fun > best:
            best, at = -m.fun, np.clip(m.x, 0, 1)
    return best, at

def main(path):
    rng = np.random.default_rng(20261130)
    with h5py.File(path, "w") as f:
        h = (rng.standard_normal((12, 8, 8)) ** 2 + rng.standard_normal((12, 8, 8)) ** 2) / 2 * 10
        w = 10 ** rng.uniform(-1, 1, (12, 8)); c = rng.uniform(0, 3, (12, 8))
        p = f.create_group("priced"); p["gain"] = h; p["weight"] = w; p["price"] = c
        for n in (1, 10, 100):
            p[f"power_{n}"] = fplinq(h, w, c, n)
        for k, n in ((10, 12), (20, 6)):
            g = d2d(n, k, 1000, rng); t = f.create_group(f"time/k{k}"); t["gain"] = g
            t["rate_full_power"] = rates(g, np.ones((n, k)))
            t["rate_sum"] = rates(g, fplinq(g, np.ones((n, k))))
            for rule in ("pf", "min"):
                t[f"rate_{rule}"] = over_time(g, rule)
        e = f.create_group("efficiency"); g = (rng.standard_normal((10, 3, 3)) ** 2 + rng.standard_normal((10, 3, 3)) ** 2) / 2 * 10
        e["gain"] = g
        for kind in ("gee", "wsee"):
            r = [efficiency(x, kind) for x in g]
            e[kind] = [x[0] for x in r]; e[kind + "_power"] = [x[1] for x in r]
        f.attrs["noise_power"] = 1.0

if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "utility.h5")
