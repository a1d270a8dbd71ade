/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Settings of learning by interaction: policy gradients (PG; Williams, Machine Learning 1992) and
 * deterministic policy gradients (DPG; Silver et al., ICML 2014; Lillicrap et al., ICLR 2016), in
 * episodes of one step. mog_recipe_default() (mog/learn.h) has tuned ones, the papers' plain ones
 * are presets. Any thread may read and copy them.
 */
#ifndef MOG_RL_H
#define MOG_RL_H

#include "mog/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is subtracted from a reward. */
typedef enum mog_baseline {
    MOG_BASELINE_NONE,
    MOG_BASELINE_LEAVE_ONE_OUT /**< mean reward of the other actions drawn in the same state */
} mog_baseline;

/** What a critic is fitted to, and whose gradient the actor climbs. */
typedef enum mog_critic_kind {
    MOG_CRITIC_WHOLE,    /**< one value: the sum of the critic's outputs is the sum rate */
    MOG_CRITIC_PER_LINK, /**< a value for each link: each output is that link's rate */
    MOG_CRITIC_ORACLE    /**< powers: the true gradient of the sum rate on the channels as they are
                            known, nothing is learned */
} mog_critic_kind;

typedef struct mog_rl_settings {
    /* pg */
    size_t draws;          /**< actions drawn in every state */
    int baseline;          /**< mog_baseline */
    bool normalize;        /**< divide advantages by their deviation over the batch */
    double entropy;        /**< weight of the policy's entropy in the objective, nats, summed over
                              the links */
    double entropy_factor; /**< it is multiplied by this ... */
    size_t entropy_every;  /**< ... every so many episodes */

    /* dpg */
    int critic;         /**< mog_critic_kind */
    double critic_rate; /**< its learning rate (Adam) */
    bool standardize;   /**< the critic learns rewards less their running mean, over their
                           running deviation */
    bool scale_free;    /**< the value's gradient is divided by the mean |V| of the batch
                           (Fujimoto, Gu, NeurIPS 2021), so that beta means the same everywhere */
    bool invert;        /**< powers: the value's gradient is weighed by the room that is left in its
                           direction (Hausknecht, Stone, ICLR 2016); by that of a sigmoid alone, a
                           power that has come to an end of its range would stay there */
    size_t interactions; /**< episodes between two updates */
    size_t replay;       /**< experiences that are kept */
    size_t warm_up;      /**< first episodes, with random actions; the critic alone learns */
    double noise;        /**< deviation of Gaussian noise on the actor's logits */
    double noise_factor; /**< it is multiplied by this ... */
    size_t noise_every;  /**< ... every so many episodes */
    double vertices;     /**< share of actions drawn from the vertices: powers 0 or 1, one RB */
} mog_rl_settings;

/** Section "rl" of configuration files. */
extern const mog_section mog_rl_section;

#ifdef __cplusplus
}
#endif
#endif
