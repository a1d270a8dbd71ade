/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_EXAMPLE_FILE_H
#define MOG_EXAMPLE_FILE_H

#include "mog/file.h"

#include <memory>
#include <stdexcept>
#include <string>

/**
 * @ingroup mog-examples
 *
 * A text file that appears whole or not at all. Failures are exceptions with one line of text.
 */
class MogExampleFile
{
  public:
    /**
     * Start to write.
     * @param path the file
     */
    explicit MogExampleFile(const std::string& path)
        : m_file(nullptr, mog_file_abort)
    {
        mog_file* file;
        if (mog_file_create(path.c_str(), &file, &m_error) != MOG_OK)
        {
            throw std::runtime_error(m_error.message);
        }
        m_file.reset(file);
    }

    /**
     * Append text.
     * @tparam Args types of the arguments
     * @param format format of printf()
     * @param args its arguments
     */
    template <typename... Args>
    void Print(const char* format, Args... args)
    {
        mog_file_print(m_file.get(), format, args...);
    }

    /// Put the file in its place.
    void Commit()
    {
        if (mog_file_commit(m_file.release(), &m_error) != MOG_OK)
        {
            throw std::runtime_error(m_error.message);
        }
    }

  private:
    mog_error m_error{};                                   //!< what went wrong
    std::unique_ptr<mog_file, void (*)(mog_file*)> m_file; //!< the file
};

#endif /* MOG_EXAMPLE_FILE_H */
