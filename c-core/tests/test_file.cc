// SPDX-License-Identifier: GPL-2.0-or-later
// Files that appear whole or not at all, under every fault that can be staged.
extern "C" {
#include "base/file.h"
}
#include "temporary.h"

#include "mog/file.h"

#include <atomic>
#include <csignal>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

using mogtest::ReadFile;
using mogtest::TemporaryDirectory;
using Names = std::vector<std::string>;

/** Writes a text; the status, and the message in `message`. */
mog_status WriteText(const std::string &path, const std::string &text,
                     std::string *message = nullptr) {
    mog_error error = {};
    mog_file *file;
    mog_status status = mog_file_create(path.c_str(), &file, &error);
    if (status == MOG_OK) {
        mog_file_write(file, text.data(), text.size());
        status = mog_file_commit(file, &error);
    }
    if (message != nullptr)
        *message = error.message;
    return status;
}

TEST(File, AppearsWholeAndAlone) {
    TemporaryDirectory directory;
    mog_error error = {};
    mog_file *file;
    ASSERT_EQ(mog_file_create((directory / "a").c_str(), &file, &error), MOG_OK) << error.message;
    mog_file_write(file, "one ", 4);
    mog_file_print(file, "%s %d", "two", 3);
    EXPECT_FALSE(std::filesystem::exists(directory / "a"));
    EXPECT_EQ(mog_file_commit(file, &error), MOG_OK) << error.message;
    EXPECT_EQ(ReadFile(directory / "a"), "one two 3");
    EXPECT_EQ(directory.List(), Names{"a"});
}

TEST(File, ReplacesAnOlderOne) {
    TemporaryDirectory directory;
    directory.Put("a", "old and longer");
    EXPECT_EQ(WriteText(directory / "a", "new"), MOG_OK);
    EXPECT_EQ(ReadFile(directory / "a"), "new");
    EXPECT_EQ(directory.List(), Names{"a"});
}

TEST(File, AbortLeavesTheOlderOneAndNothingElse) {
    TemporaryDirectory directory;
    directory.Put("a", "old");
    mog_file *file;
    ASSERT_EQ(mog_file_create((directory / "a").c_str(), &file, nullptr), MOG_OK);
    mog_file_write(file, "new", 3);
    mog_file_abort(file);
    mog_file_abort(nullptr);
    EXPECT_EQ(ReadFile(directory / "a"), "old");
    EXPECT_EQ(directory.List(), Names{"a"});
}

TEST(File, KeepsSymbolicLinks) {
    TemporaryDirectory directory;
    directory.Put("target", "old");
    std::filesystem::create_symlink("target", directory / "link");
    EXPECT_EQ(WriteText(directory / "link", "new"), MOG_OK);
    EXPECT_TRUE(std::filesystem::is_symlink(directory / "link"));
    EXPECT_EQ(ReadFile(directory / "target"), "new");
}

/** A link says where the file shall be, also before there is one. */
TEST(File, FollowsLinksToFilesThatAreNotThereYet) {
    for (const char *target : {"target", "sub/target", "second"}) {
        TemporaryDirectory directory;
        std::filesystem::create_directory(directory / "sub");
        std::filesystem::create_symlink("sub/target", directory / "second");
        std::filesystem::create_symlink(target, directory / "link");
        EXPECT_EQ(WriteText(directory / "link", "new"), MOG_OK) << target;
        EXPECT_TRUE(std::filesystem::is_symlink(directory / "link")) << target;
        EXPECT_EQ(ReadFile(directory / target), "new") << target;
        EXPECT_EQ(ReadFile(directory / "link"), "new") << target;
    }
}

TEST(File, RefusesLinksThatLeadNowhere) {
    TemporaryDirectory directory;
    std::filesystem::create_symlink("b", directory / "a");
    std::filesystem::create_symlink("a", directory / "b");
    std::filesystem::create_symlink("missing/target", directory / "c");
    for (const char *name : {"a", "c"}) {
        std::string message;
        EXPECT_EQ(WriteText(directory / name, "new", &message), MOG_ERROR_IO) << name;
        EXPECT_NE(message.find(directory / name), std::string::npos) << message;
    }
    EXPECT_EQ(directory.List(), (Names{"a", "b", "c"}));
}

/** What a killed process left goes when the file is written again, and not before its end. */
TEST(File, RemovesWhatAKilledWriterLeft) {
    TemporaryDirectory directory;
    directory.Put("a", "old");
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0) {
        mog_file *file;
        mog_file_create((directory / "a").c_str(), &file, nullptr);
        mog_file_write(file, "part", 4);
        [[maybe_unused]] const ssize_t written = write(ready[1], "x", 1);
        pause();
    }
    char byte;
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    EXPECT_EQ(directory.List(), (Names{"a", "a.0.tmp"}));
    EXPECT_EQ(WriteText(directory / "a", "new"), MOG_OK);
    EXPECT_EQ(directory.List(), (Names{"a", "a.0.tmp"})) << "it is still being written";
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    EXPECT_EQ(WriteText(directory / "a", "newer"), MOG_OK);
    EXPECT_EQ(directory.List(), Names{"a"});
    EXPECT_EQ(ReadFile(directory / "a"), "newer");
    close(ready[0]);
    close(ready[1]);
}

TEST(File, ManyWritersOfOneFileLeaveOneOfTheirTexts) {
    TemporaryDirectory directory;
    std::vector<std::thread> threads;
    std::atomic<int> failures{0};
    for (int t = 0; t < 8; t++)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; i++)
                failures += WriteText(directory / "a", std::string(1000, char('a' + t))) != MOG_OK;
        });
    for (std::thread &thread : threads)
        thread.join();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(directory.List(), Names{"a"});
    const std::string text = ReadFile(directory / "a");
    EXPECT_EQ(text, std::string(1000, text[0]));
}

