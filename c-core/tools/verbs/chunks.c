/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data set files, chunk by chunk, and behind a process that may die of them. */
#include "verbs/chunks.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- sizes --------------------------------------------------------------------------------- */

static const mog_field fields[] = {
    {.name = "samples",
     .type = MOG_FIELD_SIZE,
     .offset = offsetof(chunk_settings, samples),
     .minimum = 0,
     .maximum = 1e9,
     .help = "samples in memory at a time, which changes no result; 0: some megabytes of them"},
};

const mog_section chunk_section = {"chunk", fields, sizeof fields / sizeof fields[0]};

size_t chunk_size(const chunk_settings *settings, const mog_dataset *like, size_t multiple) {
    const size_t gains = (size_t)1 << 20; /* 8 MB */
    const size_t entries = like->links * like->links * (like->per_rb ? like->n_rb : 1);
    const size_t wanted = settings->samples > 0 ? settings->samples : gains / entries;
    return wanted <= multiple ? multiple : wanted / multiple * multiple;
}

mog_status chunks_of(mog_dataset_file *file, size_t size, chunk_work *work, void *context,
                     mog_error *error) {
    const size_t samples = mog_dataset_file_contents(file)->samples;
    mog_status status = MOG_OK;
    for (size_t first = 0; status == MOG_OK && first < samples; first += size) {
        const size_t left = samples - first;
        mog_dataset *chunk;
        status = mog_dataset_file_read(file, first, left < size ? left : size, &chunk, error);
        if (status == MOG_OK)
            status = work(context, chunk, first, error);
        mog_dataset_free(chunk);
    }
    return status;
}

/* ---- the child that goes first ------------------------------------------------------------- */

static mog_status look_at(void *context, mog_dataset *chunk, size_t first, mog_error *error) {
    (void)context, (void)chunk, (void)first, (void)error;
    return MOG_OK;
}

/* What it finds wrong, its parent will find, too. */
static void read_through(const char *path) {
    const chunk_settings settings = {0};
    mog_dataset_file *file;
    mog_dataset *last;
    mog_error error;
    if (mog_dataset_file_open(path, &file, &error) != MOG_OK)
        return;
    const mog_dataset_contents *contents = mog_dataset_file_contents(file);
    if (contents->plain) {
        mog_dataset_file_read(file, contents->samples - 1, 1, &last, &error);
        mog_dataset_free(last);
    } else {
        alarm(0); /* may take its time */
        chunks_of(file, chunk_size(&settings, contents->head, 1), look_at, NULL, &error);
    }
    mog_dataset_file_close(file);
}

/* Without a word on stderr, and without a core file. */
static void be_the_child(const char *path) {
    const struct rlimit none = {0, 0};
    const unsigned long_enough = 60; /* s; damaged files may also send HDF5 round in circles */
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    setrlimit(RLIMIT_CORE, &none);
    if (nowhere >= 0)
        dup2(nowhere, STDERR_FILENO);
    alarm(long_enough);
    read_through(path);
    _exit(0);
}

static mog_status probe(const char *path, mog_error *error) {
    const pid_t child = fork();
    if (child == 0)
        be_the_child(path);
    int status = 0;
    if (child > 0 && waitpid(child, &status, 0) == child && status != 0)
        return mog_fail(error, MOG_ERROR_DATA,
                        "%s is not a usable data set: it is truncated or damaged, in a way that "
                        "crashes HDF5; make or fetch it anew",
                        path);
    return MOG_OK;
}

mog_status chunks_open(const char *path, mog_dataset_file **file, mog_error *error) {
    *file = NULL;
    const mog_status status = probe(path, error);
    return status == MOG_OK ? mog_dataset_file_open(path, file, error) : status;
}

mog_status chunks_read_all(const char *path, mog_dataset **dataset, mog_error *error) {
    *dataset = NULL;
    const mog_status status = probe(path, error);
    return status == MOG_OK ? mog_dataset_read(path, dataset, error) : status;
}
