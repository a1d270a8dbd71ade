#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What test.py runs of the examples, besides the test suites. Each entry: (command, condition to run it,
# condition to run it under valgrind).

cpp_examples = [
    ("mog-d2d-example --duration=0.1", "True", "False"),
    ("mog-d2d-example --duration=0.1 --allocator=fplinq --links=1", "True", "False"),
    ("mog-d2d-example --duration=0.1 --allocator=full-power --links=7 --speed=30", "True", "False"),
    ("mog-d2d-example --duration=0.1 --ipv6 --estimator=ns3::MogPilotChannelEstimator", "True", "False"),
    ("mog-d2d-example --duration=0.1 --allocator=random --links=7 --RngRun=3", "True", "False"),
    ("mog-d2d-example --duration=0.5 --allocator=neural --churn=0.1 --load=2Mb/s --ipv6", "True", "False"),
    ("mog-d2d-example --duration=0.5 --estimator=ns3::MogPilotChannelEstimator", "True", "False"),
    ("mog-cellular-example --duration=0.1", "True", "False"),
    ("mog-cellular-example --duration=0.1 --fading=0 --users=20 --RngRun=2", "True", "False"),
    ("mog-underlay-example --duration=0.1", "True", "False"),
    ("mog-aloha-example --runs=2 --duration=0.2", "True", "False"),
    ("mog-wifi-example --runs=2 --duration=0.2", "True", "False"),
    ("mog-lte-example --runs=2 --duration=0.2", "True", "False"),
    ("mog-lte-example --runs=2 --duration=0.2 --cells=3 --underlay=2 --groups=6", "True", "False"),
]

python_examples = []
