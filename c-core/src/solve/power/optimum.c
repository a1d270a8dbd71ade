/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The certified optimum of a sum rate or an energy efficiency, by branch and bound over boxes of
 * powers (mixed monotonic programming: Matthiesen, Hellings, Jorswieck, Utschick, IEEE Trans.
 * Signal Processing 2020): the box with the largest bound is split in two, until no bound lies more
 * than the gap above the best powers known.
 *
 * Bounds of the sum rate less prices are in optimum_bound.c, what else narrows boxes in
 * optimum_box.c. The network's energy efficiency comes down to these, in optimum_network.c; the
 * links' has bounds of its own, in optimum_links.c.
 */
#include "solve/power/optimum_narrow.h"
#include "solve/solver.h"

#include "base/memory.h"
#include "radio/problem.h"

#include <math.h>
#include <string.h>

/*
 * Where prices eat up nearly all that rates are worth, what is left is known to this share of the
 * rates, and the gap is no narrower.
 */
static const double resolution = 1e-11;

/* Boxes with open questions, the one of largest bound first: a binary heap that grows. */
typedef struct box_heap {
    mog_box *box;
    size_t count, capacity;
} box_heap;

static mog_status push(box_heap *heap, const mog_box *box, mog_error *error) {
    if (heap->count == heap->capacity) {
        const size_t capacity = heap->capacity != 0 ? 2 * heap->capacity : 256;
        mog_box *larger = mog_allocate(capacity, sizeof *larger, error);
        if (larger == NULL)
            return MOG_ERROR_MEMORY;
        if (heap->count != 0)
            memcpy(larger, heap->box, heap->count * sizeof *larger);
        mog_release(heap->box);
        heap->box = larger;
        heap->capacity = capacity;
    }
    size_t i = heap->count++;
    for (; i > 0 && heap->box[(i - 1) / 2].bound < box->bound; i = (i - 1) / 2)
        heap->box[i] = heap->box[(i - 1) / 2];
    heap->box[i] = *box;
    return MOG_OK;
}

static mog_box pop(box_heap *heap) {
    const mog_box top = heap->box[0], last = heap->box[--heap->count];
    size_t i = 0;
    for (size_t child = 1; child < heap->count; child = 2 * i + 1) {
        if (child + 1 < heap->count && heap->box[child + 1].bound > heap->box[child].bound)
            child++;
        if (heap->box[child].bound <= last.bound)
            break;
        heap->box[i] = heap->box[child];
        i = child;
    }
    heap->box[i] = last;
    return top;
}

/* What is known of one sample. */
typedef struct search {
    const mog_solver_settings *settings;
    const mog_utility *utility;
    mog_problem sample;
    mog_box_problem boxes;
    double *power;   /* [K] the best powers known */
    double lower;    /* what they are worth */
    double excluded; /* no powers outside the heap's boxes are worth more than this, or `lower` */
    double blur;     /* differences of worth below this are not told apart */
} search;

static double target(const search *s) {
    return fmax(s->lower * (1 + s->settings->gap), s->lower + s->blur);
}

static double worth(const search *s, const double *power) {
    double scratch[2 * MOG_OPTIMUM_MAX_LINKS], value;
    mog_utility_values(s->utility, &s->sample, NULL, power, scratch, &value, NULL);
    return value;
}

static void try_powers(search *s, const double *power) {
    const double value = worth(s, power);
    if (value > s->lower) {
        s->lower = value;
        memcpy(s->power, power, s->sample.links * sizeof *power);
    }
}

/* All on/off powers: with interference as strong as signals the optimum is nearly always one. */
static void try_vertices(search *s) {
    double power[MOG_OPTIMUM_MAX_LINKS];
    const size_t links = s->sample.links;
    for (size_t vertex = 0; vertex < (size_t)1 << links; vertex++) {
        for (size_t i = 0; i < links; i++)
            power[i] = (double)(vertex >> i & 1);
        try_powers(s, power);
    }
}

/*
 * Climbs from the powers known, one link at a time and by factors, as powers matter by their
 * decibels. FPLinQ is slow to reach the last digits of powers between none and all.
 */
static void polish(search *s) {
    enum { ROUNDS = 200 };
    const double finest = 1 + 1e-7;
    double factor = 2, power[MOG_OPTIMUM_MAX_LINKS];
    const size_t links = s->sample.links;
    for (int round = 0; round < ROUNDS && factor > finest; round++) {
        const double before = s->lower;
        for (size_t i = 0; i < links; i++) {
            memcpy(power, s->power, links * sizeof *power);
            const double present = power[i];
            power[i] = fmin(present * factor, 1);
            try_powers(s, power);
            power[i] = present / factor;
            try_powers(s, power);
        }
        if (!(s->lower > before))
            factor = sqrt(factor);
    }
}

