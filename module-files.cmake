# SPDX-License-Identifier: GPL-2.0-or-later
#
# Files of the ns-3 part of mog, relative to the top of the repository.

set(MOG_SOURCES
    model/mog-mac-header.cc
    model/mog-net-device.cc
    model/mog-phy.cc
    model/mog-segmentation.cc
)

set(MOG_HEADERS
    model/mog-mac-header.h
    model/mog-net-device.h
    model/mog-phy.h
    model/mog-segmentation.h
)

set(MOG_TEST_SOURCES
    test/mog-mac-test-suite.cc
    test/mog-phy-test-suite.cc
)

# Each is examples/<name>.cc.
set(MOG_EXAMPLES)
