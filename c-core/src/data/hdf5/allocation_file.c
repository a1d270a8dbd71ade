/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decisions as a file. */
#include "data/hdf5/hdf5_file.h"
#include "mog/io.h"

mog_status mog_allocation_write(const char *path, size_t samples, size_t links, const double *power,
                                const uint32_t *rb, mog_error *error) {
    const mog_hdf5_printing printing = mog_hdf5_hush();
    const hsize_t shape[] = {samples, links};
    const hid_t file = mog_hdf5_create(samples * links * (sizeof *power + sizeof *rb));
    const bool built = file >= 0 && mog_hdf5_put_reals(file, "/power", 2, shape, power) &&
                       mog_hdf5_put_integers(file, "/rb", 2, shape, rb);
    const mog_status status = mog_hdf5_finish(file, built, path, error);
    mog_hdf5_restore(printing);
    return status;
}
