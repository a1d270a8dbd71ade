/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that are written beside their place and then renamed, and files that are read. */
#include "base/file.h"

#include "base/locale.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct mog_file {
    FILE *stream;
    char *target;    /* where the file will be, links resolved */
    char *temporary; /* where it is; NULL if the target is written in place */
    int reason;      /* errno of the first failure, or 0 */
};

/* What an errno comes to: without memory nothing is wrong with the file. */
static mog_status status_of(int reason, mog_status other) {
    return reason == ENOMEM ? MOG_ERROR_MEMORY : other;
}

/* One line of the form "cannot write FILE: reason". */
static mog_status fail_with_reason(mog_error *error, mog_status status, const char *what,
                                   const char *path, int reason) {
    char text[128];
    if (strerror_r(reason, text, sizeof text) != 0)
        snprintf(text, sizeof text, "error %d", reason);
    return mog_fail(error, status_of(reason, status), "cannot %s %s: %s", what, path, text);
}

/* A copy, or NULL and errno as the C library would have it. */
static char *copy_text(const char *text) {
    char *copy = mog_copy_text(text, NULL);
    if (copy == NULL)
        errno = ENOMEM;
    return copy;
}

static void destroy(mog_file *file) {
    mog_release(file->target);
    mog_release(file->temporary);
    mog_release(file);
}

/* Keeps the first failure. */
static void remember(mog_file *file) {
    if (file->reason == 0)
        file->reason = errno != 0 ? errno : EIO;
}

/*
 * Locks the file behind a descriptor; false if it is somebody's who is at work, or has meanwhile
 * been removed. Whoever writes a file holds its lock until he ends, and be it by a signal.
 *
 * @param without_locks  the answer on file systems that have none
 */
static bool take(int descriptor, const char *path, bool without_locks) {
    struct stat here, there;
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        return without_locks && errno != EWOULDBLOCK;
    return fstat(descriptor, &here) == 0 && stat(path, &there) == 0 &&
           here.st_ino == there.st_ino && here.st_dev == there.st_dev;
}

/* Removes what a run has left that was killed; false if it is of a run that is at work. */
static bool remove_stale(const char *temporary) {
    const int descriptor = open(temporary, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0)
        return errno == ENOENT;
    const bool stale = take(descriptor, temporary, false) && unlink(temporary) == 0;
    close(descriptor);
    return stale;
}

/*
 * Opens the first of NAME.0.tmp, NAME.1.tmp, ... that nobody writes. The names are no secret, so
 * that what a killed run left is found and removed by the next one that writes NAME.
 *
 * Not mkstemp(), which would leave the file readable for its owner alone; with open() the umask
 * decides, as for any other file.
 */
static int open_temporary(const char *target, char *temporary, size_t size) {
    enum { writers = 1000, attempts = 10 };
    for (unsigned writer = 0; writer < writers; writer++) {
        snprintf(temporary, size, "%s.%u.tmp", target, writer);
        for (unsigned attempt = 0; attempt < attempts; attempt++) {
            const int descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            if (descriptor < 0 && errno != EEXIST)
                return -1;
            if (descriptor >= 0) {
                if (take(descriptor, temporary, true))
                    return descriptor;
                close(descriptor);
            } else if (!remove_stale(temporary)) {
                break;
            }
        }
    }
    errno = EEXIST;
    return -1;
}

/* Opens `file->stream` beside the target; on failure errno tells why and nothing is left. */
static int open_beside(mog_file *file) {
    const size_t size = strlen(file->target) + 64;
    file->temporary = mog_allocate(size, 1, NULL);
    if (file->temporary == NULL) {
        errno = ENOMEM;
        return -1;
    }
    const int descriptor = open_temporary(file->target, file->temporary, size);
    if (descriptor < 0)
        return -1;
    file->stream = fdopen(descriptor, "wb");
    if (file->stream == NULL) {
        const int reason = errno;
        unlink(file->temporary);
        close(descriptor);
        errno = reason;
        return -1;
    }
    return 0;
}

/*
 * rename() asks for the directory's permission only. The file's own is asked for here, and handed
 * on: what was private or read-only stays so.
 */
static int open_replacement(mog_file *file, mode_t mode) {
    if (access(file->target, W_OK) != 0 || open_beside(file) != 0)
        return -1;
    if (fchmod(fileno(file->stream), mode & 07777) != 0)
        remember(file);
    return 0;
}

/* A directory or a device must not be renamed over: /dev/null would become a regular file. */
static int open_in_place(mog_file *file, mode_t mode) {
    if (S_ISDIR(mode)) {
        errno = EISDIR;
        return -1;
    }
    file->stream = fopen(file->target, "wb");
    return file->stream == NULL ? -1 : 0;
}

/*
 * Follows a symbolic link by one step: `path` [PATH_MAX] becomes what it points to, from where the
 * link is. False, with errno 0, if it is no link.
 */
static bool follow_link(char *path) {
    char target[PATH_MAX];
    const ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0) {
        errno = errno == EINVAL || errno == ENOENT ? 0 : errno;
        return false;
    }
    target[length] = '\0';
    const char *slash = strrchr(path, '/');
    const size_t directory = target[0] == '/' || slash == NULL ? 0 : (size_t)(slash - path) + 1;
    if (directory + (size_t)length >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(path + directory, target, (size_t)length + 1);
    return true;
}

/* Where a link points that leads to no file yet. */
static char *resolve_dangling(const char *path) {
    char resolved[PATH_MAX];
    if (strlen(path) >= sizeof resolved) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    strcpy(resolved, path);
    errno = 0;
    while (follow_link(resolved))
        continue;
    return errno == 0 ? copy_text(resolved) : NULL;
}

