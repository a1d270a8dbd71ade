/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "solve/solver.h"

#include "base/memory.h"
#include "base/text.h"
#include "mog/rb.h"

#include <float.h>

/* All solvers, in the order of help texts. A new one is a file of its own and a row in each. */
static const mog_solver_kind *const kinds[] = {
    &mog_solver_fplinq,  &mog_solver_fplinq_strong, &mog_solver_wmmse,     &mog_solver_greedy,
    &mog_solver_optimum, &mog_solver_full_power,    &mog_solver_strongest, &mog_solver_random,
};
static const char *const names[] = {
    "fplinq",     "fplinq-strong", "wmmse",  "greedy", "optimum",
    "full-power", "strongest",     "random", NULL,
};
_Static_assert(sizeof names == sizeof kinds + sizeof names[0], "every solver has a name");

static const char *const rounding_names[] = {"none", "half", "root", "gain", NULL};

static const mog_field fields[] = {
    {"sweeps", MOG_FIELD_SIZE, offsetof(mog_solver_settings, sweeps), 1, 1e9, NULL,
     "fplinq: most updates of all links"},
    {"tolerance", MOG_FIELD_REAL, offsetof(mog_solver_settings, tolerance), 0, 1, NULL,
     "fplinq: stop when the sum rate grows by less than this share of it; 0: never"},
    {"rounding", MOG_FIELD_CHOICE, offsetof(mog_solver_settings, rounding), 0, 0, rounding_names,
     "fplinq: how powers become on/off; half: p > 1/2, root: sqrt(p) > 1/2, gain: by surrogate"},
    {"starts", MOG_FIELD_SIZE, offsetof(mog_solver_settings, starts), 0, 1e6, NULL,
     "fplinq-strong: random starts besides full power"},
    {"seed", MOG_FIELD_SEED, offsetof(mog_solver_settings, seed), 0, DBL_MAX, NULL,
     "fplinq-strong, random: names the random streams"},
    {"gap", MOG_FIELD_REAL, offsetof(mog_solver_settings, gap), 1e-9, 1, NULL,
     "optimum: stop when (upper - lower) / lower falls below this"},
    {"nodes", MOG_FIELD_SIZE, offsetof(mog_solver_settings, nodes), 1, 1e9, NULL,
     "optimum: most boxes looked at in one sample; the bound holds all the same"},
};

static const mog_section section = {"solver", fields, sizeof fields / sizeof fields[0]};

const mog_section *mog_solver_section(void) {
    return &section;
}

const char *const *mog_solver_names(void) {
    return names;
}

const char *mog_solver_help(const char *name) {
    const size_t i = mog_text_find(names, name);
    return names[i] != NULL ? kinds[i]->help : NULL;
}

static bool fits(const mog_solver_kind *kind, size_t links) {
    return links > 0 && (kind->max_links == 0 || links <= kind->max_links);
}

bool mog_solver_takes(const char *name, size_t links) {
    const size_t i = mog_text_find(names, name);
    return names[i] != NULL && fits(kinds[i], links);
}

static mog_status fail_unknown(const char *name, mog_error *error) {
    char list[256];
    mog_text_list(list, sizeof list, names);
    return mog_fail(error, MOG_ERROR_ARGUMENT, "no solver is called '%s': use one of %s",
                    name != NULL ? name : "(null)", list);
}

mog_status mog_solver_default(const char *name, mog_solver_settings *settings, mog_error *error) {
    const size_t i = mog_text_find(names, name);
    if (names[i] == NULL)
        return fail_unknown(name, error);
    *settings = (mog_solver_settings){
        .sweeps = 100,
        .tolerance = 0,
        .rounding = MOG_ROUNDING_NONE,
        .starts = 20,
        .seed = 1,
        .gap = 1e-3,
        .nodes = 200000,
    };
    if (kinds[i]->adjust != NULL)
        kinds[i]->adjust(settings);
    return MOG_OK;
}

static mog_status check(const char *name, const mog_solver_kind *kind,
                        const mog_solver_settings *settings, size_t links, mog_error *error) {
    const mog_status status = mog_settings_check(&section, settings, error);
    if (status != MOG_OK)
        return status;
    if (links == 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "solver '%s': 0 links, at least 1 is needed",
                        name);
    if (!fits(kind, links))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "solver '%s': %zu links, but its work grows exponentially and it takes at "
                        "most %zu: use 'fplinq-strong' instead",
                        name, links, kind->max_links);
    return MOG_OK;
}

mog_solver *mog_solver_create(const char *name, const mog_solver_settings *settings, size_t links,
                              mog_error *error) {
    mog_solver_settings chosen;
    if (mog_solver_default(name, &chosen, error) != MOG_OK)
        return NULL;
    if (settings != NULL)
        chosen = *settings;
    const size_t index = mog_text_find(names, name);
    const mog_solver_kind *kind = kinds[index];
    if (check(name, kind, &chosen, links, error) != MOG_OK)
        return NULL;

    mog_solver *solver = mog_allocate(1, sizeof *solver, error);
    if (solver == NULL)
        return NULL;
    solver->kind = kind;
    solver->name = names[index];
    solver->settings = chosen;
    solver->links = links;
    mog_random_init(&solver->random);
    const size_t doubles = kind->workspace != NULL ? kind->workspace(links) : 0;
    solver->workspace = mog_allocate(doubles, sizeof(double), error);
    if (solver->workspace == NULL) {
        mog_solver_free(solver);
        return NULL;
    }
    return solver;
}

void mog_solver_free(mog_solver *solver) {
    if (solver == NULL)
        return;
    mog_release(solver->workspace);
    mog_release(solver);
}

bool mog_solver_has_bound(const mog_solver *solver) {
    return solver->kind->has_bound;
}

/* All links would share one RB, which is hardly ever meant. */
static mog_status fail_blocks(const char *name, size_t n_rb, mog_error *error) {
    char list[256] = "";
    for (const char *const *rb_name = mog_rb_solver_names(); *rb_name != NULL; rb_name++)
        mog_text_append(list, sizeof list, *rb_name);
    return mog_fail(error, MOG_ERROR_ARGUMENT,
                    "solver '%s' sets powers on one RB, and there are %zu: use one of %s", name,
                    n_rb, list);
}

mog_status mog_solver_run(mog_solver *solver, const mog_problem *problem, uint64_t first,
                          double *power, double *bound, mog_error *error) {
    if (problem->links != solver->links)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "solver '%s' was made for %zu links, the problem has %zu", solver->name,
                        solver->links, problem->links);
    if (problem->n_rb > 1)
        return fail_blocks(solver->name, problem->n_rb, error);
    if (bound != NULL && !solver->kind->has_bound)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "solver '%s' gives no upper bounds: 'optimum' does", solver->name);
    const mog_status status = mog_problem_check(problem, error);
    if (status != MOG_OK)
        return status;
    return solver->kind->run(solver, problem, first, power, bound, error);
}
