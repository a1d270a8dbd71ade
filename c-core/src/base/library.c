/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The library's version, and what it was built with. */
#include "mog/library.h"

#include "base/sanitizer.h"
#include "base/simd.h"

const char *mog_version(void) {
    return MOG_VERSION;
}

const char *const *mog_features(void) {
    static const char *const names[] = {
#ifdef MOG_HDF5
        "hdf5",
#endif
#ifdef MOG_SIMD_X86
        "avx2",
        "avx512",
#endif
#ifdef MOG_ADDRESS_SANITIZER
        "address-sanitizer",
#endif
#ifdef MOG_THREAD_SANITIZER
        "thread-sanitizer",
#endif
        NULL};
    return names;
}
