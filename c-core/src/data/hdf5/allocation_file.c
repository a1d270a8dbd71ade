/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decisions as a file, some samples at a time. */
#include "base/memory.h"
#include "data/hdf5/hdf5_file.h"
#include "mog/io.h"

struct mog_allocation_writer {
    mog_hdf5_output output;
    size_t samples, links, done;
    hid_t power, rb;
};

static mog_status lay_out(mog_allocation_writer *writer, mog_error *error) {
    const hsize_t shape[] = {writer->samples, writer->links};
    const uint64_t bytes = writer->samples * writer->links * (sizeof(double) + sizeof(uint32_t));
    const mog_status status = mog_hdf5_output_start(&writer->output, bytes, error);
    if (status != MOG_OK)
        return status;
    const hid_t file = writer->output.file;
    writer->power = mog_hdf5_add_array(file, "power", false, 2, shape);
    writer->rb = mog_hdf5_add_array(file, "rb", true, 2, shape);
    return mog_hdf5_output_settle(&writer->output, writer->power >= 0 && writer->rb >= 0, error);
}

mog_status mog_allocation_writer_create(const char *path, size_t samples, size_t links,
                                        mog_allocation_writer **writer, mog_error *error) {
    mog_allocation_writer *fresh = mog_allocate(1, sizeof *fresh, error);
    *writer = NULL;
    if (fresh == NULL)
        return MOG_ERROR_MEMORY;
    fresh->samples = samples;
    fresh->links = links;
    const mog_hdf5_printing printing = mog_hdf5_hush();
    mog_status status = mog_hdf5_output_open(&fresh->output, path, error);
    if (status == MOG_OK)
        status = lay_out(fresh, error);
    mog_hdf5_restore(printing);
    if (status == MOG_OK)
        *writer = fresh;
    else
        mog_allocation_writer_abort(fresh);
    return status;
}

mog_status mog_allocation_writer_put(mog_allocation_writer *writer, size_t count,
                                     const double *power, const uint32_t *rb, mog_error *error) {
    if (count > writer->samples - writer->done)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "more than the %zu samples of the file",
                        writer->samples);
    const mog_hdf5_printing printing = mog_hdf5_hush();
    const mog_hdf5_output *output = &writer->output;
    mog_status status =
        mog_hdf5_write_part(output, writer->power, writer->done, count, false, power, error);
    if (status == MOG_OK)
        status = mog_hdf5_write_part(output, writer->rb, writer->done, count, true, rb, error);
    mog_hdf5_restore(printing);
    writer->done += count;
    return status;
}

mog_status mog_allocation_writer_commit(mog_allocation_writer *writer, mog_error *error) {
    if (writer->done < writer->samples) {
        const mog_status status =
            mog_fail(error, MOG_ERROR_ARGUMENT, "only %zu of %zu samples have been written",
                     writer->done, writer->samples);
        mog_allocation_writer_abort(writer);
        return status;
    }
    const mog_hdf5_printing printing = mog_hdf5_hush();
    const mog_status status = mog_hdf5_output_commit(&writer->output, error);
    mog_hdf5_restore(printing);
    mog_release(writer);
    return status;
}

void mog_allocation_writer_abort(mog_allocation_writer *writer) {
    if (writer == NULL)
        return;
    const mog_hdf5_printing printing = mog_hdf5_hush();
    mog_hdf5_output_abort(&writer->output);
    mog_hdf5_restore(printing);
    mog_release(writer);
}

mog_status mog_allocation_write(const char *path, size_t samples, size_t links, const double *power,
                                const uint32_t *rb, mog_error *error) {
    mog_allocation_writer *writer;
    mog_status status = mog_allocation_writer_create(path, samples, links, &writer, error);
    if (status != MOG_OK)
        return status;
    status = mog_allocation_writer_put(writer, samples, power, rb, error);
    if (status == MOG_OK)
        return mog_allocation_writer_commit(writer, error);
    mog_allocation_writer_abort(writer);
    return status;
}
