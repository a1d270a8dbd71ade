// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * An environment whose expected reward can be worked out by hand: the state is the parity of the
 * episode's number, and rewards are products of what neighbours do.
 */
#ifndef MOG_TESTS_TOY_ENVIRONMENT_H
#define MOG_TESTS_TOY_ENVIRONMENT_H

#include "mog/environment.h"

#include <cmath>
#include <vector>

namespace {

struct ToyEnvironment {
    mog_environment interface;
    size_t links;
    double scale = 1;  /**< of all rewards */
    double offset = 3; /**< of a rate, whatever is done */
    uint64_t first = 0;
    size_t count = 0;
    std::vector<double> seen; /**< rewards of all episodes and draws since the last reset */

    explicit ToyEnvironment(size_t k) : interface { Reset, Observe, Act, Free }, links(k) {
    }

    /** Rate of a link, given what all of them do: powers or RBs. */
    double Rate(bool odd, const std::vector<double> &action, size_t link) const {
        const double own = action[link], next = action[(link + 1) % links];
        const double phase = odd ? 0.8 : 0;
        return scale * (offset + std::sin(1.3 * own + double(link) + phase) - own * next);
    }

    double Reward(bool odd, const std::vector<double> &action) const {
        double sum = 0;
        for (size_t i = 0; i < links; i++)
            sum += Rate(odd, action, i);
        return sum;
    }

    static mog_status Reset(mog_environment *environment, uint64_t first, size_t count,
                            mog_error *) {
        ToyEnvironment *toy = reinterpret_cast<ToyEnvironment *>(environment);
        toy->first = first;
        toy->count = count;
        toy->seen.clear();
        return MOG_OK;
    }
    static mog_status Observe(mog_environment *, mog_observation *, mog_error *error) {
        return mog_fail(error, MOG_ERROR_ARGUMENT, "there is nothing to see");
    }
    static mog_status Act(mog_environment *environment, const mog_action *action, double *reward,
                          mog_error *) {
        ToyEnvironment *toy = reinterpret_cast<ToyEnvironment *>(environment);
        for (size_t e = 0; e < toy->count; e++) {
            std::vector<double> taken(toy->links);
            for (size_t i = 0; i < toy->links; i++)
                taken[i] = action->rb != nullptr ? action->rb[e * toy->links + i]
                                                 : action->power[e * toy->links + i];
            const bool odd = (toy->first + e) % 2 == 1;
            for (size_t i = 0; i < toy->links; i++)
                reward[e * toy->links + i] = toy->Rate(odd, taken, i);
            toy->seen.push_back(toy->Reward(odd, taken));
        }
        return MOG_OK;
    }
    static void Free(mog_environment *) {
    }
};

} // namespace

#endif
