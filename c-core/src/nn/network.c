/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Networks: a kind from the table below as core, the input before it, unrolled sweeps behind it. */
#include "nn/network.h"

#include "base/memory.h"
#include "base/random.h"
#include "nn/input.h"
#include "nn/network_type.h"
#include "nn/settings.h"
#include "nn/unroll/unroll.h"
#include "radio/problem.h"

static const mog_network_type *const types[] = {
    [MOG_NETWORK_MLP] = &mog_network_type_mlp,
    [MOG_NETWORK_CNN] = &mog_network_type_cnn,
    [MOG_NETWORK_UNROLLED] = &mog_network_type_unrolled,
    [MOG_NETWORK_MPGNN] = &mog_network_type_mpgnn,
};

/* BLAS counts rows and columns with 32 bits; K^2 is a number of columns, the links of a whole batch
 * are one of rows. Within these bounds no size of an array overflows. */
static const size_t most_links = 4096, most_samples = (size_t)1 << 24, most_rows = INT32_MAX;

/* Where only the edges count: no array has K^2 entries. */
static const size_t most_sparse_links = (size_t)1 << 20;

struct mog_network {
    const mog_network_type *type;
    mog_network_settings settings;
    size_t links, width, matrices; /* K, W and M */
    mog_tensors tensors;
    mog_input input;
    void *plan;        /* the kind's own */
    mog_unroll unroll; /* the layers behind it */
};

struct mog_network_workspace {
    void *block;                  /* of the kind of network */
    mog_unroll_workspace *unroll; /* NULL if the network has no unrolled layers */
};

/* Lays out all tensors, in the order of the layers. */
static mog_status plan(mog_network *network, mog_error *error) {
    const mog_network_settings *settings = &network->settings;
    const mog_status status =
        network->type->plan(settings, network->links, &network->tensors, &network->plan, error);
    if (status != MOG_OK)
        return status;
    mog_unroll_plan(&network->unroll, &network->tensors, settings);
    mog_input_plan(&network->input, &network->tensors, settings, network->links,
                   network->type->any_links);
    return mog_tensors_check(&network->tensors, error);
}

mog_status mog_network_create(const mog_network_settings *settings, size_t links,
                              mog_network **network, mog_error *error) {
    *network = NULL;
    mog_status status = mog_network_settings_check(settings, error);
    if (status != MOG_OK)
        return status;
    if (links < 1 || links > most_links)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a network for %zu links: the number must be 1..%zu", links, most_links);
    mog_network *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    made->type = types[settings->kind];
    made->settings = *settings;
    made->links = links;
    made->width = mog_network_settings_width(settings);
    made->matrices = mog_network_settings_matrices(settings);
    status = plan(made, error);
    if (status == MOG_OK)
        *network = made;
    else
        mog_network_free(made);
    return status;
}

void mog_network_free(mog_network *network) {
    if (network == NULL)
        return;
    mog_tensors_clear(&network->tensors);
    mog_release(network->plan);
    mog_release(network);
}

size_t mog_network_links(const mog_network *network) {
    return network->links;
}

bool mog_network_any_links(const mog_network *network) {
    return network->type->any_links;
}

size_t mog_network_width(const mog_network *network) {
    return network->width;
}

size_t mog_network_input_count(const mog_network *network, size_t links) {
    return network->matrices * links * links;
}

size_t mog_network_parameter_count(const mog_network *network) {
    return network->tensors.parameters;
}

size_t mog_network_buffer_count(const mog_network *network) {
    return network->tensors.buffers;
}

const mog_tensor *mog_network_tensors(const mog_network *network, size_t *count) {
    *count = network->tensors.count;
    return network->tensors.tensor;
}

void mog_network_init(const mog_network *network, uint64_t seed, mog_real *parameter,
                      mog_real *buffer) {
    mog_random random;
    gsl_rng *rng = mog_random_init(&random);
    mog_random_select(rng, seed, 0, MOG_PURPOSE_PARAMETER);
    network->type->init(network->plan, rng, parameter, buffer);
    mog_unroll_init(&network->unroll, rng, parameter);
    mog_input_init(&network->input, buffer);
}

/* ---- input --------------------------------------------------------------------------------- */

static mog_status accepts_rbs(const mog_network *network, const mog_problem *problem,
                              mog_error *error) {
    const size_t n_rb = mog_problem_n_rb(problem), own = network->settings.n_rb;
    if (n_rb != own)
        return mog_fail(error, MOG_ERROR_DATA,
                        "decides on %zu resource block%s, and these channels have %zu; use a "
                        "policy trained for %zu",
                        own, own == 1 ? "" : "s", n_rb, n_rb);
    if (mog_problem_matrices(problem) != network->matrices)
        return mog_fail(error, MOG_ERROR_DATA,
                        "sees %zu matri%s of gains, and these channels have %zu: per_rb must be "
                        "the same for both",
                        network->matrices, network->matrices == 1 ? "x" : "ces",
                        mog_problem_matrices(problem));
    return MOG_OK;
}

