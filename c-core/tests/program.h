// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Runs the program `mog` as a user does, and keeps what it says.
 */
#ifndef MOG_TESTS_PROGRAM_H
#define MOG_TESTS_PROGRAM_H

#include "temporary.h"

#include <csignal>
#include <fcntl.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace mogtest {

/** What a run of the program came to. */
struct Outcome {
    int code; /**< exit code, or minus the signal that ended it */
    std::string out, err;
};

/** One program that is running. Its streams go to files, which are removed at the end. */
class Program {
  public:
    /** Largest file that it may write, 0 for no limit; "NAME=VALUE" of its environment; where. */
    explicit Program(const std::vector<std::string> &arguments, rlim_t largest_file = 0,
                     const std::vector<std::string> &environment = {},
                     const std::string &directory = ".") {
        m_child = fork();
        if (m_child == 0)
            Become(arguments, largest_file, environment, directory);
    }

    void Signal(int number) const {
        kill(m_child, number);
    }

    /** Whether it still runs. */
    bool IsRunning() {
        return !m_ended && waitpid(m_child, &m_status, WNOHANG) == 0 ? true
                                                                     : (m_ended = true, false);
    }

    Outcome Wait() {
        if (!m_ended)
            waitpid(m_child, &m_status, 0);
        m_ended = true;
        const int code = WIFEXITED(m_status) ? WEXITSTATUS(m_status) : -WTERMSIG(m_status);
        return {code, ReadFile(m_streams / "out"), ReadFile(m_streams / "err")};
    }

  private:
    [[noreturn]] void Become(const std::vector<std::string> &arguments, rlim_t largest_file,
                             const std::vector<std::string> &environment,
                             const std::string &directory) const {
        Redirect(STDOUT_FILENO, m_streams / "out");
        Redirect(STDERR_FILENO, m_streams / "err");
        if (largest_file != 0) {
            const rlimit limit = {largest_file, largest_file};
            setrlimit(RLIMIT_FSIZE, &limit);
        }
        if (chdir(directory.c_str()) != 0)
            _exit(127);
        for (const std::string &entry : environment)
            putenv(const_cast<char *>(entry.c_str()));
        std::vector<char *> argv{const_cast<char *>("mog")};
        for (const std::string &argument : arguments)
            argv.push_back(const_cast<char *>(argument.c_str()));
        argv.push_back(nullptr);
        execv(MOG_PROGRAM, argv.data());
        _exit(127);
    }

    static void Redirect(int descriptor, const std::string &path) {
        const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(file, descriptor);
        close(file);
    }

    TemporaryDirectory m_streams;
    pid_t m_child;
    int m_status = 0;
    bool m_ended = false;
};

/** Runs the program to its end. */
inline Outcome Mog(const std::vector<std::string> &arguments, rlim_t largest_file = 0) {
    return Program(arguments, largest_file).Wait();
}

/** Runs the program with faults: "MOG_FAULT_KILL=3", see fault_points.c. */
inline Outcome MogWithFaults(const std::vector<std::string> &arguments,
                             std::vector<std::string> faults) {
    faults.push_back("LD_PRELOAD=" MOG_FAULT_POINTS);
    faults.push_back("ASAN_OPTIONS=verify_asan_link_order=0");
    return Program(arguments, 0, faults).Wait();
}

} // namespace mogtest

#endif
