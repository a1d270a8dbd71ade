/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `mog bench`: the table of what is measured, how often, and the report. */
#include "bench/bench.h"

#include "mog/blas.h"
#include "output/progress.h"
#include "output/report.h"
#include "output/statistics.h"
#include "program/commands.h"
#include "verbs/run_directory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const mog_field fields[] = {
    {.name = "repeats",
     .type = MOG_FIELD_SIZE,
     .offset = offsetof(bench_settings, repeats),
     .minimum = 1,
     .maximum = BENCH_MOST_REPEATS,
     .help = "how often each row is measured; the least and the median are printed"},
};
static const mog_section section = {"bench", fields, sizeof fields / sizeof fields[0]};

typedef struct arguments {
    common_options common;
    const char *only;
} arguments;

static const verb_option options[] = {
    {.name = "only",
     .letter = 'n',
     .value = "TEXT",
     .help = "Only the rows whose names contain this; all rows if not given",
     .place = offsetof(arguments, only)},
    {0},
};

static const verb_syntax syntax = {
    .doc =
        "Measures the speed of what training and running take, on one thread. \"seconds\" is the "
        "least of several means: other programs only ever add time. c-core/bench/compare.py "
        "puts PyTorch and numpy beside it.",
    .example = "mog bench --only infer_ --set bench.repeats=20\n",
    .options = options,
};

/*
 * Operations of the MLP: forward and backward of every weight, but not the gradient of the inputs.
 * Bytes: each weight once.
 */
#define MLP_WEIGHTS (400. * 400 + 400. * 200 + 200. * 20)

/*
 * Operations of the message-passing network run forward. The first layer of messages is split
 * into a part for each source, of which they see 34 numbers (2 in the first round), and one for
 * each edge's two gains. Training has no such number: under maxima only the edges that won have a
 * gradient.
 */
#define MPGNN_EDGE_WEIGHTS (3 * (2. * 32 + 32. * 32))
#define MPGNN_NODE_WEIGHTS ((2 + 34 + 34) * 32. + (34 + 66 + 66) * 32. + 3 * 32. * 32 + 34)
#define MPGNN_FLOPS(k) (2 * (k) * (((k)-1) * MPGNN_EDGE_WEIGHTS + MPGNN_NODE_WEIGHTS))

static const bench_row rows[] = {
    {"train_step_mlp_400_400_200_20_b50", bench_train_step, 100, MOG_NETWORK_MLP, 20,
     .flops = 2. * BENCH_BATCH * (3 * MLP_WEIGHTS - 400. * 400)},
    {"infer_mlp_400_400_200_20_b1", bench_forward, 2000, MOG_NETWORK_MLP, 20,
     .flops = 2 * MLP_WEIGHTS, .bytes = 4 * MLP_WEIGHTS},
    {"decide_mlp_400_400_200_20_b1", bench_decision, 2000, MOG_NETWORK_MLP, 20,
     .flops = 2 * MLP_WEIGHTS, .bytes = 4 * MLP_WEIGHTS},
    {"train_step_mpgnn_k40_b50", bench_train_step, 5, MOG_NETWORK_MPGNN, .links = 40},
    {"infer_mpgnn_k40_b1", bench_forward, 100, MOG_NETWORK_MPGNN, 40, .flops = MPGNN_FLOPS(40)},
    {"decide_mpgnn_k40_b1", bench_decision, 100, MOG_NETWORK_MPGNN, 40, .flops = MPGNN_FLOPS(40)},
    {"decide_mpgnn_sparse_k250", bench_sparse_decision, 40, MOG_NETWORK_MPGNN, .links = 250},
    {"decide_mpgnn_sparse_k500", bench_sparse_decision, 20, MOG_NETWORK_MPGNN, .links = 500},
    {"decide_mpgnn_sparse_k1000", bench_sparse_decision, 10, MOG_NETWORK_MPGNN, .links = 1000},
    {"decide_mpgnn_sparse_k2000", bench_sparse_decision, 5, MOG_NETWORK_MPGNN, .links = 2000},
    {"pg_step_mlp_k6_n3_b1", bench_rl_step, 2000, .links = 6, .preset = "rb-mlp-pg-paper"},
    {"pg_step_mlp_k10_b1", bench_rl_step, 2000, .links = 10, .preset = "mlp-pg-paper"},
    {"dpg_step_mlp_k10_b64", bench_rl_step, 200, .links = 10, .preset = "mlp-dpg"},
    {"rb_optimum_k6_n3", bench_rb_optimum, 200, .links = 6},
    {"rb_optimum_k6_n3_per_rb", bench_rb_optimum_per_rb, 100, .links = 6},
    {"read_976_kb", bench_read, 2000, .bytes = 4 * MLP_WEIGHTS},
    {"fplinq_k20_s100_b1000", bench_fplinq, 2, .links = 20},
    {"sgemm_1024", bench_sgemm, 5, .flops = 2. * 1024 * 1024 * 1024},
};

