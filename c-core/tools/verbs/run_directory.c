/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The directory of a training run: whose it is, and its files but for those of safetensors. */
#include "verbs/run_directory.h"

#include "mog/blas.h"
#include "output/report.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* In the order in which a run that is replaced loses them: without settings, nothing of the old run
 * can be taken for the new one's. */
static const char *const file_names[] = {RUN_POLICY, RUN_METRICS,  RUN_CHECKPOINT,
                                         RUN_CONFIG, RUN_MANIFEST, NULL};

run_path path_in_run(const char *directory, const char *name) {
    run_path path;
    const size_t length = strlen(directory);
    const char *slash = length > 0 && directory[length - 1] == '/' ? "" : "/";
    snprintf(path.text, sizeof path.text, "%s%s%s", directory, slash, name);
    return path;
}

bool run_directory_has(const char *directory, const char *name) {
    return access(path_in_run(directory, name).text, F_OK) == 0;
}

static bool holds_run(const char *directory) {
    for (size_t i = 0; file_names[i] != NULL; i++)
        if (run_directory_has(directory, file_names[i]))
            return true;
    return false;
}

static mog_status remove_run(const char *directory, mog_error *error) {
    for (size_t i = 0; file_names[i] != NULL; i++) {
        const run_path path = path_in_run(directory, file_names[i]);
        if (unlink(path.text) != 0 && errno != ENOENT)
            return mog_fail(error, MOG_ERROR_IO, "cannot remove %s: %s", path.text,
                            strerror(errno));
    }
    return MOG_OK;
}

/* NAME.N.tmp of one of the run's files, as mog_file_create() names what it has not finished. */
static bool is_unfinished(const char *name) {
    for (size_t i = 0; file_names[i] != NULL; i++) {
        const size_t length = strlen(file_names[i]);
        if (strncmp(name, file_names[i], length) != 0 || name[length] != '.')
            continue;
        const char *number = name + length + 1;
        const size_t digits = strspn(number, "0123456789");
        if (digits > 0 && strcmp(number + digits, ".tmp") == 0)
            return true;
    }
    return false;
}

/* The lock is held: whoever began these files is dead. */
static void remove_unfinished(const char *directory) {
    DIR *listing = opendir(directory);
    if (listing == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(listing)) != NULL;)
        if (is_unfinished(entry->d_name))
            unlinkat(dirfd(listing), entry->d_name, 0);
    closedir(listing);
}

