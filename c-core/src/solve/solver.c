/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of solvers, their settings, their life, and what is checked before they run. */
#include "solve/solver.h"

#include "base/memory.h"
#include "base/settings.h"
#include "base/text.h"
#include "radio/blocks.h"
#include "radio/problem.h"
#include "radio/utility/utility.h"

#include <float.h>

#define ROW(object, name) &mog_solver_##object,
static const mog_solver_kind *const kinds[] = {MOG_SOLVER_LIST(ROW)};
#undef ROW

#define ROW(object, name) name,
static const char *const names[] = {MOG_SOLVER_LIST(ROW) NULL};
#undef ROW

static const char *const rounding_names[] = {"none", "half", "root", "gain", NULL};

#define MEMBER(name) #name, .offset = offsetof(mog_solver_settings, name)
static const mog_field fields[] = {
    {MEMBER(sweeps), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e9,
     .help = "fplinq, and what sets powers behind RBs: most updates of all links"},
    {MEMBER(tolerance), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1,
     .help = "fplinq: stop when the objective grows by less than this share of it; 0: never"},
    {MEMBER(rounding), .type = MOG_FIELD_CHOICE, .choices = rounding_names,
     .help = "fplinq: how powers become on/off; half: p > 1/2, root: sqrt(p) > 1/2, gain: by "
             "surrogate"},
    {MEMBER(starts), .type = MOG_FIELD_SIZE, .minimum = 0, .maximum = 1e6,
     .help = "fplinq-strong: random starts besides full power"},
    {MEMBER(draws), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e9,
     .help = "rb-best-of: random assignments"},
    {MEMBER(canonical), .type = MOG_FIELD_BOOL,
     .help = "rb-best-of: number RBs in the order of their use, where they do not differ"},
    {MEMBER(seed), .type = MOG_FIELD_SEED, .maximum = DBL_MAX,
     .help = "fplinq-strong, random, rb-best-of, rb-random: names the random streams"},
    {MEMBER(margin_db), .type = MOG_FIELD_REAL, .minimum = -300, .maximum = 300,
     .help = "itlinq: M in INR <= M SNR^eta, dB"},
    {MEMBER(exponent), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1,
     .help = "itlinq: eta in INR <= M SNR^eta"},
    {MEMBER(gap), .type = MOG_FIELD_REAL, .minimum = 1e-9, .maximum = 1,
     .help = "optimum: stop when (upper - lower) / lower falls below this"},
    {MEMBER(nodes), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e9,
     .help = "optimum: most boxes looked at in one sample; the bound holds all the same"},
};
#undef MEMBER

const mog_section mog_solver_section = {"solver", fields, sizeof fields / sizeof fields[0]};

const char *const *mog_solver_names(void) {
    return names;
}

mog_solver_info mog_solver_describe(const char *name) {
    const size_t i = mog_text_find(names, name);
    if (names[i] == NULL)
        return (mog_solver_info){.name = NULL};
    return (mog_solver_info){.name = names[i],
                             .help = kinds[i]->help,
                             .decides_rb = kinds[i]->decide != NULL,
                             .has_bound = kinds[i]->has_bound};
}

/* ---- what a solver takes ------------------------------------------------------------------- */

static bool takes_utility(const mog_solver_kind *kind, const mog_utility *utility) {
    return utility == NULL || kind->takes_utility == NULL || kind->takes_utility(utility);
}

static bool takes_rbs(const mog_solver_kind *kind, size_t n_rb) {
    return kind->decide != NULL || n_rb == 1;
}

/* There is something to decide, and RBs have numbers. */
static bool is_size(size_t links, size_t n_rb) {
    return links > 0 && n_rb > 0 && n_rb <= UINT32_MAX;
}

static bool fits(const mog_solver_kind *kind, size_t links, size_t n_rb) {
    return kind->takes == NULL || kind->takes(links, n_rb);
}

bool mog_solver_takes(const char *name, const mog_utility *utility, size_t links, size_t n_rb) {
    const size_t i = mog_text_find(names, name);
    return names[i] != NULL && is_size(links, n_rb) && takes_utility(kinds[i], utility) &&
           takes_rbs(kinds[i], n_rb) && fits(kinds[i], links, n_rb);
}

static mog_status fail_unknown(const char *name, mog_error *error) {
    char list[512];
    mog_text_list(list, sizeof list, names);
    return mog_fail(error, MOG_ERROR_ARGUMENT, "no solver is called '%s': use one of %s",
                    name != NULL ? name : "(null)", list);
}

/* All links would share one RB, which is hardly ever meant. */
static mog_status fail_rbs(const char *name, size_t n_rb, mog_error *error) {
    char list[512] = "";
    for (size_t i = 0; names[i] != NULL; i++)
        if (takes_rbs(kinds[i], n_rb))
            mog_text_append(list, sizeof list, names[i]);
    return mog_fail(error, MOG_ERROR_ARGUMENT,
                    "solver '%s' sets powers on one RB, and there are %zu: use one of %s", name,
                    n_rb, list);
}

