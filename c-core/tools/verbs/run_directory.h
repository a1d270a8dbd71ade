/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The directory of a training run:
 *
 *     config.ini               all settings, as --config reads them
 *     manifest.json            where, when and with what the run was made, and how it ended
 *     metrics.csv              one row per epoch; no times, so that a resumed run has the same
 * bytes checkpoint.safetensors   the state after the last complete epoch policy.safetensors the
 * result
 */
#ifndef MOG_TOOLS_RUN_DIRECTORY_H
#define MOG_TOOLS_RUN_DIRECTORY_H

#include "mog/learn.h"
#include "program/config.h"
#include <jansson.h>
#include <limits.h>

#define RUN_CONFIG "config.ini"
#define RUN_MANIFEST "manifest.json"
#define RUN_METRICS "metrics.csv"
#define RUN_CHECKPOINT "checkpoint.safetensors"
#define RUN_POLICY "policy.safetensors"

/** A path inside a run directory. */
typedef struct run_path {
    char text[PATH_MAX];
} run_path;

run_path path_in_run(const char *directory, const char *name);

/** What to do with a directory that holds a run already. */
typedef enum existing_run {
    EXISTING_RUN_REFUSE,
    EXISTING_RUN_RESUME,
    EXISTING_RUN_REPLACE
} existing_run;

/** Makes the directory, or looks after the run in it. */
mog_status run_directory_prepare(const char *directory, existing_run existing, mog_error *error);

/** Whether a file of that name is there. */
bool run_directory_has(const char *directory, const char *name);

/** config.ini */
mog_status run_write_config(const char *directory, const config_binding *bindings,
                            mog_error *error);

/** metrics.csv */
mog_status run_write_metrics(const char *directory, const mog_epoch *epochs, size_t count,
                             mog_error *error);

/** Reads manifest.json; NULL and `error` if it is not there or broken. */
json_t *run_read_manifest(const char *directory, mog_error *error);

/** manifest.json */
mog_status run_write_manifest(const char *directory, const json_t *manifest, mog_error *error);

/** Adds version, compiler, BLAS library and host to a manifest. */
void manifest_add_build(json_t *manifest);

/** Adds the present time, UTC. */
void manifest_add_time(json_t *manifest, const char *key);

#endif
