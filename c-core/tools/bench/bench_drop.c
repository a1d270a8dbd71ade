/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A drop of many links of which only the gains between neighbours are known. */
#include "bench/bench_drop.h"

#include "base/random.h"
#include "bench/bench.h"
#include "radio/scenario.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

/* ---- positions ----------------------------------------------------------------------------- */

/* Of the scenario `d2d` with 50 links on 1 km. */
static const double links_per_km2 = 50;

static double side_for(size_t links) {
    return 1000 * sqrt((double)links / links_per_km2);
}

/* As `d2d` does, but that receivers may lie outside the square. */
static void draw_positions(const mog_scenario *scenario, bench_drop *drop) {
    const double side = side_for(drop->links);
    mog_random random;
    gsl_rng *rng = mog_random_init(&random);
    mog_random_select(rng, 1, 0, MOG_PURPOSE_LAYOUT);
    for (double *tx = drop->tx, *rx = drop->rx; tx < drop->tx + 2 * drop->links; tx += 2, rx += 2) {
        tx[0] = gsl_ran_flat(rng, 0, side);
        tx[1] = gsl_ran_flat(rng, 0, side);
        const double distance = gsl_ran_flat(rng, scenario->distance_min, scenario->distance_max);
        const double angle = gsl_ran_flat(rng, 0, 2 * M_PI);
        rx[0] = tx[0] + distance * cos(angle);
        rx[1] = tx[1] + distance * sin(angle);
    }
}

static double distance_between(const double *a, const double *b) {
    return hypot(a[0] - b[0], a[1] - b[1]);
}

/* ---- neighbours ---------------------------------------------------------------------------- */

/* Square cells with chains of the transmitters in them; as wide as neighbours' transmitters can be
 * apart, or wider. */
typedef struct cell_grid {
    double width;    /* of a cell, m */
    size_t cells;    /* in each direction */
    uint32_t *chain; /* [cells][cells]: the first link, or `links` */
    uint32_t *next;  /* [links] */
} cell_grid;

static size_t cell_of(const cell_grid *grid, double position) {
    const size_t cell = (size_t)(position / grid->width);
    return cell < grid->cells ? cell : grid->cells - 1;
}

static void fill_grid(const bench_drop *drop, cell_grid *grid) {
    for (size_t c = 0; c < grid->cells * grid->cells; c++)
        grid->chain[c] = (uint32_t)drop->links;
    for (size_t left = drop->links; left > 0; left--) {
        const size_t i = left - 1;
        const double *tx = drop->tx + 2 * i;
        uint32_t *chain = &grid->chain[cell_of(grid, tx[1]) * grid->cells + cell_of(grid, tx[0])];
        grid->next[i] = *chain;
        *chain = (uint32_t)i;
    }
}

static mog_status grid_open(const bench_drop *drop, double widest, cell_grid *grid,
                            mog_error *error) {
    const double side = side_for(drop->links);
    grid->cells = (size_t)fmax(1, side / widest);
    grid->width = side / (double)grid->cells;
    grid->chain = bench_allocate(grid->cells * grid->cells, sizeof *grid->chain, error);
    grid->next = bench_allocate(drop->links, sizeof *grid->next, error);
    if (grid->chain == NULL || grid->next == NULL)
        return MOG_ERROR_MEMORY;
    fill_grid(drop, grid);
    return MOG_OK;
}

static void grid_close(cell_grid *grid) {
    free(grid->chain);
    free(grid->next);
}

static bool are_near(const bench_drop *drop, size_t i, size_t j, double reach) {
    return distance_between(drop->tx + 2 * j, drop->rx + 2 * i) <= reach ||
           distance_between(drop->tx + 2 * i, drop->rx + 2 * j) <= reach;
}

