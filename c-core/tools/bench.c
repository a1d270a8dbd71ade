/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench.h"

#include "command.h"
#include "mog/blas.h"
#include "progress.h"
#include "report.h"
#include "run_directory.h"
#include "statistics.h"

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
     .help = "Only the rows whose names contain this",
     .place = offsetof(arguments, only)},
    {0},
};

static const verb_syntax syntax = {
    .doc =
        "Measures the speed of what training and running take, on one thread. \"seconds\" is the "
        "least of several means: other programs only ever add time. c-core/bench/compare.py "
        "puts PyTorch and numpy beside it.",
    .options = options,
};

/*
 * Operations: forward and backward of every weight, but not the gradient of the inputs. Bytes: each
 * weight once.
 */
static const bench_row rows[] = {
    {"train_step_mlp_400_400_200_20_b50",
     2. * BENCH_BATCH *(3 * BENCH_WEIGHTS - BENCH_LINKS * BENCH_LINKS * 400.), 0, bench_train_step},
    {"infer_mlp_400_400_200_20_b1", 2 * BENCH_WEIGHTS, 4 * BENCH_WEIGHTS, bench_forward},
    {"decide_mlp_400_400_200_20_b1", 2 * BENCH_WEIGHTS, 4 * BENCH_WEIGHTS, bench_decision},
    {"read_976_kb", 0, 4 * BENCH_WEIGHTS, bench_read},
    {"fplinq_k20_s100_b1000", 0, 0, bench_fplinq},
    {"sgemm_1024", 2. * 1024 * 1024 * 1024, 0, bench_sgemm},
};

void bench_run(bench_timing *timing, size_t calls, void (*call)(void *), void *data) {
    for (size_t i = 0; i < calls; i++) /* caches, clock, lazily bound symbols */
        call(data);
    for (size_t r = 0; r < timing->repeats; r++) {
        const double start = now_seconds();
        for (size_t i = 0; i < calls; i++)
            call(data);
        timing->seconds[r] = (now_seconds() - start) / (double)calls;
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

static void report_rate(json_t *object, const char *key, double amount, double seconds) {
    report_real(object, key, amount > 0 ? amount / seconds / 1e9 : (double)NAN);
}

static json_t *describe_row(const bench_row *row, bench_timing *timing) {
    json_t *object = json_object();
    const double middle = median(timing->seconds, timing->repeats); /* sorts them */
    const double least = timing->seconds[0];
    report_text(object, "name", row->name);
    report_real(object, "seconds", least);
    report_real(object, "median", middle);
    report_rate(object, "gflops", row->flops, least);
    report_rate(object, "gbytes_per_s", row->bytes, least);
    return object;
}

static mog_status measure(const arguments *a, size_t repeats, json_t *results, mog_error *error) {
    const size_t count = sizeof rows / sizeof rows[0];
    progress bar = progress_start("bench", count, a->common.quiet);
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && i < count; i++) {
        if (a->only != NULL && strstr(rows[i].name, a->only) == NULL)
            continue;
        bench_timing timing = {.repeats = repeats};
        progress_update(&bar, i, rows[i].name);
        status = rows[i].measure(&timing, error);
        if (status == MOG_OK)
            json_array_append_new(results, describe_row(&rows[i], &timing));
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
        mog_blas_open(&error) != MOG_OK)
        return fail(&error);
    json_t *object = json_object(), *results = json_array();
    manifest_add_build(object);
    json_object_set_new(object, "rows", results);
    if (measure(&a, settings.repeats, results, &error) == MOG_OK)
        return report_print(object, a.common.json);
    json_decref(object);
    return fail(&error);
}