/* Not for devices: /dev/stdout leads to "pipe:[12]". */
static char *resolve_file(const char *path) {
    char resolved[PATH_MAX];
    return realpath(path, resolved) != NULL ? copy_text(resolved) : NULL;
}

/* A symbolic link stays one: the file that it points to is written, whether there is one or not. */
static int open_target(mog_file *file, const char *path) {
    struct stat status;
    const bool exists = stat(path, &status) == 0; /* and no circle of links, else */
    if (!exists && errno != ENOENT)
        return -1;
    const bool regular = exists && S_ISREG(status.st_mode);
    file->target = !exists   ? resolve_dangling(path)
                   : regular ? resolve_file(path)
                             : copy_text(path);
    if (file->target == NULL)
        return -1;
    if (!exists)
        return open_beside(file);
    return regular ? open_replacement(file, status.st_mode) : open_in_place(file, status.st_mode);
}

mog_status mog_file_create(const char *path, mog_file **file, mog_error *error) {
    *file = NULL;
    mog_file *fresh = mog_allocate(1, sizeof *fresh, NULL);
    if (fresh == NULL)
        return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: cannot write %s", path);
    if (open_target(fresh, path) != 0) {
        const mog_status status = fail_with_reason(error, MOG_ERROR_IO, "write", path, errno);
        destroy(fresh);
        return status;
    }
    *file = fresh;
    return MOG_OK;
}

void mog_file_write(mog_file *file, const void *data, size_t bytes) {
    if (file->reason == 0 && fwrite(data, 1, bytes, file->stream) != bytes)
        remember(file);
}

void mog_file_print(mog_file *file, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (file->reason == 0 && mog_print_to_stream(file->stream, format, arguments) < 0)
        remember(file);
    va_end(arguments);
}

mog_status mog_file_reserve(mog_file *file, uint64_t bytes, mog_error *error) {
    if (file->temporary == NULL || bytes == 0)
        return MOG_OK;
    const int reason = posix_fallocate(fileno(file->stream), 0, (off_t)bytes);
    if (reason == 0 || reason == EOPNOTSUPP || reason == EINVAL)
        return MOG_OK;
    return fail_with_reason(error, MOG_ERROR_IO, "write", file->target, reason);
}

const char *mog_file_temporary(const mog_file *file) {
    return file->temporary;
}

mog_status mog_file_flush(mog_file *file, mog_error *error) {
    if (file->reason == 0 && fflush(file->stream) != 0)
        remember(file);
    return file->reason == 0
               ? MOG_OK
               : fail_with_reason(error, MOG_ERROR_IO, "write", file->target, file->reason);
}

/* The rename itself is on the disk only when the directory is; not every file system can do that.
 */
static void sync_directory(char *target) {
    char *slash = strrchr(target, '/');
    const char first = slash != NULL ? slash[1] : '\0';
    if (slash != NULL)
        slash[1] = '\0';
    const int descriptor = open(slash != NULL ? target : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (slash != NULL)
        slash[1] = first;
    if (descriptor >= 0) {
        fsync(descriptor);
        close(descriptor);
    }
}

/* The lock goes with the stream, so the file has its name before that is closed. */
mog_status mog_file_commit(mog_file *file, mog_error *error) {
    errno = 0;
    if (fflush(file->stream) != 0)
        remember(file);
    if (file->temporary != NULL && file->reason == 0 && fsync(fileno(file->stream)) != 0)
        remember(file);
    if (file->temporary != NULL && file->reason == 0 && rename(file->temporary, file->target) != 0)
        remember(file);
    if (file->temporary != NULL && file->reason != 0)
        unlink(file->temporary);
    if (fclose(file->stream) != 0 && file->temporary == NULL)
        remember(file);

    mog_status status = MOG_OK;
    if (file->reason != 0)
        status = fail_with_reason(error, MOG_ERROR_IO, "write", file->target, file->reason);
    else if (file->temporary != NULL)
        sync_directory(file->target);
    destroy(file);
    return status;
}

void mog_file_abort(mog_file *file) {
    if (file == NULL)
        return;
    if (file->temporary != NULL)
        unlink(file->temporary);
    fclose(file->stream);
    destroy(file);
}

mog_status mog_file_open(const char *path, FILE **stream, uint64_t *bytes, mog_error *error) {
    *stream = NULL;
    /* without O_NONBLOCK, opening a pipe would wait for somebody to write into it */
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return fail_with_reason(
            error, errno == ENOENT || errno == ENOTDIR ? MOG_ERROR_MISSING : MOG_ERROR_IO, "read",
            path, errno);
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(descriptor);
        return mog_fail(error, MOG_ERROR_DATA, "cannot read %s: it is %s, not a file", path,
                        S_ISDIR(status.st_mode) ? "a directory" : "a device or a pipe");
    }
    *stream = fdopen(descriptor, "rb");
    if (*stream == NULL) {
        const int reason = errno;
        close(descriptor);
        return fail_with_reason(error, MOG_ERROR_IO, "read", path, reason);
    }
    *bytes = (uint64_t)status.st_size;
    return MOG_OK;
}

mog_status mog_file_refuse(const char *path, const char *kind, const char *format,
                           va_list arguments, mog_error *error) {
    char reason[512];
    mog_print_arguments(reason, sizeof reason, format, arguments);
    return mog_fail(error, MOG_ERROR_DATA, "%s is not a usable %s: %s", path, kind, reason);
}
