#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs `mog bench` and its PyTorch and numpy sides one after the other and prints the ratios.

Both sides use one thread and the same OpenBLAS kernels: those that mog chose are named to the
others. Rows whose other side used other kernels, or a network with another number of parameters,
are marked: their ratio means little. Run it on an idle machine; every number is the least of
several means.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SIDES = ("bench_torch.py", "bench_torch_rl.py", "bench_numpy.py")


def run_mog(program, repeats):
    done = subprocess.run(
        [program, "bench", "--json", "--set", f"bench.repeats={repeats}"],
        stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def run_side(script, kernels, repeats):
    """The rows of one Python side; none, and a line on stderr, if it cannot run."""
    environment = dict(os.environ, OPENBLAS_CORETYPE=kernels, OPENBLAS_NUM_THREADS="1")
    done = subprocess.run(
        ["/usr/bin/python3", HERE / script, "--repeats", str(repeats)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        print(f"compare: {script} failed: {reason}", file=sys.stderr)
        return []
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def compare(mog, others):
    """One row for each measurement that both sides made; other sides may have variants of one."""
    ours = {row["name"]: row for row in mog["rows"]}
    return [
        {
            "name": row["name"],
            "with": row["with"],
            "variant": row.get("variant"),
            "mog_seconds": our["seconds"],
            "other_seconds": row["seconds"],
            "ratio": row["seconds"] / our["seconds"],
            "same_kernels": row.get("kernels") == mog["blas_kernels"],
            "same_network": row.get("parameters") == our["parameters"],
        }
        for row in others if (our := ours.get(row["name"]))
    ]


def print_row(row):
    other = row["with"] + (f", {row['variant']}" if row["variant"] else "")
    notes = [note for key, note in (("same_kernels", "other kernels"),
                                    ("same_network", "another network")) if not row[key]]
    print(f"{row['name']:36} mog {row['mog_seconds']:.3e} s, {other} {row['other_seconds']:.3e} s: "
          f"{row['ratio']:.2f} times faster" + (f"  ({', '.join(notes)})" if notes else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mog", default="build/bin/mog", help="the program; %(default)s")
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    try:
        mog = run_mog(arguments.mog, arguments.repeats)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"compare: cannot run {arguments.mog}: {error}; name the program with --mog")
    others = [row for side in SIDES
              for row in run_side(side, mog["blas_kernels"], arguments.repeats)]
    rows = compare(mog, others)
    if arguments.json:
        print(json.dumps({"kernels": mog["blas_kernels"], "rows": rows}, indent=2))
    else:
        print(f"kernels: {mog['blas_kernels']}, one thread")
        for row in rows:
            print_row(row)
    sys.exit(0 if rows else 1)


if __name__ == "__main__":
    main()
