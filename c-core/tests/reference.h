// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Reads the reference files in tests/data, which tests/data/make_reference.py has written: an
 * independent implementation in numpy and PyTorch. Files are named relative to that folder, or by
 * an absolute path. Whatever cannot be read throws std::runtime_error, which fails the test with
 * its message.
 */
#ifndef MOG_TESTS_REFERENCE_H
#define MOG_TESTS_REFERENCE_H

#include <cstddef>
#include <string>
#include <vector>

namespace mogtest {

/** A data set of any numeric type as doubles, row-major. A scalar has an empty shape. */
struct Array {
    std::vector<size_t> shape;
    std::vector<double> value;
};

/** The data set `path`, for example "K5_noise1.0/fplinq_10/power". */
Array ReadArray(const std::string &file, const std::string &path);

/** The scalar attribute `name` of a group; "/" is the root. */
double ReadAttribute(const std::string &file, const std::string &group, const std::string &name);

/** Names of what a group holds, sorted. */
std::vector<std::string> ListGroup(const std::string &file, const std::string &group);

} // namespace mogtest

#endif
