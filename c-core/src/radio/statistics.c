/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statistics of what links have had. */
#include "mog/statistics.h"

#include "base/memory.h"
#include "radio/utility/utility.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MEMBER(name) #name, offsetof(mog_link_statistics, name)

const mog_statistic mog_link_statistics_list[] = {
    {MEMBER(utility), "mean over samples of the utility at the links' mean rates and powers"},
    {MEMBER(sum_rate), "mean over samples, bit/s/Hz"},
    {MEMBER(mean_rate), "of all links, bit/s/Hz"},
    {MEMBER(percentile_5), "5th percentile of all links' mean rates, bit/s/Hz"},
    {MEMBER(mean_minimum), "mean over samples of the smallest mean rate, bit/s/Hz"},
    {MEMBER(minimum), "smallest mean rate of all, bit/s/Hz"},
    {MEMBER(geometric_mean), "of all links' mean rates, bit/s/Hz; 0 if one has nothing"},
    {MEMBER(log_rate), "mean over samples of the sum of ln R, R in bit/s/Hz"},
    {MEMBER(jain), "Jain's index of fairness, mean over samples"},
    {MEMBER(never_served), "share of links that were never served"},
    {MEMBER(below_minimum), "share of links below utility.minimum_rate"},
    {MEMBER(energy_efficiency), "mean over samples of sum R / sum of power spent"},
    {MEMBER(link_energy_efficiency), "mean over samples of the sum of R / power spent"},
    {NULL, 0, NULL},
};

static int compare(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Of sorted values: linear between the two ranks around `share` of the way. */
static double quantile(const double *sorted, size_t count, double share) {
    const double place = share * (double)(count - 1);
    const size_t below = (size_t)place, above = below + 1 < count ? below + 1 : below;
    return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

/* Adds what each sample contributes to a mean over samples; `scratch` is [K]. */
static void add_sample(const mog_utility *utility, const mog_link_means *means, size_t sample,
                       double *scratch, mog_link_statistics *sums) {
    const size_t k = means->links, at = sample * k;
    const double *rate = means->rate + at, *power = means->power + at;
    const mog_instant instant = {.links = k,
                                 .weight = means->weight != NULL ? means->weight + at : NULL,
                                 .price = means->price != NULL ? means->price + at : NULL,
                                 .rate = rate,
                                 .power = power};
    double sum = 0, squares = 0, spent = 0, least = rate[0];
    for (size_t i = 0; i < k; i++) {
        const double cost = utility->amplifier * power[i] + utility->circuit_power;
        sum += rate[i];
        squares += rate[i] * rate[i];
        spent += cost;
        least = fmin(least, rate[i]);
        sums->log_rate += log(fmax(rate[i], MOG_RATE_FLOOR));
        sums->link_energy_efficiency += rate[i] / cost;
    }
    sums->utility += mog_utility_value(utility, &instant, scratch);
    sums->sum_rate += sum;
    sums->mean_minimum += least;
    sums->jain += squares > 0 ? sum * sum / ((double)k * squares) : 0;
    sums->energy_efficiency += sum / spent;
}

/* What is counted over all links; `sorted` are their rates. */
static void count_links(const mog_utility *utility, const mog_link_means *means,
                        const double *sorted, mog_link_statistics *out) {
    const size_t links = means->samples * means->links;
    size_t never = 0, below = 0;
    for (size_t n = 0; n < links; n++) {
        never += means->served != NULL ? means->served[n] <= 0 : means->rate[n] <= MOG_RATE_FLOOR;
        below += means->rate[n] < utility->minimum_rate;
    }
    out->never_served = (double)never / (double)links;
    out->below_minimum = (double)below / (double)links;
    out->percentile_5 = quantile(sorted, links, 0.05);
    out->minimum = sorted[0];
    out->geometric_mean =
        sorted[0] > MOG_RATE_FLOOR ? exp(out->log_rate / (double)means->links) : 0;
}

mog_status mog_link_statistics_of(const mog_utility *utility, const mog_link_means *means,
                                  mog_link_statistics *statistics, mog_error *error) {
    const size_t links = means->samples * means->links;
    double *sorted = mog_allocate(links, sizeof *sorted, error);
    if (sorted == NULL)
        return MOG_ERROR_MEMORY;
    mog_link_statistics out = {0};
    for (size_t s = 0; s < means->samples; s++)
        add_sample(utility, means, s, sorted, &out); /* at first a scratch */
    double *const over_samples[] = {
        &out.utility, &out.sum_rate,          &out.mean_minimum,          &out.log_rate,
        &out.jain,    &out.energy_efficiency, &out.link_energy_efficiency};
    for (size_t n = 0; n < sizeof over_samples / sizeof over_samples[0]; n++)
        *over_samples[n] /= (double)means->samples;
    out.mean_rate = out.sum_rate / (double)means->links;
    memcpy(sorted, means->rate, links * sizeof *sorted);
    qsort(sorted, links, sizeof *sorted, compare);
    count_links(utility, means, sorted, &out);
    mog_release(sorted);
    *statistics = out;
    return MOG_OK;
}
