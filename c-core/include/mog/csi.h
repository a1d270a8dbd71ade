/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Bad knowledge of the channels (channel state information, CSI): what a decision is made on, while
 * rates follow from the true gains.
 *
 * A channel coefficient h has the gain G = |h|^2 (`gic` with gain_mode = amplitude: G = |h|) and
 * the mean gain g = E|h|^2 over its fading. With `e` ~ CN(0, 1) drawn for every path:
 *
 *     ideal     h' = h
 *     noisy     h' = h + sqrt(error g) e              an estimate with an independent error
 *     missing   h' = 0 with some probability, else h  an entry that was never reported
 *     delayed   h' = rho h + sqrt((1 - rho^2) g) e    Gauss-Markov: the channel some time ago
 *
 * Only G is kept of h; its phase does not matter, because e has none of its own. In Jakes' model
 * the correlation after a delay d at a Doppler frequency f is rho = J0(2 pi f d).
 *
 * g is 1 for `gic`; for `d2d` it is path loss, antenna gain and shadowing; in data sets that do not
 * say where they came from the entry itself stands for it.
 *
 * Functions may be called by any thread, one thread at a time for each data set.
 */
#ifndef MOG_CSI_H
#define MOG_CSI_H

#include "mog/dataset.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is wrong with the knowledge of the channels. */
typedef enum mog_csi_kind {
    MOG_CSI_IDEAL,
    MOG_CSI_NOISY,
    MOG_CSI_MISSING,
    MOG_CSI_DELAYED
} mog_csi_kind;

/** How channels are known. Members that a kind does not use are ignored. */
typedef struct mog_csi_settings {
    int kind;           /**< mog_csi_kind */
    double error_db;    /**< noisy: mean square error of h over the mean gain, dB */
    double probability; /**< missing: that an entry is unknown */
    bool direct_known;  /**< missing: direct entries are always known */
    double correlation; /**< delayed: rho, 0..1 */
    uint64_t seed; /**< names the errors; those of a sample depend on its index in its scenario */
} mog_csi_settings;

/** Section "csi" of configuration files. */
extern const mog_section mog_csi_section;

/** Ideal; the other kinds: -10 dB, 0.1 with the direct entries known, rho = 0.9. */
void mog_csi_default(mog_csi_settings *settings);

/**
 * Makes `known_gain` of a data set anew from its true gains. Labels stay what they are: solutions
 * on the true gains. The same settings give the same bytes.
 *
 * @param round  which of the draws of all errors: 0, or the epoch of a training
 * @return MOG_OK; MOG_ERROR_ARGUMENT (bad settings; `delayed` for a scenario without fading, whose
 * channels do not change); MOG_ERROR_DATA (gains that are not those of the data set's scenario);
 * MOG_ERROR_MEMORY. On failure the data set is as before.
 */
mog_status mog_csi_apply(const mog_csi_settings *settings, uint64_t round, mog_dataset *dataset,
                         mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
