/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data sets: what is read passes its own check, and can be written. */
#include "fuzz.h"

#include "data/dataset.h"
#include "mog/io.h"

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    mog_error error = {MOG_OK, ""};
    fuzz_limit_memory(size);
    mog_dataset *dataset;
    const mog_status status = mog_dataset_read(fuzz_file(data, size), &dataset, &error);
    if (status != MOG_OK) {
        fuzz_expect(status, &error);
        return 0;
    }
    if (mog_dataset_check(dataset, &error) != MOG_OK)
        fuzz_fail("a data set that was read fails its check");
    fuzz_expect(mog_dataset_write(dataset, "/dev/null", &error), &error);
    mog_dataset_free(dataset);
    return 0;
}
