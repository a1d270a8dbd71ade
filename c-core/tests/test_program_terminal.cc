// SPDX-License-Identifier: GPL-2.0-or-later
// What the program shows to somebody who waits at a terminal.
#include "program_fixture.h"

#include <cstdlib>

using namespace mogtest;

namespace {

/** Runs the program with a terminal as stderr; what it shows there. */
std::string Shown(const Arguments &arguments, int *code) {
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    EXPECT_GE(terminal, 0);
    EXPECT_EQ(grantpt(terminal), 0);
    EXPECT_EQ(unlockpt(terminal), 0);
    const std::string name = ptsname(terminal);
    const pid_t child = fork();
    if (child == 0) {
        std::vector<char *> argv{const_cast<char *>("mog")};
        for (const std::string &argument : arguments)
            argv.push_back(const_cast<char *>(argument.c_str()));
        argv.push_back(nullptr);
        const int nowhere = open("/dev/null", O_WRONLY);
        const int screen = open(name.c_str(), O_RDWR | O_NOCTTY);
        dup2(nowhere, STDOUT_FILENO);
        dup2(screen, STDERR_FILENO);
        execv(MOG_PROGRAM, argv.data());
        _exit(127);
    }
    std::string shown;
    char part[4096];
    int status;
    const int keep = open(name.c_str(), O_RDWR | O_NOCTTY); // else what is last gets lost
    while (waitpid(child, &status, WNOHANG) == 0) {
        fcntl(terminal, F_SETFL, O_NONBLOCK);
        for (ssize_t got; (got = read(terminal, part, sizeof part)) > 0;)
            shown.append(part, static_cast<size_t>(got));
        usleep(1000);
    }
    for (ssize_t got; (got = read(terminal, part, sizeof part)) > 0;)
        shown.append(part, static_cast<size_t>(got));
    close(keep);
    close(terminal);
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return shown;
}

class ProgramTerminal : public ProgramTest {};

TEST_F(ProgramTerminal, ShowsHowFarItIsAndCleansUp) {
    MakeData();
    int code;
    const std::string shown = Shown(Train("run") + Arguments{"--set", "training.epochs=4"}, &code);
    EXPECT_EQ(code, 0) << shown;
    EXPECT_EQ(shown, "") << "-q";

    const Arguments loud = {
        "train", "--train",          Path("a.h5"), "-o", Path("loud"), "--set", "network.hidden=8",
        "--set", "training.epochs=4"};
    const std::string bar = Shown(loud, &code);
    EXPECT_EQ(code, 0) << bar;
    EXPECT_TRUE(Contains(bar, "epoch [")) << bar;
    EXPECT_TRUE(Contains(bar, "] 1/4 ") || Contains(bar, "] 4/4 ")) << bar;
    EXPECT_EQ(bar.substr(bar.size() - 4), "\r\033[K");
}

TEST_F(ProgramTerminal, ShowsSolvers) {
    Generate("a.h5", 50, 4);
    int code;
    const std::string bar = Shown({"label", Path("a.h5"), "--solver", "optimum"}, &code);
    EXPECT_EQ(code, 0) << bar;
    EXPECT_TRUE(Contains(bar, "optimum [")) << bar;
    EXPECT_TRUE(Contains(bar, "/50 ")) << bar;
}

} // namespace