void bench_run(const bench_row *row, bench_result *result, void (*call)(void *), void *data) {
    for (size_t i = 0; i < row->calls; i++) /* caches, clock, lazily bound symbols */
        call(data);
    for (size_t r = 0; r < result->repeats; r++) {
        const double start = now_seconds();
        for (size_t i = 0; i < row->calls; i++)
            call(data);
        result->seconds[r] = (now_seconds() - start) / (double)row->calls;
    }
}

void *bench_allocate(size_t count, size_t size, mog_error *error) {
    const size_t line = 64, bytes = (count * size + line - 1) / line * line;
    void *memory = aligned_alloc(line, bytes);
    if (memory == NULL)
        mog_fail(error, MOG_ERROR_MEMORY, "out of memory: %zu bytes could not be allocated", bytes);
    else
        memset(memory, 0, bytes); /* which also gives it pages of its own */
    return memory;
}

/* What a row does not count becomes null, as all rows have the same members. */
static void report_ratio(json_t *object, const char *key, double amount, double divisor) {
    report_real(object, key, amount > 0 && divisor > 0 ? amount / divisor : (double)NAN);
}

static void report_count(json_t *object, const char *key, size_t count) {
    if (count > 0)
        report_integer(object, key, count);
    else
        json_object_set_new(object, key, json_null());
}

static json_t *describe_row(const bench_row *row, bench_result *result) {
    json_t *object = json_object();
    const double middle = median(result->seconds, result->repeats); /* sorts them */
    const double least = result->seconds[0];
    report_text(object, "name", row->name);
    report_real(object, "seconds", least);
    report_real(object, "median", middle);
    report_ratio(object, "gflops", row->flops * 1e-9, least);
    report_ratio(object, "gbytes_per_s", row->bytes * 1e-9, least);
    report_count(object, "parameters", result->parameters);
    report_count(object, "edges", result->edges);
    report_ratio(object, "ns_per_edge", least * 1e9, (double)result->edges);
    report_count(object, "workspace_bytes", result->workspace_bytes);
    return object;
}

static mog_status measure(const arguments *a, size_t repeats, json_t *results, mog_error *error) {
    const size_t count = sizeof rows / sizeof rows[0];
    progress bar = progress_start("bench", count, a->common.quiet);
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && i < count; i++) {
        if (a->only != NULL && strstr(rows[i].name, a->only) == NULL)
            continue;
        bench_result result = {.repeats = repeats};
        progress_update(&bar, i, rows[i].name);
        status = rows[i].measure(&rows[i], &result, error);
        if (status == MOG_OK)
            json_array_append_new(results, describe_row(&rows[i], &result));
    }
    progress_end(&bar);
    return status;
}

int run_bench(int argc, char **argv) {
    bench_settings settings = {.repeats = 10};
    const config_binding bindings[] = {{&section, &settings}, {NULL, NULL}};
    arguments a = {.common.bindings = bindings};
    const int code = parse_options(&syntax, argc, argv, &a);
    if (code != EX_OK)
        return code;
    mog_error error;
    if (config_apply(&a.common.sources, bindings, &error) != MOG_OK ||
        mog_blas_open(NULL, &error) != MOG_OK)
        return fail(&error);
    json_t *object = json_object(), *results = json_array();
    manifest_add_build(object);
    json_object_set_new(object, "rows", results);
    if (measure(&a, settings.repeats, results, &error) == MOG_OK)
        return report_print(object, a.common.json);
    json_decref(object);
    return fail(&error);
}
