// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * A directory that lives as long as a test, and files in it.
 */
#ifndef MOG_TESTS_TEMPORARY_H
#define MOG_TESTS_TEMPORARY_H

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace mogtest {

inline std::string ReadFile(const std::string &path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return bytes.str();
}

inline void WriteFile(const std::string &path, const std::string &bytes) {
    std::ofstream stream(path, std::ios::binary);
    stream << bytes;
}

/** Whether two files are alike. Google Test's own comparison looks for the shortest way from one
 * text to the other, which takes all memory for two large files. */
inline testing::AssertionResult SameBytes(const std::string &one, const std::string &other) {
    if (one == other)
        return testing::AssertionSuccess();
    const auto [here, there] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    return testing::AssertionFailure() << one.size() << " and " << other.size()
                                       << " bytes, different from byte " << here - one.begin();
}

/** Removed with all its files at the end of its scope. */
class TemporaryDirectory {
  public:
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "mog-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("cannot make a temporary directory " + name);
        m_path = name;
    }

    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    TemporaryDirectory(const TemporaryDirectory &) = delete;
    TemporaryDirectory &operator=(const TemporaryDirectory &) = delete;

    /** The path of a file in it. */
    std::string operator/(const std::string &name) const {
        return m_path + "/" + name;
    }

    /** A new file of those bytes; its path. */
    std::string Put(const std::string &name, const std::string &bytes) const {
        WriteFile(*this / name, bytes);
        return *this / name;
    }

    /** Names of what is in it, sorted: to see that nothing was left behind. */
    std::vector<std::string> List() const {
        std::vector<std::string> names;
        for (const auto &entry : std::filesystem::directory_iterator(m_path))
            names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }

  private:
    std::string m_path;
};

} // namespace mogtest

#endif