static mog_status fail_utility(const char *name, const mog_utility *utility, mog_error *error) {
    char list[512] = "";
    for (size_t i = 0; names[i] != NULL; i++)
        if (takes_utility(kinds[i], utility))
            mog_text_append(list, sizeof list, names[i]);
    return mog_fail(error, MOG_ERROR_ARGUMENT,
                    "solver '%s' does not take utility.kind = %s; those that do are %s", name,
                    mog_utility_name(utility), list);
}

static mog_status check(size_t index, const mog_solver_settings *settings,
                        const mog_utility *utility, size_t links, size_t n_rb, mog_error *error) {
    const mog_solver_kind *kind = kinds[index];
    const char *name = names[index];
    mog_status status = mog_settings_check(&mog_solver_section, settings, error);
    if (status == MOG_OK && utility != NULL)
        status = mog_utility_check(utility, error);
    if (status != MOG_OK)
        return status;
    if (!is_size(links, n_rb))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "solver '%s': %zu links on %zu RBs, at least 1 of each is needed", name,
                        links, n_rb);
    if (!takes_utility(kind, utility))
        return fail_utility(name, utility, error);
    if (!takes_rbs(kind, n_rb))
        return fail_rbs(name, n_rb, error);
    if (!fits(kind, links, n_rb))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "solver '%s': %zu links on %zu RBs are too many for it, whose work grows "
                        "exponentially; it takes %s: use '%s' instead",
                        name, links, n_rb, kind->limit, kind->instead);
    return MOG_OK;
}

/* ---- life ---------------------------------------------------------------------------------- */

mog_status mog_solver_default(const char *name, mog_solver_settings *settings, mog_error *error) {
    const size_t i = mog_text_find(names, name);
    if (names[i] == NULL)
        return fail_unknown(name, error);
    *settings = (mog_solver_settings){
        .sweeps = MOG_SWEEPS,
        .tolerance = 0,
        .rounding = MOG_ROUNDING_NONE,
        .starts = 20,
        .draws = 100,
        .canonical = true,
        .seed = 1,
        .margin_db = 25,
        .exponent = 0.5,
        .gap = 1e-3,
        .nodes = 200000,
    };
    if (kinds[i]->adjust != NULL)
        kinds[i]->adjust(settings);
    return MOG_OK;
}

static bool allocate(mog_solver *solver, mog_error *error) {
    const mog_solver_kind *kind = solver->kind;
    mog_solver_room room = {0, 0};
    if (kind->room != NULL)
        room = kind->room(&solver->settings, solver->links, solver->n_rb);
    solver->reals = mog_allocate(room.reals, sizeof *solver->reals, error);
    solver->integers = mog_allocate(room.integers, sizeof *solver->integers, error);
    if (solver->reals == NULL || solver->integers == NULL)
        return false;
    return kind->prepare == NULL || kind->prepare(solver, error);
}

mog_status mog_solver_create(const char *name, const mog_solver_settings *settings,
                             const mog_utility *utility, size_t links, size_t n_rb,
                             mog_solver **solver, mog_error *error) {
    mog_solver_settings chosen;
    *solver = NULL;
    mog_status status = mog_solver_default(name, &chosen, error);
    if (status != MOG_OK)
        return status;
    if (settings != NULL)
        chosen = *settings;
    const size_t index = mog_text_find(names, name);
    status = check(index, &chosen, utility, links, n_rb, error);
    if (status != MOG_OK)
        return status;
    mog_solver *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    made->kind = kinds[index];
    made->name = names[index];
    made->settings = chosen;
    made->utility = mog_utility_or_sum_rate(utility);
    made->links = links;
    made->n_rb = n_rb;
    mog_random_init(&made->random);
    if (allocate(made, error)) {
        *solver = made;
        return MOG_OK;
    }
    mog_solver_free(made);
    return MOG_ERROR_MEMORY;
}

void mog_solver_free(mog_solver *solver) {
    if (solver == NULL)
        return;
    if (solver->kind->release != NULL)
        solver->kind->release(solver);
    mog_release(solver->reals);
    mog_release(solver->integers);
    mog_release(solver);
}

static mog_status check_run(const mog_solver *solver, const mog_problem *problem,
                            const mog_allocation *out, const double *bound, mog_error *error) {
    const size_t n_rb = mog_problem_n_rb(problem);
    if (problem->links != solver->links || n_rb != solver->n_rb)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "solver '%s' was made for %zu links on %zu RBs, the problem has %zu on %zu",
                        solver->name, solver->links, solver->n_rb, problem->links, n_rb);
    if (out->rb == NULL && n_rb > 1)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "solver '%s': powers alone do not say which of %zu RBs links are on",
                        solver->name, n_rb);
    if (bound != NULL && !solver->kind->has_bound)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "solver '%s' gives no upper bounds: 'optimum' does", solver->name);
    const mog_status status = mog_problem_check(problem, error);
    return status == MOG_OK ? mog_utility_accepts(&solver->utility, problem, error) : status;
}

mog_status mog_solver_run(mog_solver *solver, const mog_problem *problem, uint64_t first,
                          const mog_allocation *out, double *bound, mog_error *error) {
    const mog_status status = check_run(solver, problem, out, bound, error);
    if (status != MOG_OK)
        return status;
    mog_rb_write(out->rb, NULL, problem->samples * problem->links);
    return solver->kind->run(solver, problem, first, out, bound, error);
}
