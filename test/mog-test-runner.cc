/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/**
 * @file
 * @ingroup mog-tests
 *
 * ns-3's test runner with mog's suites in it, for an installed ns-3, which comes without one.
 * It takes the options of ns-3's own: --list, --suite=NAME, --verbose, --xml, --out=FILE ...
 */

#include "ns3/test.h"

int
main(int argc, char* argv[])
{
    return ns3::TestRunner::Run(argc, argv);
}