static mog_status open_lock(const char *directory, int *lock, mog_error *error) {
    *lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*lock < 0)
        return mog_fail(error, MOG_ERROR_IO, "cannot open the directory %s: %s", directory,
                        strerror(errno));
    if (flock(*lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return mog_fail(error, MOG_ERROR_IO,
                        "another mog train is at work in %s: wait for it, or name another "
                        "directory",
                        directory);
    return MOG_OK;
}

/* Settings without a manifest are those of a run that was killed before it had begun. */
static mog_status check_complete(const char *directory, mog_error *error) {
    const bool has_config = run_directory_has(directory, RUN_CONFIG);
    const bool has_manifest = run_directory_has(directory, RUN_MANIFEST);
    const bool has_begun = has_manifest || run_directory_has(directory, RUN_CHECKPOINT) ||
                           run_directory_has(directory, RUN_METRICS) ||
                           run_directory_has(directory, RUN_POLICY);
    if (!has_begun || (has_config && has_manifest))
        return MOG_OK;
    return mog_fail(error, MOG_ERROR_DATA,
                    "the run in %s lacks its %s and cannot be continued: put that file back, or "
                    "replace the run with --force",
                    directory, has_config ? RUN_MANIFEST : RUN_CONFIG);
}

static mog_status check_existing(const char *directory, existing_run existing, mog_error *error) {
    if (existing == EXISTING_RUN_RESUME)
        return check_complete(directory, error);
    if (existing == EXISTING_RUN_REPLACE || !holds_run(directory))
        return MOG_OK;
    return mog_fail(error, MOG_ERROR_ARGUMENT,
                    "%s holds a run already: continue it with --resume, replace it with --force, "
                    "or name another directory",
                    directory);
}

static bool is_directory(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

mog_status run_directory_claim(const char *directory, existing_run existing, int *lock,
                               mog_error *error) {
    *lock = -1;
    if (strlen(directory) + 64 > PATH_MAX)
        return mog_fail(error, MOG_ERROR_IO, "cannot make the directory %.64s...: too long",
                        directory);
    if (!is_directory(directory))
        return MOG_OK;
    const mog_status status = open_lock(directory, lock, error);
    return status == MOG_OK ? check_existing(directory, existing, error) : status;
}

/* What has come there since run_directory_claim() found nothing is somebody else's. */
static mog_status make_and_claim(const char *directory, int *lock, mog_error *error) {
    if (mkdir(directory, 0777) != 0 && errno != EEXIST)
        return mog_fail(error, MOG_ERROR_IO, "cannot make the directory %s: %s", directory,
                        strerror(errno));
    if (!is_directory(directory))
        return mog_fail(error, MOG_ERROR_IO,
                        "cannot make the directory %s: there is a file of that name", directory);
    return run_directory_claim(directory, EXISTING_RUN_REFUSE, lock, error);
}

mog_status run_directory_make(const char *directory, existing_run existing, int *lock,
                              mog_error *error) {
    const mog_status status = *lock < 0 ? make_and_claim(directory, lock, error) : MOG_OK;
    if (status != MOG_OK)
        return status;
    remove_unfinished(directory);
    return existing == EXISTING_RUN_REPLACE ? remove_run(directory, error) : MOG_OK;
}

void run_directory_release(int lock) {
    if (lock >= 0)
        close(lock);
}

mog_status run_write_config(const char *directory, const config_binding *bindings,
                            mog_error *error) {
    mog_file *file;
    if (mog_file_create(path_in_run(directory, RUN_CONFIG).text, &file, error) != MOG_OK)
        return error->status;
    mog_file_print(file, "; Settings of this run, for mog train --config\n");
    config_write(file, bindings);
    return mog_file_commit(file, error);
}

/* printf's NaN has a sign on some machines */
static void print_metric(mog_file *file, const mog_field *field, const mog_epoch *epoch) {
    const char *member = (const char *)epoch + field->offset;
    if (field->type == MOG_FIELD_SIZE)
        mog_file_print(file, "%zu", *(const size_t *)member);
    else if (isnan(*(const double *)member))
        mog_file_print(file, "nan");
    else
        mog_file_print(file, "%.9g", *(const double *)member);
}

mog_status run_write_metrics(const char *directory, const mog_epoch *epochs, size_t count,
                             mog_error *error) {
    mog_file *file;
    if (mog_file_create(path_in_run(directory, RUN_METRICS).text, &file, error) != MOG_OK)
        return error->status;
    const mog_section *metrics = &mog_epoch_section;
    for (size_t c = 0; c < metrics->count; c++)
        mog_file_print(file, "%s%s", c > 0 ? "," : "", metrics->fields[c].name);
    mog_file_print(file, "\n");
    for (size_t i = 0; i < count; i++) {
        for (size_t c = 0; c < metrics->count; c++) {
            mog_file_print(file, "%s", c > 0 ? "," : "");
            print_metric(file, &metrics->fields[c], &epochs[i]);
        }
        mog_file_print(file, "\n");
    }
    return mog_file_commit(file, error);
}

json_t *run_read_manifest(const char *directory, mog_error *error) {
    const run_path path = path_in_run(directory, RUN_MANIFEST);
    uint64_t bytes;
    FILE *stream;
    if (mog_file_open(path.text, &stream, &bytes, error) != MOG_OK)
        return NULL;
    json_error_t where;
    json_t *manifest = json_loadf(stream, JSON_REJECT_DUPLICATES, &where);
    fclose(stream);
    if (json_is_object(manifest))
        return manifest;
    if (report_is_whole(error) == MOG_OK)
        mog_fail(error, MOG_ERROR_DATA, "%s is no manifest: %s at line %d", path.text,
                 manifest == NULL ? where.text : "no object", where.line);
    json_decref(manifest);
    return NULL;
}

mog_status run_write_manifest(const char *directory, const json_t *manifest, mog_error *error) {
    char *text = json_dumps(manifest, JSON_INDENT(2));
    mog_status status = report_is_whole(error);
    mog_file *file = NULL;
    if (status == MOG_OK)
        status = mog_file_create(path_in_run(directory, RUN_MANIFEST).text, &file, error);
    if (file != NULL) {
        mog_file_print(file, "%s\n", text);
        status = mog_file_commit(file, error);
    }
    free(text);
    return status;
}

void manifest_add_build(json_t *manifest) {
    mog_blas_info blas;
    mog_blas_open(&blas, NULL); /* without it nothing has been multiplied: all is empty then */
    char host[256] = "unknown";
    gethostname(host, sizeof host - 1);
    report_text(manifest, "mog", MOG_VERSION);
    report_text(manifest, "compiler", __VERSION__);
    report_text(manifest, "blas_library", blas.library);
    report_text(manifest, "blas_kernels", blas.kernels);
    report_integer(manifest, "blas_threads", (uint64_t)blas.threads);
    report_text(manifest, "host", host);
}

void manifest_add_time(json_t *manifest, const char *key) {
    char text[32];
    const time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    report_text(manifest, key, text);
}