/* Writes the neighbours of link i, unless `from` is NULL. Returns how many there are. */
static size_t list_neighbours(const bench_drop *drop, const cell_grid *grid, double reach, size_t i,
                              uint32_t *from) {
    const size_t x = cell_of(grid, drop->tx[2 * i]), y = cell_of(grid, drop->tx[2 * i + 1]);
    size_t count = 0;
    for (size_t v = y > 0 ? y - 1 : 0; v <= y + 1 && v < grid->cells; v++)
        for (size_t u = x > 0 ? x - 1 : 0; u <= x + 1 && u < grid->cells; u++)
            for (uint32_t j = grid->chain[v * grid->cells + u]; j < drop->links; j = grid->next[j])
                if (j != i && are_near(drop, i, j, reach)) {
                    if (from != NULL)
                        from[count] = j;
                    count++;
                }
    return count;
}

static mog_status find_neighbours(bench_drop *drop, const cell_grid *grid, double reach,
                                  mog_error *error) {
    for (size_t i = 0; i < drop->links; i++)
        drop->first[i + 1] = drop->first[i] + list_neighbours(drop, grid, reach, i, NULL);
    const size_t edges = drop->first[drop->links];
    drop->from = bench_allocate(edges, sizeof *drop->from, error);
    drop->gain = bench_allocate(edges, sizeof *drop->gain, error);
    drop->reverse = bench_allocate(edges, sizeof *drop->reverse, error);
    if (drop->from == NULL || drop->gain == NULL || drop->reverse == NULL)
        return MOG_ERROR_MEMORY;
    for (size_t i = 0; i < drop->links; i++)
        list_neighbours(drop, grid, reach, i, drop->from + drop->first[i]);
    return MOG_OK;
}

/* ---- gains --------------------------------------------------------------------------------- */

static double gain_between(const mog_scenario *scenario, const double *tx, const double *rx) {
    const double loss =
        mog_path_loss_db(distance_between(tx, rx), scenario->frequency, scenario->height);
    return pow(10, -loss / 10) / mog_d2d_relative_noise(scenario);
}

static void set_gains(const mog_scenario *scenario, bench_drop *drop) {
    const double antenna = pow(10, scenario->antenna_gain_db / 10);
    for (size_t i = 0; i < drop->links; i++) {
        const double *tx = drop->tx + 2 * i, *rx = drop->rx + 2 * i;
        drop->direct[i] = antenna * gain_between(scenario, tx, rx);
        for (size_t e = drop->first[i]; e < drop->first[i + 1]; e++) {
            const size_t j = drop->from[e];
            drop->gain[e] = gain_between(scenario, drop->tx + 2 * j, rx);
            drop->reverse[e] = gain_between(scenario, tx, drop->rx + 2 * j);
        }
    }
}

/* ---- the drop ------------------------------------------------------------------------------ */

mog_status bench_drop_open(bench_drop *drop, size_t links, double reach, mog_error *error) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    *drop = (bench_drop){.links = links};
    drop->tx = bench_allocate(2 * links, sizeof *drop->tx, error);
    drop->rx = bench_allocate(2 * links, sizeof *drop->rx, error);
    drop->direct = bench_allocate(links, sizeof *drop->direct, error);
    drop->first = bench_allocate(links + 1, sizeof *drop->first, error);
    if (drop->tx == NULL || drop->rx == NULL || drop->direct == NULL || drop->first == NULL)
        return MOG_ERROR_MEMORY;
    draw_positions(&scenario, drop);
    cell_grid grid = {0};
    mog_status status = grid_open(drop, reach + scenario.distance_max, &grid, error);
    if (status == MOG_OK)
        status = find_neighbours(drop, &grid, reach, error);
    if (status == MOG_OK)
        set_gains(&scenario, drop);
    grid_close(&grid);
    return status;
}

void bench_drop_close(bench_drop *drop) {
    free(drop->tx);
    free(drop->rx);
    free(drop->direct);
    free(drop->first);
    free(drop->from);
    free(drop->gain);
    free(drop->reverse);
}

mog_sparse_problem bench_drop_problem(const bench_drop *drop) {
    return (mog_sparse_problem){.links = drop->links,
                                .noise_power = 1, /* gains carry 1/noise */
                                .direct = drop->direct,
                                .first = drop->first,
                                .from = drop->from,
                                .gain = drop->gain,
                                .reverse = drop->reverse};
}