TEST(File, HasThePermissionsOfOtherFiles) {
    TemporaryDirectory directory;
    directory.Put("plain", "");
    ASSERT_EQ(WriteText(directory / "a", ""), MOG_OK);
    struct stat plain, ours;
    ASSERT_EQ(stat((directory / "plain").c_str(), &plain), 0);
    ASSERT_EQ(stat((directory / "a").c_str(), &ours), 0);
    EXPECT_EQ(plain.st_mode, ours.st_mode);
}

TEST(File, StaysPrivateWhenItIsReplaced) {
    TemporaryDirectory directory;
    directory.Put("a", "old");
    ASSERT_EQ(chmod((directory / "a").c_str(), 0600), 0);
    ASSERT_EQ(WriteText(directory / "a", "new"), MOG_OK);
    struct stat status;
    ASSERT_EQ(stat((directory / "a").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
}

/** Runs a function in a child process of a user who may not write everything, as root may. */
template <typename F> int AsSomebody(F function) {
    const pid_t child = fork();
    if (child == 0) {
        const uid_t nobody = 65534;
        _exit(geteuid() != 0 || seteuid(nobody) == 0 ? function() : 255);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(File, CannotBeMadeInAReadOnlyDirectory) {
    TemporaryDirectory directory;
    directory.Put("a", "old");
    ASSERT_EQ(chmod((directory / "a").c_str(), 0666), 0);
    ASSERT_EQ(chmod((directory / "").c_str(), 0555), 0);
    for (const char *name : {"a", "b"})
        EXPECT_EQ(AsSomebody([&] { return WriteText(directory / name, "new"); }), MOG_ERROR_IO);
    ASSERT_EQ(chmod((directory / "").c_str(), 0777), 0);
    EXPECT_EQ(ReadFile(directory / "a"), "old");
    EXPECT_EQ(directory.List(), Names{"a"});
}

TEST(File, IsNotReplacedWhenItIsReadOnly) {
    if (geteuid() == 0)
        GTEST_SKIP() << "root may write everything";
    TemporaryDirectory directory;
    directory.Put("a", "old");
    ASSERT_EQ(chmod((directory / "a").c_str(), 0400), 0);
    std::string message;
    EXPECT_EQ(WriteText(directory / "a", "new", &message), MOG_ERROR_IO);
    EXPECT_NE(message.find("Permission denied"), std::string::npos) << message;
    EXPECT_EQ(ReadFile(directory / "a"), "old");
    EXPECT_EQ(directory.List(), Names{"a"});
}

TEST(File, WritesDevicesInPlace) {
    EXPECT_EQ(WriteText("/dev/null", "gone"), MOG_OK);
    struct stat status;
    ASSERT_EQ(stat("/dev/null", &status), 0);
    EXPECT_TRUE(S_ISCHR(status.st_mode));
}

TEST(File, NamesFileAndReasonWhenItCannotBeWritten) {
    TemporaryDirectory directory;
    directory.Put("file", "text");
    const struct {
        std::string path;
        const char *reason;
    } cases[] = {
        {directory / "missing/a", "No such file or directory"},
        {directory / "file/a", "Not a directory"},
        {directory / "", "Is a directory"},
        {"/proc/mog-cannot-be-here", "cannot write"},
        {"/dev/full", "No space left on device"},
    };
    for (const auto &c : cases) {
        std::string message;
        EXPECT_EQ(WriteText(c.path, "new", &message), MOG_ERROR_IO) << c.path;
        EXPECT_NE(message.find(c.path), std::string::npos) << message;
        EXPECT_NE(message.find(c.reason), std::string::npos) << message;
        EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    }
    EXPECT_EQ(directory.List(), Names{"file"});
}

/** Runs a function in a child process that may write only a few bytes; its result. */
template <typename F> int WithLittleSpace(F function) {
    const pid_t child = fork();
    if (child == 0) {
        const rlimit limit = {4096, 4096};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        _exit(function());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(File, LeavesNothingWhenTheDiskIsFull) {
    TemporaryDirectory directory;
    directory.Put("a", "old");
    const int status = WithLittleSpace(
        [&] { return static_cast<int>(WriteText(directory / "a", std::string(100000, 'x'))); });
    EXPECT_EQ(status, MOG_ERROR_IO);
    EXPECT_EQ(ReadFile(directory / "a"), "old");
    EXPECT_EQ(directory.List(), Names{"a"});
}

TEST(File, OpensRegularFilesOnly) {
    TemporaryDirectory directory;
    directory.Put("a", "12345");
    uint64_t bytes = 0;
    FILE *stream;
    ASSERT_EQ(mog_file_open((directory / "a").c_str(), &stream, &bytes, nullptr), MOG_OK);
    std::fclose(stream);
    EXPECT_EQ(bytes, 5u);
    ASSERT_EQ(mkfifo((directory / "pipe").c_str(), 0600), 0);
    const struct {
        std::string path;
        mog_status status;
    } cases[] = {
        {directory / "missing", MOG_ERROR_MISSING},
        {directory / "a/b", MOG_ERROR_MISSING},
        {directory / "", MOG_ERROR_DATA},
        {directory / "pipe", MOG_ERROR_DATA},
        {"/dev/null", MOG_ERROR_DATA},
    };
    for (const auto &c : cases) {
        mog_error error = {};
        EXPECT_EQ(mog_file_open(c.path.c_str(), &stream, &bytes, &error), c.status) << c.path;
        EXPECT_EQ(error.status, c.status) << c.path;
        EXPECT_EQ(stream, nullptr) << c.path;
        EXPECT_NE(std::string(error.message).find(c.path), std::string::npos) << error.message;
    }
}

} // namespace
