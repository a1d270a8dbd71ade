/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A policy and solvers over time: plays and their report. */
#include "verbs/evaluate_slots.h"

#include "output/report.h"
#include "program/command.h"
#include "verbs/baselines.h"
#include "verbs/policy_file.h"
#include "verbs/slots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- playing ------------------------------------------------------------------------------- */

/* A play in progress: rows are added to `result` one by one, each with a way through the file. What
 * links have had is kept, their channels are not. */
typedef struct play {
    const policies *use;
    const slots_request *request;
    mog_dataset_file *file;
    slots_result *result;
} play;

static mog_status open_row(const play *p, slots_row *row, const char *name, mog_error *error) {
    const size_t links = p->result->samples * p->result->links;
    snprintf(row->name, sizeof row->name, "%s", name);
    row->rate = calloc(3 * links, sizeof *row->rate);
    if (row->rate == NULL)
        return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: means of %zu links", links);
    row->power = row->rate + links;
    row->served = row->power + links;
    return MOG_OK;
}

static mog_status measure(const play *p, slots_row *row, mog_error *error) {
    const slots_result *r = p->result;
    const mog_link_means means = {.samples = r->samples,
                                  .links = r->links,
                                  .rate = row->rate,
                                  .power = row->power,
                                  .served = row->served,
                                  .weight = r->weight,
                                  .price = r->price};
    return mog_link_statistics_of(&p->request->utility, &means, &row->statistics, error);
}

/* One row on its way. */
typedef struct row_play {
    const play *p;
    slots_row *row;
    slots_decider *decider;
} row_play;

static void keep(double *all, const double *own, size_t at, size_t links) {
    if (all != NULL)
        memcpy(all + at, own, links * sizeof *all);
}

static mog_status play_chunk(void *context, mog_dataset *chunk, size_t first, mog_error *error) {
    const row_play *r = context;
    const size_t at = first * chunk->links, links = chunk->samples * chunk->links;
    r->decider->dataset = chunk;
    keep(r->p->result->weight, chunk->weight, at, links);
    keep(r->p->result->price, chunk->price, at, links);
    return mog_slots_play(&r->p->request->slots, &r->p->request->utility, chunk, slots_decide,
                          r->decider, r->row->rate + at, r->row->power + at, r->row->served + at,
                          NULL, error);
}

static mog_status play_row(const play *p, const char *name, slots_decider *decider,
                           mog_error *error) {
    const size_t all = p->result->samples * slots_in_all(&p->request->slots);
    slots_row *row = &p->result->row[p->result->count++];
    mog_status status = open_row(p, row, name, error);
    if (status != MOG_OK)
        return status;
    progress bar = progress_start(row->name, all, p->request->quiet);
    row_play r = {p, row, decider};
    decider->bar = &bar;
    status = chunks_of(p->file, chunk_size(&p->request->chunk, p->result->head, 64), play_chunk, &r,
                       error);
    progress_end(&bar);
    row->decision_us = 1e6 * decider->seconds / (double)all;
    return status == MOG_OK ? measure(p, row, error) : status;
}

/* A policy of a utility that is a weighted sum gets the weights of the slot. Any other decides for
 * its own utility in every slot: its network has seen weights inside that utility, if at all. */
static mog_status play_policy(const play *p, const policies *use, const char *name,
                              mog_error *error) {
    allocator policy;
    mog_status status = allocator_open(&policy, use, 64, p->result->links, error);
    slots_decider decider = {.policy = &policy,
                             .own_weights =
                                 !mog_utility_is_linear(&mog_policy_info_of(use->policy)->utility)};
    if (status == MOG_OK)
        status = play_row(p, name, &decider, error);
    allocator_close(&policy);
    return status;
}

static mog_status play_refined(const play *p, mog_error *error) {
    char name[64];
    if (p->request->refine == NULL)
        return MOG_OK;
    snprintf(name, sizeof name, "policy + %s %s", p->request->refine,
             baselines_of(mog_policy_info_of(p->use->policy)->settings.n_rb)->improved_by);
    policies refined = *p->use;
    const mog_status status =
        policy_refine(refined.policy, p->request->refine, &refined.refine, error);
    return status == MOG_OK ? play_policy(p, &refined, name, error) : status;
}

/* For the weights of every slot, or for the sum rate whatever the utility. */
static mog_status play_solver(const play *p, const char *solver, bool own_weights,
                              mog_error *error) {
    const size_t links = p->result->links, n_rb = p->result->head->n_rb;
    char name[64];
    snprintf(name, sizeof name, own_weights ? "%s for sum-rate" : "%s", solver);
    if (!mog_solver_takes(solver, NULL, links, n_rb))
        return MOG_OK;
    slots_decider decider = {.own_weights = own_weights};
    mog_status status = mog_solver_create(solver, NULL, NULL, links, n_rb, &decider.solver, error);
    if (status == MOG_OK)
        status = play_row(p, name, &decider, error);
    mog_solver_free(decider.solver);
    return status;
}

/* Labels are of an instant, and left out. */
static mog_status play_all(const play *p, mog_error *error) {
    const baselines *b = baselines_of(p->result->head->n_rb);
    mog_status status = play_policy(p, p->use, "policy", error);
    if (status == MOG_OK)
        status = play_refined(p, error);
    for (const char *const *name = b->over_time; status == MOG_OK && *name != NULL; name++)
        status = play_solver(p, *name, false, error);
    if (status == MOG_OK && p->request->utility.kind != MOG_UTILITY_SUM_RATE)
        status = play_solver(p, b->teacher, true, error);
    return status;
}

