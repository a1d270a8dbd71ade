/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A data set in memory: channels, where they came from, and what solvers said about them.
 *
 * Functions may be called by any thread, one thread at a time for each data set that they change.
 */
#ifndef MOG_DATASET_H
#define MOG_DATASET_H

#include "mog/radio.h"
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Longest name of a solver, its terminating zero included. */
#define MOG_NAME_SIZE 32

/** Most label sets of one data set. */
#define MOG_MAX_LABELS 16

/** Most notes on one thing, and the sizes of their texts, the terminating zeros included. */
#define MOG_MAX_NOTES 48
#define MOG_NOTE_KEY_SIZE 64
#define MOG_NOTE_VALUE_SIZE 128

/** Where something came from, for people and programs to read: "solver.sweeps" = "100". */
typedef struct mog_notes {
    size_t count;
    struct mog_note {
        char key[MOG_NOTE_KEY_SIZE];
        char value[MOG_NOTE_VALUE_SIZE];
    } note[MOG_MAX_NOTES];
} mog_notes;

/**
 * Takes a note, in place of an older one of the same key.
 * @return MOG_OK, or MOG_ERROR_ARGUMENT if there are too many, or a text is too long or empty
 */
mog_status mog_notes_set(mog_notes *notes, const char *key, const char *value, mog_error *error);

/** Notes all settings of a section, as "section.key". */
mog_status mog_notes_set_section(mog_notes *notes, const mog_section *section, const void *settings,
                                 mog_error *error);

/** A note's text, or NULL. */
const char *mog_notes_get(const mog_notes *notes, const char *key);

/** The solutions of one solver. */
typedef struct mog_labels {
    char solver[MOG_NAME_SIZE];
    double *power;    /**< [S][K], 0..1 */
    uint32_t *rb;     /**< [S][K], 0..N-1 */
    double *sum_rate; /**< [S], bit/s/Hz, weighted if the data set has weights */
    double *value;    /**< [S], of the utility that was maximised, or NULL: the sum rate */
    double *bound;    /**< [S], an upper bound on the utility's value, or NULL if the solver gives
                           none */
    mog_notes notes;  /**< the settings of solver and utility */
} mog_labels;

/** Arrays that labels may have besides powers, RBs and sum rates. */
typedef enum mog_labels_part { MOG_LABELS_BOUND = 1, MOG_LABELS_VALUE = 2 } mog_labels_part;

/** Channels with their labels. All arrays belong to the data set. */
typedef struct mog_dataset {
    size_t samples;
    size_t links;
    size_t n_rb;         /**< N >= 1: resource blocks */
    bool per_rb;         /**< whether every RB has gains of its own */
    double noise_power;  /**< sigma^2 */
    double max_power;    /**< always 1: powers are fractions */
    double *gain;        /**< [S][K][K], or [S][N][K][K] if per_rb; true: what rates and labels
                            follow from */
    double *known_gain;  /**< like gain, what a decision is made on (mog/csi.h), or NULL: `gain` */
    double *weight;      /**< [S][K], or NULL: all ones */
    double *price;       /**< [S][K], of power, or NULL: none */
    double *tx_position; /**< [S][K][2], m, or NULL */
    double *rx_position; /**< [S][K][2], m, or NULL */
    bool has_scenario; /**< whether `scenario`, `seed` and `first` say where the gains came from */
    mog_scenario scenario;
    uint64_t seed;
    uint64_t first;         /**< index of sample 0 in the scenario's stream */
    mog_notes weight_notes; /**< how weights came about that no scenario says */
    size_t label_count;
    mog_labels labels[MOG_MAX_LABELS];
} mog_dataset;

/** Arrays that a new data set has besides its gains. */
typedef enum mog_dataset_part {
    MOG_DATASET_WEIGHTS = 1,
    MOG_DATASET_POSITIONS = 2,
    MOG_DATASET_PER_RB = 4, /**< gains for every RB */
    MOG_DATASET_PRICES = 8
} mog_dataset_part;

/**
 * A data set of zero gains.
 *
 * @param n_rb     N >= 1
 * @param parts    an or of mog_dataset_part
 * @param dataset  out; NULL on failure
 * @return MOG_OK; MOG_ERROR_ARGUMENT (impossible sizes); MOG_ERROR_MEMORY
 */
mog_status mog_dataset_create(size_t samples, size_t links, size_t n_rb, unsigned parts,
                              mog_dataset **dataset, mog_error *error);

/**
 * Generates a data set of a scenario: samples first ... first + samples - 1.
 *
 * Weights of MOG_WEIGHTS_TRAJECTORY are ones then, for mog_slots_trajectory() (mog/slots.h) to
 * replace.
 *
 * @param dataset  out; NULL on failure
 * @return MOG_OK; MOG_ERROR_ARGUMENT (a scenario out of its ranges); MOG_ERROR_MEMORY
 */
mog_status mog_dataset_generate(const mog_scenario *scenario, uint64_t seed, uint64_t first,
                                size_t samples, mog_dataset **dataset, mog_error *error);

/** Frees a data set and all its arrays; NULL is allowed. */
void mog_dataset_free(mog_dataset *dataset);

/** The channels as a problem; valid as long as the data set. */
mog_problem mog_dataset_problem(const mog_dataset *dataset);

/** The channels as they are known, as a problem; valid as long as the data set. */
mog_problem mog_dataset_known_problem(const mog_dataset *dataset);

/** The labels of a solver, or NULL. */
const mog_labels *mog_dataset_labels(const mog_dataset *dataset, const char *solver);

/**
 * Empty labels of a solver to fill in, in place of older ones of the same name.
 *
 * @param parts   an or of mog_labels_part
 * @param labels  out, the data set's; NULL on failure
 * @return MOG_OK; MOG_ERROR_ARGUMENT (too many, or too long a name); MOG_ERROR_MEMORY
 */
mog_status mog_dataset_add_labels(mog_dataset *dataset, const char *solver, unsigned parts,
                                  mog_labels **labels, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