/* Bounds a new box, narrows it, and puts it aside for splitting if it may hold anything better. */
static mog_status consider(search *s, box_heap *heap, mog_box *box, mog_error *error) {
    const double goal = target(s);
    if (mog_box_narrow(&s->boxes, box, goal))
        s->excluded = fmax(s->excluded, goal);
    try_powers(s, box->low);
    try_powers(s, box->high);
    if (box->bound > target(s))
        return push(heap, box, error);
    s->excluded = fmax(s->excluded, box->bound);
    return MOG_OK;
}

static mog_status branch(search *s, box_heap *heap, mog_error *error) {
    mog_box root = {.bound = HUGE_VAL};
    for (size_t i = 0; i < s->sample.links; i++)
        root.high[i] = 1;
    mog_status status = consider(s, heap, &root, error);
    for (size_t nodes = 1; nodes < s->settings->nodes && heap->count > 0; nodes += 2) {
        if (status != MOG_OK || heap->box[0].bound <= target(s))
            break;
        mog_box lower = pop(heap), upper;
        mog_box_split(&s->boxes, &lower, &upper);
        status = consider(s, heap, &lower, error);
        if (status == MOG_OK)
            status = consider(s, heap, &upper, error);
    }
    return status;
}

/* Whether power costs anything, so that best powers may lie anywhere. */
static bool is_charged(const search *s) {
    return s->sample.price != NULL || !mog_utility_is_linear(s->utility);
}

/* What rates would be worth without interference. */
static double rates_alone(const mog_box_problem *p) {
    double sum = 0;
    for (size_t i = 0; i < p->links; i++)
        sum += p->weight[i] * log1p(p->direct[i] / p->noise);
    return sum;
}

/* Improves the powers of one sample to the optimum. */
static mog_status certify(search *s, box_heap *heap, double *bound, mog_error *error) {
    s->lower = worth(s, s->power);
    try_vertices(s);
    if (is_charged(s))
        polish(s);
    heap->count = 0;
    mog_status status = mog_box_problem_init(&s->boxes, s->utility, &s->sample, error);
    s->blur = s->sample.price != NULL ? resolution * rates_alone(&s->boxes) : 0;
    if (status == MOG_OK)
        status = branch(s, heap, error);
    *bound = fmax(s->lower, s->excluded);
    if (heap->count > 0)
        *bound = fmax(*bound, heap->box[0].bound);
    return status;
}

static void adjust(mog_solver_settings *settings) {
    mog_solver_fplinq_strong.adjust(settings);
}

static mog_solver_room room(const mog_solver_settings *settings, size_t links, size_t n_rb) {
    return mog_solver_fplinq_strong.room(settings, links, n_rb);
}

static bool takes(size_t links, size_t n_rb) {
    (void)n_rb;
    return links <= MOG_OPTIMUM_MAX_LINKS;
}

/* Starts from fplinq-strong's powers: the better the first incumbent, the fewer boxes. */
static mog_status run(mog_solver *solver, const mog_problem *problem, uint64_t first,
                      const mog_allocation *out, double *bound, mog_error *error) {
    mog_status status = mog_solver_fplinq_strong.run(solver, problem, first, out, NULL, error);
    box_heap heap = {NULL, 0, 0};
    for (size_t n = 0; n < problem->samples && status == MOG_OK; n++) {
        search s = {.settings = &solver->settings,
                    .utility = &solver->utility,
                    .sample = mog_problem_sample(problem, n)};
        s.power = out->power + n * problem->links;
        double upper;
        status = certify(&s, &heap, &upper, error);
        if (bound != NULL)
            bound[n] = upper;
    }
    mog_release(heap.box);
    return status;
}

static bool takes_utility(const mog_utility *utility) {
    return mog_utility_is_linear(utility) || utility->kind == MOG_UTILITY_ENERGY_EFFICIENCY ||
           utility->kind == MOG_UTILITY_LINK_ENERGY_EFFICIENCY;
}

const mog_solver_kind mog_solver_optimum = {
    .help = "certified to within `gap` by branch and bound, with upper bounds; up to 8 links",
    .has_bound = true,
    .limit = "at most 8 links",
    .instead = "fplinq-strong",
    .takes = takes,
    .takes_utility = takes_utility,
    .adjust = adjust,
    .room = room,
    .run = run,
};
