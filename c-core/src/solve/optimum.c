/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The certified optimum of the weighted sum rate, by branch and bound over boxes of powers (mixed
 * monotonic programming: Matthiesen, Hellings, Jorswieck, Utschick, IEEE Trans. Signal Processing
 * 2020): the box with the largest bound is split in two, until no bound lies more than the gap
 * above the best powers known. Bounds are in optimum_bound.c, what else narrows boxes in
 * optimum_box.c.
 */
#include "solve/optimum_box.h"
#include "solve/solver.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

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
    mog_problem sample;
    mog_box_problem boxes;
    double *power;   /* [K] the best powers known */
    double lower;    /* their weighted sum rate */
    double excluded; /* no powers outside the heap's boxes are worth more than this, or `lower` */
} search;

static double target(const search *s) {
    return s->lower * (1 + s->settings->gap);
}

static void try_powers(search *s, const double *power) {
    double rate;
    mog_sum_rate(&s->sample, power, &rate);
    if (rate > s->lower) {
        s->lower = rate;
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

/* Improves the powers of one sample to the optimum. */
static mog_status certify(search *s, box_heap *heap, double *bound, mog_error *error) {
    mog_sum_rate(&s->sample, s->power, &s->lower);
    try_vertices(s);
    heap->count = 0;
    mog_status status = mog_box_problem_init(&s->boxes, &s->sample, error);
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

static size_t workspace(size_t links) {
    return mog_solver_fplinq_strong.workspace(links);
}

/* Starts from fplinq-strong's powers: the better the first incumbent, the fewer boxes. */
static mog_status run(mog_solver *solver, const mog_problem *problem, uint64_t first, double *power,
                      double *bound, mog_error *error) {
    mog_status status = mog_solver_fplinq_strong.run(solver, problem, first, power, NULL, error);
    box_heap heap = {NULL, 0, 0};
    for (size_t n = 0; n < problem->samples && status == MOG_OK; n++) {
        search s = {.settings = &solver->settings, .sample = mog_problem_sample(problem, n)};
        s.power = power + n * problem->links;
        double upper;
        status = certify(&s, &heap, &upper, error);
        if (bound != NULL)
            bound[n] = upper;
    }
    mog_release(heap.box);
    return status;
}

const mog_solver_kind mog_solver_optimum = {
    .help = "certified to within `gap` by branch and bound, with upper bounds; up to 8 links",
    .has_bound = true,
    .max_links = MOG_OPTIMUM_MAX_LINKS,
    .adjust = adjust,
    .workspace = workspace,
    .run = run,
};
