/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Manifests of runs: whatever is an object can be written again. */
#include "fuzz.h"

#include "verbs/run_directory.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char directory[PATH_MAX], path[PATH_MAX + 64];

static void remove_directory(void) {
    unlink(path);
    rmdir(directory);
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    const char *place = getenv("TMPDIR");
    snprintf(directory, sizeof directory, "%s/mog-fuzz-XXXXXX", place != NULL ? place : P_tmpdir);
    if (mkdtemp(directory) == NULL)
        fuzz_fail("there is no directory for a run");
    snprintf(path, sizeof path, "%s/%s", directory, RUN_MANIFEST);
    atexit(remove_directory);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    FILE *stream = fopen(path, "wb");
    if (stream == NULL || fwrite(data, 1, size, stream) != size || fclose(stream) != 0)
        fuzz_fail("the input could not be made a file");
    mog_error error = {MOG_OK, ""};
    fuzz_limit_memory(size);
    json_t *manifest = run_read_manifest(directory, &error);
    if (manifest == NULL) {
        fuzz_expect(error.status, &error);
        return 0;
    }
    char *text = json_dumps(manifest, JSON_INDENT(2));
    if (text == NULL)
        fuzz_fail("a manifest that was read cannot be written");
    free(text);
    json_decref(manifest);
    return 0;
}
