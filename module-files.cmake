# SPDX-License-Identifier: GPL-2.0-or-later
#
# Files of the ns-3 part of mog, relative to the top of the repository.

set(MOG_SOURCES
    helper/mog-d2d-layout.cc
    helper/mog-drop-positions.cc
    helper/mog-helper.cc
    helper/mog-link-monitor.cc
    helper/mog-traffic-helper.cc
    helper/mog-uplink-layout.cc
    model/mog-allocator.cc
    model/mog-band.cc
    model/mog-channel-estimator.cc
    model/mog-channel-estimator-decorator.cc
    model/mog-channel-watch.cc
    model/mog-delayed-channel-estimator.cc
    model/mog-decision-statistics.cc
    model/mog-device-control.cc
    model/mog-fplinq-allocator.cc
    model/mog-ideal-channel-estimator.cc
    model/mog-ideal-phy-access.cc
    model/mog-ideal-phy-control.cc
    model/mog-ideal-phy-transmitter.cc
    model/mog-interference-meter.cc
    model/mog-link.cc
    model/mog-mac-header.cc
    model/mog-net-device-control.cc
    model/mog-net-device.cc
    model/mog-network-state.cc
    model/mog-neural-allocator.cc
    model/mog-noisy-channel-estimator.cc
    model/mog-ownership.cc
    model/mog-partial-channel-estimator.cc
    model/mog-path-gain.cc
    model/mog-path-random.cc
    model/mog-phy.cc
    model/mog-pilot-channel-estimator.cc
    model/mog-pilot-receiver.cc
    model/mog-pilot-signal-parameters.cc
    model/mog-propagation-loss-model.cc
    model/mog-rate-adaptation.cc
    model/mog-rb-allocator.cc
    model/mog-rb-fading-loss-model.cc
    model/mog-resource-manager.cc
    model/mog-round-robin-allocator.cc
    model/mog-saturated-source.cc
    model/mog-segmentation.cc
    model/mog-utility.cc
)

set(MOG_HEADERS
    helper/mog-d2d-layout.h
    helper/mog-drop-positions.h
    helper/mog-helper.h
    helper/mog-link-monitor.h
    helper/mog-traffic-helper.h
    helper/mog-uplink-layout.h
    model/mog-allocator.h
    model/mog-band.h
    model/mog-channel-estimator.h
    model/mog-channel-estimator-decorator.h
    model/mog-channel-watch.h
    model/mog-delayed-channel-estimator.h
    model/mog-decision-statistics.h
    model/mog-device-control.h
    model/mog-fplinq-allocator.h
    model/mog-ideal-channel-estimator.h
    model/mog-ideal-phy-control.h
    model/mog-ideal-phy-transmitter.h
    model/mog-interference-meter.h
    model/mog-link.h
    model/mog-mac-header.h
    model/mog-net-device-control.h
    model/mog-net-device.h
    model/mog-network-state.h
    model/mog-neural-allocator.h
    model/mog-noisy-channel-estimator.h
    model/mog-ns3-compat.h
    model/mog-partial-channel-estimator.h
    model/mog-path-random.h
    model/mog-phy.h
    model/mog-pilot-channel-estimator.h
    model/mog-pilot-receiver.h
    model/mog-pilot-signal-parameters.h
    model/mog-propagation-loss-model.h
    model/mog-rate-adaptation.h
    model/mog-rb-allocator.h
    model/mog-rb-fading-loss-model.h
    model/mog-resource-manager.h
    model/mog-round-robin-allocator.h
    model/mog-saturated-source.h
    model/mog-segmentation.h
    model/mog-utility.h
)

set(MOG_TEST_SOURCES
    test/mog-allocator-test-suite.cc
    test/mog-channel-test-suite.cc
    test/mog-d2d-test-suite.cc
    test/mog-device-test-suite.cc
    test/mog-estimator-test-suite.cc
    test/mog-example-test-suite.cc
    test/mog-foreign-test-suite.cc
    test/mog-helper-test-suite.cc
    test/mog-mac-test-suite.cc
    test/mog-phy-test-suite.cc
    test/mog-pilot-test-suite.cc
    test/mog-rb-test-suite.cc
    test/mog-uplink-test-suite.cc
    test/mog-utility-test-suite.cc
    test/mog-manager-test-suite.cc
)

# Compares with the program and its files: where c-core's own tests are built, these are too.
if(TARGET mog-c-core-test-cases AND mog_datasets)
  list(APPEND MOG_TEST_SOURCES test/mog-infer-test-suite.cc test/mog-recorder-test-suite.cc)
endif()

# Writes data set files, which takes HDF5.
if(mog_datasets)
  list(APPEND MOG_SOURCES helper/mog-dataset-recorder.cc)
  list(APPEND MOG_HEADERS helper/mog-dataset-recorder.h)
endif()

# Each is examples/<name>.cc.
set(MOG_EXAMPLES
    mog-aloha-example
    mog-cellular-example
    mog-d2d-example
    mog-underlay-example
)

# Files that need a module that mog can do without; see cmake/optional-modules.cmake.
set(MOG_WIFI_SOURCES
    model/mog-wifi-control.cc
)
set(MOG_WIFI_HEADERS
    model/mog-wifi-control.h
)
set(MOG_WIFI_TEST_SOURCES
    test/mog-wifi-test-suite.cc
)
set(MOG_WIFI_EXAMPLES
    mog-wifi-example
)
set(MOG_LTE_SOURCES
    helper/mog-lte-helper.cc
    model/mog-lte-channel-estimator.cc
    model/mog-lte-ffr-algorithm.cc
    model/mog-lte-ue-control.cc
)
set(MOG_LTE_HEADERS
    helper/mog-lte-helper.h
    model/mog-lte-channel-estimator.h
    model/mog-lte-ffr-algorithm.h
    model/mog-lte-ue-control.h
)
set(MOG_LTE_TEST_SOURCES
    test/mog-lte-scenario-test-suite.cc
    test/mog-lte-test-suite.cc
)
set(MOG_LTE_EXAMPLES
    mog-lte-example
)
