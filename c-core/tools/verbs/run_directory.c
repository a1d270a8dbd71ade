/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verbs/run_directory.h"

#include "mog/blas.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *const file_names[] = {RUN_POLICY,   RUN_CHECKPOINT, RUN_METRICS,
                                         RUN_MANIFEST, RUN_CONFIG,     NULL};

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

mog_status run_directory_prepare(const char *directory, existing_run existing, mog_error *error) {
    struct stat status;
    if (strlen(directory) + 64 > PATH_MAX)
        return mog_fail(error, MOG_ERROR_IO, "cannot make the directory %.64s...: too long",
                        directory);
    if (mkdir(directory, 0777) == 0)
        return MOG_OK;
    if (errno != EEXIST)
        return mog_fail(error, MOG_ERROR_IO, "cannot make the directory %s: %s", directory,
                        strerror(errno));
    if (stat(directory, &status) != 0 || !S_ISDIR(status.st_mode))
        return mog_fail(error, MOG_ERROR_IO,
                        "cannot make the directory %s: there is a file of that name", directory);
    if (!holds_run(directory) || existing == EXISTING_RUN_RESUME)
        return MOG_OK;
    if (existing == EXISTING_RUN_REPLACE)
        return remove_run(directory, error);
    return mog_fail(error, MOG_ERROR_ARGUMENT,
                    "%s holds a run already: continue it with --resume, replace it with --force, "
                    "or name another directory",
                    directory);
}

mog_status run_write_config(const char *directory, const config_binding *bindings,
                            mog_error *error) {
    mog_file *file = mog_file_create(path_in_run(directory, RUN_CONFIG).text, error);
    if (file == NULL)
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
    mog_file *file = mog_file_create(path_in_run(directory, RUN_METRICS).text, error);
    if (file == NULL)
        return error->status;
    const mog_section *metrics = mog_epoch_section();
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
    FILE *stream = mog_file_open(path.text, &bytes, error);
    if (stream == NULL)
        return NULL;
    json_error_t where;
    json_t *manifest = json_loadf(stream, JSON_REJECT_DUPLICATES, &where);
    fclose(stream);
    if (!json_is_object(manifest)) {
        mog_fail(error, MOG_ERROR_DATA, "%s is no manifest: %s at line %d", path.text,
                 manifest == NULL ? where.text : "no object", where.line);
        json_decref(manifest);
        return NULL;
    }
    return manifest;
}

mog_status run_write_manifest(const char *directory, const json_t *manifest, mog_error *error) {
    char *text = json_dumps(manifest, JSON_INDENT(2));
    if (text == NULL)
        return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: manifest of %s", directory);
    mog_status status = MOG_ERROR_IO;
    mog_file *file = mog_file_create(path_in_run(directory, RUN_MANIFEST).text, error);
    if (file != NULL) {
        mog_file_print(file, "%s\n", text);
        status = mog_file_commit(file, error);
    }
    free(text);
    return status;
}

void manifest_add_build(json_t *manifest) {
    const mog_blas_info blas = mog_blas_describe();
    char host[256] = "unknown";
    gethostname(host, sizeof host - 1);
    json_object_set_new(manifest, "mog", json_string(MOG_VERSION));
    json_object_set_new(manifest, "compiler", json_string(__VERSION__));
    json_object_set_new(manifest, "blas_library", json_string(blas.library));
    json_object_set_new(manifest, "blas_kernels", json_string(blas.kernels));
    json_object_set_new(manifest, "blas_threads", json_integer(blas.threads));
    json_object_set_new(manifest, "host", json_string(host));
}

void manifest_add_time(json_t *manifest, const char *key) {
    char text[32];
    const time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    json_object_set_new(manifest, key, json_string(text));
}