/* ---- the report ---------------------------------------------------------------------------- */

static double value_of(const slots_row *row, const mog_statistic *statistic) {
    return *(const double *)(const void *)((const char *)&row->statistics + statistic->offset);
}

static json_t *rows_of(const slots_result *result) {
    json_t *rows = json_array();
    for (size_t r = 0; r < result->count; r++) {
        json_t *row = json_object();
        report_text(row, "allocator", result->row[r].name);
        for (const mog_statistic *s = mog_link_statistics_list; s->name != NULL; s++)
            report_real(row, s->name, value_of(&result->row[r], s));
        report_real(row, "decision_us", result->row[r].decision_us);
        json_array_append_new(rows, row);
    }
    return rows;
}

/* There are more statistics than allocators: as text, they are lines of the table. */
static json_t *columns_of(const slots_result *result) {
    json_t *lines = json_array();
    for (const mog_statistic *s = mog_link_statistics_list; s->name != NULL; s++) {
        json_t *line = json_object();
        char name[64];
        snprintf(name, sizeof name, "%s", s->name);
        for (char *c = name; *c != '\0'; c++)
            *c = *c == '_' ? ' ' : *c;
        report_text(line, "statistic", name);
        for (size_t r = 0; r < result->count; r++)
            report_real(line, result->row[r].name, value_of(&result->row[r], s));
        json_array_append_new(lines, line);
    }
    return lines;
}

static void report_setting(json_t *object, const char *key, const mog_section *section,
                           const char *name, const void *settings) {
    char text[MOG_FIELD_TEXT_SIZE];
    for (size_t i = 0; i < section->count; i++)
        if (strcmp(section->fields[i].name, name) == 0) {
            mog_settings_print(&section->fields[i], settings, text);
            report_text(object, key, text);
        }
}

static mog_status report(const slots_result *result, const mog_policy *policy, char **text,
                         mog_error *error) {
    const slots_request *request = result->request;
    json_t *object = json_object();
    report_text(object, "policy", request->policy_path);
    report_text(object, "data", request->data_path);
    report_integer(object, "samples", result->samples);
    report_integer(object, "links", result->links);
    report_integer(object, "rbs", result->head->n_rb);
    report_text(object, "utility", mog_utility_name(&request->utility));
    report_real(object, "minimum_rate", request->utility.minimum_rate);
    report_integer(object, "slots", request->slots.count);
    report_integer(object, "warm_up", request->slots.warm_up);
    report_setting(object, "fading", &mog_slots_section, "fading", &request->slots);
    json_object_set_new(object, "policy_sees_weights",
                        json_boolean(mog_policy_info_of(policy)->settings.weights));
    json_object_set_new(object, "rows", request->json ? rows_of(result) : columns_of(result));
    return report_format(object, request->json, text, error);
}

/* A minimum that not all links can have is no failure, but should be noticed. */
static void warn_of_minimum(const slots_result *result) {
    const size_t links = result->samples * result->links;
    const mog_utility *utility = &result->request->utility;
    char text[512] = "";
    bool any = false;
    if (utility->kind != MOG_UTILITY_MINIMUM_RATE || result->request->quiet)
        return;
    for (size_t r = 0, used = 0; r < result->count && used < sizeof text; r++) {
        const double below = result->row[r].statistics.below_minimum * (double)links;
        any = any || below > 0.5;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.0f with %s",
                                 r > 0 ? ", " : "", below, result->row[r].name);
    }
    if (any)
        fprintf(stderr, "mog: of %zu links below utility.minimum_rate = %g: %s\n", links,
                utility->minimum_rate, text);
}

static int finish(const slots_result *result, const mog_policy *policy) {
    const slots_request *request = result->request;
    mog_error error;
    char *text;
    mog_status status = report(result, policy, &text, &error);
    if (status == MOG_OK && request->csv != NULL)
        status = slots_write_csv(result, request->csv, &error);
    if (status == MOG_OK && request->png != NULL)
        status = slots_draw(result, request->png, &error);
    if (status == MOG_OK)
        warn_of_minimum(result);
    const int code = status == MOG_OK ? report_show(text) : fail(&error);
    free(text);
    return code;
}

/* Weights and prices that links have in the file. */
static mog_status open_own(slots_result *result, mog_error *error) {
    const size_t links = result->samples * result->links;
    const bool weighted = result->head->weight != NULL, priced = result->head->price != NULL;
    result->weight = weighted ? calloc(links, sizeof *result->weight) : NULL;
    result->price = priced ? calloc(links, sizeof *result->price) : NULL;
    if ((weighted && result->weight == NULL) || (priced && result->price == NULL))
        return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: weights of %zu links", links);
    return MOG_OK;
}

int evaluate_slots(const policies *use, mog_dataset_file *file, const slots_request *request) {
    mog_error error;
    const mog_dataset *head = mog_dataset_file_contents(file)->head;
    slots_result result = {.request = request,
                           .head = head,
                           .samples = mog_dataset_file_contents(file)->samples,
                           .links = head->links};
    const play p = {use, request, file, &result};
    mog_status status = open_own(&result, &error);
    if (status == MOG_OK)
        status = play_all(&p, &error);
    const int code = status == MOG_OK ? finish(&result, use->policy) : fail(&error);
    for (size_t r = 0; r < result.count; r++)
        free(result.row[r].rate);
    free(result.weight);
    free(result.price);
    return code;
}
