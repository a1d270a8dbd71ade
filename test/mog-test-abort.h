/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_TEST_ABORT_H
#define MOG_TEST_ABORT_H

#include <functional>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/**
 * @ingroup mog-tests
 *
 * Let a process of its own do something that is expected to abort.
 *
 * @param deed what to do
 * @return what it said on stderr before it aborted; empty if it did not abort
 */
inline std::string
MogGetAbortMessage(const std::function<void()>& deed)
{
    int ends[2];
    if (pipe(ends) != 0)
    {
        return "";
    }
    const pid_t child = fork();
    if (child == 0)
    {
        const rlimit none{0, 0};
        setrlimit(RLIMIT_CORE, &none);
        dup2(ends[1], STDERR_FILENO);
        deed();
        _exit(0);
    }
    close(ends[1]);
    std::string message;
    char text[1024];
    for (ssize_t count; (count = read(ends[0], text, sizeof text)) > 0;)
    {
        message.append(text, count);
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? message : "";
}

#endif /* MOG_TEST_ABORT_H */
