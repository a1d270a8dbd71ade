/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * In builds for coverage, _exit() writes the counters first, as exit() does: a child that looks at
 * a file before its parent does, and a program that could not say all, end by it.
 */
#include <stddef.h>
#include <stdnoreturn.h>

extern void __gcov_dump(void);
__attribute__((weak)) void mog_faults_end(void); /* of fault_points.c, where that is loaded */
extern noreturn void __real__exit(int code);
noreturn void __wrap__exit(int code);

noreturn void __wrap__exit(int code) {
    if (mog_faults_end != NULL)
        mog_faults_end();
    __gcov_dump();
    __real__exit(code);
}
