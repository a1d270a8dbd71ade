/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _XOPEN_SOURCE 700 /* realpath, strdup, fileno */
#include "mog/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct mog_file {
    FILE *stream;
    char *target;    /* where the file will be, links resolved */
    char *temporary; /* where it is; NULL if the target is written in place */
    int reason;      /* errno of the first failure, or 0 */
};

/* One line of the form "cannot write FILE: reason". */
static mog_status fail_with_reason(mog_error *error, mog_status status, const char *what,
                                   const char *path, int reason) {
    char text[128];
    if (strerror_r(reason, text, sizeof text) != 0)
        snprintf(text, sizeof text, "error %d", reason);
    return mog_fail(error, status, "cannot %s %s: %s", what, path, text);
}

static void destroy(mog_file *file) {
    free(file->target);
    free(file->temporary);
    free(file);
}

/* Keeps the first failure. */
static void remember(mog_file *file) {
    if (file->reason == 0)
        file->reason = errno != 0 ? errno : EIO;
}

/*
 * Not mkstemp(), which would leave the file readable for its owner alone; with open() the umask
 * decides, as for any other file.
 */
static int open_temporary(const char *target, char *temporary, size_t size) {
    int descriptor = -1;
    for (unsigned attempt = 0; attempt < 1000 && descriptor < 0; ++attempt) {
        snprintf(temporary, size, "%s.%ld-%u.tmp", target, (long)getpid(), attempt);
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0 && errno != EEXIST)
            break;
    }
    return descriptor;
}

/* Opens `file->stream` beside the target; on failure errno tells why and nothing is left. */
static int open_beside(mog_file *file) {
    const size_t size = strlen(file->target) + 64;
    file->temporary = malloc(size);
    if (file->temporary == NULL)
        return -1;
    const int descriptor = open_temporary(file->target, file->temporary, size);
    if (descriptor < 0)
        return -1;
    file->stream = fdopen(descriptor, "wb");
    if (file->stream == NULL) {
        const int reason = errno;
        close(descriptor);
        unlink(file->temporary);
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

static int open_target(mog_file *file, const char *path) {
    struct stat status;
    const int exists = stat(path, &status) == 0;
    if (!exists && errno != ENOENT)
        return -1;
    /* a symbolic link stays one: the file that it points to is replaced */
    file->target = exists ? realpath(path, NULL) : strdup(path);
    if (file->target == NULL)
        return -1;
    if (!exists)
        return open_beside(file);
    return S_ISREG(status.st_mode) ? open_replacement(file, status.st_mode)
                                   : open_in_place(file, status.st_mode);
}

mog_file *mog_file_create(const char *path, mog_error *error) {
    mog_file *file = calloc(1, sizeof *file);
    if (file == NULL) {
        mog_fail(error, MOG_ERROR_MEMORY, "out of memory: cannot write %s", path);
        return NULL;
    }
    if (open_target(file, path) != 0) {
        fail_with_reason(error, MOG_ERROR_IO, "write", path, errno);
        destroy(file);
        return NULL;
    }
    return file;
}

void mog_file_write(mog_file *file, const void *data, size_t bytes) {
    if (file->reason == 0 && fwrite(data, 1, bytes, file->stream) != bytes)
        remember(file);
}

void mog_file_print(mog_file *file, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (file->reason == 0 && vfprintf(file->stream, format, arguments) < 0)
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

const char *mog_file_temporary(mog_file *file) {
    if (file->temporary != NULL && fflush(file->stream) != 0)
        remember(file);
    return file->temporary;
}

/* The rename itself is on the disk only when the directory is; not every file system can do that.
 */
static void sync_directory(const char *target) {
    char *directory = strdup(target);
    if (directory == NULL)
        return;
    char *slash = strrchr(directory, '/');
    if (slash != NULL)
        slash[slash == directory] = '\0';
    const int descriptor = open(slash != NULL ? directory : ".", O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0) {
        fsync(descriptor);
        close(descriptor);
    }
    free(directory);
}

mog_status mog_file_commit(mog_file *file, mog_error *error) {
    if (fflush(file->stream) != 0)
        remember(file);
    if (file->temporary != NULL && file->reason == 0 && fsync(fileno(file->stream)) != 0)
        remember(file);
    if (fclose(file->stream) != 0)
        remember(file);
    if (file->temporary != NULL && file->reason == 0 && rename(file->temporary, file->target) != 0)
        remember(file);

    mog_status status = MOG_OK;
    if (file->reason != 0) {
        status = fail_with_reason(error, MOG_ERROR_IO, "write", file->target, file->reason);
        if (file->temporary != NULL)
            unlink(file->temporary);
    } else if (file->temporary != NULL) {
        sync_directory(file->target);
    }
    destroy(file);
    return status;
}

void mog_file_abort(mog_file *file) {
    if (file == NULL)
        return;
    fclose(file->stream);
    if (file->temporary != NULL)
        unlink(file->temporary);
    destroy(file);
}

FILE *mog_file_open(const char *path, uint64_t *bytes, mog_error *error) {
    /* without O_NONBLOCK, opening a pipe would wait for somebody to write into it */
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        const mog_status status =
            errno == ENOENT || errno == ENOTDIR ? MOG_ERROR_MISSING : MOG_ERROR_IO;
        fail_with_reason(error, status, "read", path, errno);
        return NULL;
    }
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        mog_fail(error, MOG_ERROR_DATA, "cannot read %s: it is %s, not a file", path,
                 S_ISDIR(status.st_mode) ? "a directory" : "a device or a pipe");
        close(descriptor);
        return NULL;
    }
    FILE *stream = fdopen(descriptor, "rb");
    if (stream == NULL) {
        fail_with_reason(error, MOG_ERROR_IO, "read", path, errno);
        close(descriptor);
        return NULL;
    }
    *bytes = (uint64_t)status.st_size;
    return stream;
}
