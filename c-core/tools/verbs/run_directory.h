/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The directory of a training run:
 *
 *     config.ini               all settings, as --config reads them
 *     manifest.json            where, when and with what the run was made, and how it ended
 *     checkpoint.safetensors   the state after the last complete epoch
 *     metrics.csv              one row per epoch; no times: a resumed run has the same bytes
 *     policy.safetensors       the result
 *
 * They are written in this order, each of them whole or not at all: a run has begun when its
 * manifest is there, and then its settings are, too.
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

/**
 * Looks into the directory, if there is one, and locks it, so that two trainings never write into
 * the same. File systems that lock no directories (some of NFS) are taken as they are.
 *
 * @param lock  for the other functions; -1 if there is no directory yet. The kernel ends a lock
 *              with the program, however that ends
 * @return MOG_ERROR_ARGUMENT if there is a run that is not wanted, MOG_ERROR_IO if another program
 *         trains there, MOG_ERROR_DATA if there is a run to be resumed that lacks files
 */
mog_status run_directory_claim(const char *directory, existing_run existing, int *lock,
                               mog_error *error);

/**
 * Makes the directory and locks it, if it was not there; else removes what must not stay: the run
 * that is replaced, and what killed runs have left unfinished.
 */
mog_status run_directory_make(const char *directory, existing_run existing, int *lock,
                              mog_error *error);

/** Ends the lock; -1 is allowed. */
void run_directory_release(int lock);

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