mog_status mog_network_accepts(const mog_network *network, const mog_problem *problem,
                               mog_error *error) {
    const size_t k = network->links;
    if (!network->type->any_links && problem->links != k)
        return mog_fail(error, MOG_ERROR_DATA,
                        "was trained for %zu link%s, not %zu; use a policy trained for %zu "
                        "link%s, or %zu link%s",
                        k, k == 1 ? "" : "s", problem->links, problem->links,
                        problem->links == 1 ? "" : "s", k, k == 1 ? "" : "s");
    if (network->type->any_links && network->settings.neighbours == MOG_NEIGHBOURS_DISTANCE &&
        (problem->tx_position == NULL || problem->rx_position == NULL))
        return mog_fail(error, MOG_ERROR_DATA,
                        "chooses neighbours by distance, and these channels come without "
                        "positions");
    return accepts_rbs(network, problem, error);
}

void mog_network_fit_input(const mog_network *network, const mog_problem *problem,
                           mog_real *buffer) {
    mog_input_fit(&network->input, problem, buffer);
}

void mog_network_input(const mog_network *network, const mog_real *buffer,
                       const mog_problem *problem, mog_real *x) {
    mog_input_read(&network->input, buffer, problem, x);
}

void mog_network_input_sparse(const mog_network *network, const mog_real *buffer,
                              const mog_sparse_problem *problem, mog_real *direct,
                              mog_real *feature) {
    mog_input_read_sparse(&network->input, buffer, problem, direct, feature);
}

/* ---- workspace ----------------------------------------------------------------------------- */

static mog_status check_shape(const mog_network *network, const mog_network_shape *shape,
                              mog_error *error) {
    if (shape->samples < 1 || shape->samples > most_samples)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a batch of %zu samples: the size must be 1..%zu", shape->samples,
                        most_samples);
    if (!network->type->any_links && shape->links != network->links)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a workspace for %zu links: the network is for %zu", shape->links,
                        network->links);
    const size_t most = shape->edges > 0 ? most_sparse_links : most_links;
    if (shape->links < 1 || shape->links > most)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a workspace for %zu links: the number must be 1..%zu", shape->links, most);
    if (shape->edges > 0 && network->matrices > 1)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a workspace for %zu edges: a network whose resource blocks have gains of "
                        "their own needs all gains",
                        shape->edges);
    if (shape->samples > most_rows / shape->links || shape->edges > most_rows)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a batch of %zu samples with %zu links and %zu edges: use at most %zu "
                        "samples, and at most %zu edges",
                        shape->samples, shape->links, shape->edges, most_rows / shape->links,
                        most_rows);
    return mog_blas_open(NULL, error);
}

mog_status mog_network_workspace_create(const mog_network *network, const mog_network_shape *shape,
                                        bool training, mog_network_workspace **workspace,
                                        mog_error *error) {
    *workspace = NULL;
    const mog_status status = check_shape(network, shape, error);
    if (status != MOG_OK)
        return status;
    mog_network_workspace *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    const bool unrolled = network->unroll.layers > 0;
    made->block = network->type->workspace(network->plan, shape, training, error);
    if (unrolled)
        made->unroll = mog_unroll_workspace_create(&network->unroll, shape, training, error);
    if (made->block == NULL || (made->unroll == NULL && unrolled)) {
        mog_network_workspace_free(made);
        return MOG_ERROR_MEMORY;
    }
    *workspace = made;
    return MOG_OK;
}

void mog_network_workspace_free(mog_network_workspace *workspace) {
    if (workspace == NULL)
        return;
    mog_release(workspace->block);
    mog_release(workspace->unroll);
    mog_release(workspace);
}

/* ---- forward and backward ------------------------------------------------------------------ */

/* Where the core's powers go: they are the network's, unless unrolled layers follow. */
static mog_real *core_output(mog_network_workspace *workspace, mog_real *y) {
    return workspace->unroll != NULL ? mog_unroll_given(workspace->unroll) : y;
}

static void forward_unrolled(const mog_network *network, const mog_real *parameter,
                             mog_network_workspace *workspace, const mog_network_batch *batch,
                             mog_real *y) {
    if (workspace->unroll != NULL)
        mog_unroll_forward(&network->unroll, parameter, workspace->unroll, batch, y);
}

void mog_network_forward(const mog_network *network, const mog_real *parameter,
                         const mog_real *buffer, mog_network_workspace *workspace,
                         const mog_network_batch *batch, mog_real *y) {
    network->type->forward(network->plan, parameter, buffer, workspace->block, batch,
                           core_output(workspace, y));
    forward_unrolled(network, parameter, workspace, batch, y);
}

void mog_network_forward_training(const mog_network *network, const mog_real *parameter,
                                  mog_real *buffer, mog_network_workspace *workspace,
                                  const mog_network_batch *batch, mog_real *y) {
    network->type->forward_training(network->plan, parameter, buffer, workspace->block, batch,
                                    core_output(workspace, y));
    forward_unrolled(network, parameter, workspace, batch, y);
}

void mog_network_backward(const mog_network *network, const mog_real *parameter,
                          mog_network_workspace *workspace, const mog_network_batch *batch,
                          const mog_real *y, const mog_real *dy, mog_real *gradient,
                          mog_real *dextra) {
    if (network->settings.extra == 0)
        dextra = NULL;
    if (gradient == NULL && dextra == NULL)
        return;
    if (workspace->unroll != NULL) {
        dy = mog_unroll_backward(&network->unroll, parameter, workspace->unroll, batch, y, dy,
                                 gradient);
        y = mog_unroll_given(workspace->unroll);
    }
    network->type->backward(network->plan, parameter, workspace->block, batch, y, dy, gradient,
                            dextra);
}
