/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One writer at a time. */
#define _GNU_SOURCE /* F_OFD_SETLK */
#include "data/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static mog_status fail_lock(const char *path, int reason, mog_error *error) {
    if (reason == EAGAIN || reason == EACCES)
        return mog_fail(error, MOG_BUSY,
                        "%s is in use: another program is adding to it; try again when that is "
                        "done",
                        path);
    return mog_fail(error, MOG_ERROR_IO, "cannot lock %s: error %d", path, reason);
}

/*
 * The lock belongs to the open file: others that HDF5 opens and closes do not release it, as they
 * would the older kind of locks, and flock(), which HDF5 uses, would keep readers out. It ends with
 * the process.
 */
static mog_status lock(const char *path, int descriptor, mog_error *error) {
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(descriptor, F_OFD_SETLK, &whole) == 0)
        return MOG_OK;
    /* a file system without locks has one user, it is to be hoped */
    return errno == ENOLCK || errno == EINVAL ? MOG_OK : fail_lock(path, errno, error);
}

mog_status mog_lock_take(const char *path, int *descriptor, mog_error *error) {
    for (;;) {
        *descriptor = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
        if (*descriptor < 0)
            return mog_fail(error, errno == ENOENT ? MOG_ERROR_MISSING : MOG_ERROR_IO,
                            "cannot write %s: %s", path,
                            errno == ENOENT ? "No such file or directory" : strerror(errno));
        const mog_status status = lock(path, *descriptor, error);
        if (status != MOG_OK || mog_lock_holds(path, *descriptor))
            return status;
        mog_lock_release(*descriptor); /* replaced between the two calls: once more */
    }
}

bool mog_lock_holds(const char *path, int descriptor) {
    struct stat named, held;
    return stat(path, &named) == 0 && fstat(descriptor, &held) == 0 &&
           named.st_dev == held.st_dev && named.st_ino == held.st_ino;
}

void mog_lock_release(int descriptor) {
    if (descriptor >= 0)
        close(descriptor);
}
