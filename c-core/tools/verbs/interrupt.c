/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals that ask a verb to stop. */
#include "verbs/interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t requested;

static void request(int signal_number) {
    (void)signal_number;
    requested = 1;
}

void interrupt_catch(void) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    const struct sigaction action = {.sa_handler = request, .sa_flags = (int)SA_RESETHAND};
    for (size_t n = 0; n < sizeof signals / sizeof signals[0]; n++) {
        struct sigaction before;
        if (sigaction(signals[n], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[n], &action, NULL);
    }
}

mog_status interrupt_check(const char *what, mog_error *error) {
    return requested ? mog_fail(error, MOG_INTERRUPTED,
                                "interrupted: %s is as it was; run the command again", what)
                     : MOG_OK;
}
