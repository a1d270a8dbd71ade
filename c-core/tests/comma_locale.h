// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * A host program in a locale that writes 3,5 for 3.5.
 */
#ifndef MOG_TESTS_COMMA_LOCALE_H
#define MOG_TESTS_COMMA_LOCALE_H

#include "temporary.h"

#include <clocale>

namespace mogtest {

/**
 * Sets the process' locale for its scope. No such locale need be installed: localedef makes one,
 * and warns about the categories that it lacks.
 */
class CommaLocale {
  public:
    CommaLocale() {
        const std::string source =
            m_directory.Put("comma", "LC_NUMERIC\ndecimal_point \"<U002C>\"\n"
                                     "thousands_sep \"<U002E>\"\ngrouping 3;3\nEND LC_NUMERIC\n");
        const std::string command = "localedef -c -i " + source + " -f ANSI_X3.4-1968 " +
                                    (m_directory / "xx_XX") + " >" + (m_directory / "log") +
                                    " 2>&1";
        [[maybe_unused]] const int warned = std::system(command.c_str());
        setenv("LOCPATH", (m_directory / "").c_str(), 1);
        for (const char *name : {"xx_XX", "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"})
            if (!m_set && std::setlocale(LC_ALL, name) != nullptr)
                m_set = std::localeconv()->decimal_point[0] == ',';
    }

    ~CommaLocale() {
        std::setlocale(LC_ALL, "C");
        unsetenv("LOCPATH");
    }

    CommaLocale(const CommaLocale &) = delete;
    CommaLocale &operator=(const CommaLocale &) = delete;

    /** Whether numbers have commas now. */
    explicit operator bool() const {
        return m_set;
    }

  private:
    TemporaryDirectory m_directory;
    bool m_set = false;
};

} // namespace mogtest

#endif
