/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_EXAMPLE_REQUIRE_H
#define MOG_EXAMPLE_REQUIRE_H

#include <stdexcept>
#include <string>

/**
 * @ingroup mog-examples
 *
 * End with one line of explanation unless a condition holds.
 *
 * @param good the condition
 * @param message the line, thrown as an exception
 */
inline void
MogRequire(bool good, const std::string& message)
{
    if (!good)
    {
        throw std::runtime_error(message);
    }
}

#endif /* MOG_EXAMPLE_REQUIRE_H */
