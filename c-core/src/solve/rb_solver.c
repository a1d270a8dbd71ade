/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "solve/rb_solver.h"

#include "base/memory.h"
#include "base/text.h"

/* All RB solvers, in the order of help texts. A new one is a file of its own and a row in each. */
static const mog_rb_solver_kind *const kinds[] = {
    &mog_rb_solver_optimum,      &mog_rb_solver_exhaustive, &mog_rb_solver_best_of,
    &mog_rb_solver_local_search, &mog_rb_solver_greedy,     &mog_rb_solver_colouring,
    &mog_rb_solver_balanced,     &mog_rb_solver_random,
};
static const char *const names[] = {
    "rb-optimum",  "rb-exhaustive", "rb-best-of", "rb-local-search", "rb-greedy", "rb-colouring",
    "rb-balanced", "rb-random",     NULL,
};
_Static_assert(sizeof names == sizeof kinds + sizeof names[0], "every solver has a name");

#define MEMBER(name) #name, .offset = offsetof(mog_rb_settings, name)
static const mog_field fields[] = {
    {MEMBER(sweeps), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e9,
     .help = "of FPLinQ, from full power, that set the powers on every RB"},
    {MEMBER(draws), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e9,
     .help = "rb-best-of: random assignments"},
    {MEMBER(canonical), .type = MOG_FIELD_BOOL,
     .help = "rb-best-of: number RBs in the order of their use, where they do not differ"},
    {MEMBER(seed), .type = MOG_FIELD_SEED, .help = "rb-best-of, rb-random: names the streams"},
};
#undef MEMBER

static const mog_section section = {"rb", fields, sizeof fields / sizeof fields[0]};

const mog_section *mog_rb_section(void) {
    return &section;
}

void mog_rb_default(mog_rb_settings *settings) {
    *settings = (mog_rb_settings){.sweeps = 100, .draws = 100, .canonical = true, .seed = 1};
}

const char *const *mog_rb_solver_names(void) {
    return names;
}

const char *mog_rb_solver_help(const char *name) {
    const size_t i = mog_text_find(names, name);
    return names[i] != NULL ? kinds[i]->help : NULL;
}

static bool fits(const mog_rb_solver_kind *kind, size_t links, size_t n_rb) {
    return links > 0 && n_rb > 0 && n_rb <= UINT32_MAX &&
           (kind->takes == NULL || kind->takes(links, n_rb));
}

bool mog_rb_solver_takes(const char *name, size_t links, size_t n_rb) {
    const size_t i = mog_text_find(names, name);
    return names[i] != NULL && fits(kinds[i], links, n_rb);
}

static mog_status fail_unknown(const char *name, mog_error *error) {
    char list[256];
    mog_text_list(list, sizeof list, names);
    return mog_fail(error, MOG_ERROR_ARGUMENT, "no RB solver is called '%s': use one of %s",
                    name != NULL ? name : "(null)", list);
}

static mog_status check(const char *name, const mog_rb_solver_kind *kind,
                        const mog_rb_settings *settings, size_t links, size_t n_rb,
                        mog_error *error) {
    const mog_status status = mog_settings_check(&section, settings, error);
    if (status != MOG_OK)
        return status;
    if (links == 0 || n_rb == 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "RB solver '%s': %zu links on %zu RBs, at least 1 of each is needed", name,
                        links, n_rb);
    if (!fits(kind, links, n_rb))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "RB solver '%s': %zu links on %zu RBs are too many for it; it takes %s: "
                        "use 'rb-local-search' instead",
                        name, links, n_rb, kind->limit != NULL ? kind->limit : "fewer");
    return MOG_OK;
}

static bool allocate(mog_rb_solver *solver, mog_error *error) {
    const mog_rb_room room =
        solver->kind->room != NULL
            ? solver->kind->room(&solver->settings, solver->links, solver->n_rb)
            : (mog_rb_room){0, 0};
    solver->values = mog_rb_value_create(solver->settings.sweeps, solver->links, error);
    solver->reals = mog_allocate(room.reals, sizeof *solver->reals, error);
    solver->integers = mog_allocate(room.integers, sizeof *solver->integers, error);
    return solver->values != NULL && solver->reals != NULL && solver->integers != NULL;
}

mog_rb_solver *mog_rb_solver_create(const char *name, const mog_rb_settings *settings, size_t links,
                                    size_t n_rb, mog_error *error) {
    mog_rb_settings chosen;
    mog_rb_default(&chosen);
    if (settings != NULL)
        chosen = *settings;
    const size_t index = mog_text_find(names, name);
    if (names[index] == NULL) {
        fail_unknown(name, error);
        return NULL;
    }
    if (check(name, kinds[index], &chosen, links, n_rb, error) != MOG_OK)
        return NULL;
    mog_rb_solver *solver = mog_allocate(1, sizeof *solver, error);
    if (solver == NULL)
        return NULL;
    solver->kind = kinds[index];
    solver->name = names[index];
    solver->settings = chosen;
    solver->links = links;
    solver->n_rb = n_rb;
    mog_random_init(&solver->random);
    if (allocate(solver, error))
        return solver;
    mog_rb_solver_free(solver);
    return NULL;
}

void mog_rb_solver_free(mog_rb_solver *solver) {
    if (solver == NULL)
        return;
    mog_rb_value_free(solver->values);
    mog_release(solver->reals);
    mog_release(solver->integers);
    mog_release(solver);
}

mog_status mog_rb_solver_run(mog_rb_solver *solver, const mog_problem *problem, uint64_t first,
                             uint32_t *rb, double *power, mog_error *error) {
    const size_t k = problem->links, n_rb = mog_problem_n_rb(problem);
    if (k != solver->links || n_rb != solver->n_rb)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "RB solver '%s' was made for %zu links on %zu RBs, the problem has %zu on "
                        "%zu",
                        solver->name, solver->links, solver->n_rb, k, n_rb);
    const mog_status status = mog_problem_check(problem, error);
    if (status != MOG_OK)
        return status;
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        solver->kind->decide(solver, &one, first + s, rb + s * k);
        mog_rb_value_put_assignment(solver->values, &one, rb + s * k, n_rb, NULL, power + s * k,
                                    NULL);
    }
    mog_rb_value_flush(solver->values);
    return MOG_OK;
}
