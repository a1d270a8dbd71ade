/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Faults for a program that loads this before all else (LD_PRELOAD): it dies in its n-th change of
 * the file system, or its n-th allocation or call of one kind fails. Tests, and utils/fail-malloc,
 * go through all n; nothing is left to luck.
 *
 *     MOG_FAULT_KILL=n      SIGKILL in the n-th: before it, and in the middle if it writes bytes
 *     MOG_FAULT_CALL=name:n the n-th call of that name fails, with EIO
 *     MOG_FAULT_MEMORY=n    the n-th allocation of the program, or of jansson for it, gives NULL
 *     MOG_FAULT_SPARE=names all allocations of the process count instead, but those that libraries
 *                           or their functions with these in their names ask for, or let others
 *                           ask for: libhdf5:json_load
 *     MOG_FAULT_COUNT=file  gets the number of allocations that counted, in the end
 *     MOG_FAULT_MARK=file   is made when an allocation or a call has failed
 *
 * Faults end with main(): what libraries do in exit(), such as to write counters of coverage, is
 * theirs. stdout and stderr do not count. What stdio has buffered dies with the program, as it
 * would.
 */
#define _GNU_SOURCE /* RTLD_NEXT, dl_iterate_phdr */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static long until_kill;       /* 0: never */
static long until_refused;    /* 0: never */
static char refused_call[32]; /* which call is */

static long number_of(const char *name) {
    const char *text = getenv(name);
    return text != NULL ? strtol(text, NULL, 10) : 0;
}

void mog_faults_end(void);

void mog_faults_end(void) {
    until_kill = until_refused = 0;
}

__attribute__((constructor)) static void begin(void) {
    until_kill = number_of("MOG_FAULT_KILL");
    const char *call = getenv("MOG_FAULT_CALL"), *colon = call != NULL ? strchr(call, ':') : NULL;
    if (colon != NULL) {
        snprintf(refused_call, sizeof refused_call, "%.*s", (int)(colon - call), call);
        until_refused = strtol(colon + 1, NULL, 10);
    }
    atexit(mog_faults_end);
    unsetenv("LD_PRELOAD"); /* children are somebody else's */
}

/* ---- changes of the file system ------------------------------------------------------------ */

static bool is_the_last(void) {
    return until_kill > 0 && --until_kill == 0;
}

static void die(void) {
    kill(getpid(), SIGKILL);
}

static void count(void) {
    if (is_the_last())
        die();
}

static void mark(void) {
    const char *path = getenv("MOG_FAULT_MARK");
    if (path != NULL)
        close(creat(path, 0600));
}

static bool is_refused(const char *name) {
    if (strcmp(name, refused_call) != 0 || until_refused == 0 || --until_refused > 0)
        return false;
    mark();
    errno = EIO;
    return true;
}

static void *next(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

#define NEXT(name) ((__typeof__(&name))(uintptr_t)next(#name))

static bool is_output(FILE *stream) {
    return stream == NULL || stream == stdout || stream == stderr;
}

#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...) {                                                   \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;                     \
        va_end(rest);                                                                              \
        if ((flags & (O_CREAT | O_TRUNC)) != 0)                                                    \
            count();                                                                               \
        if (is_refused("open"))                                                                    \
            return -1;                                                                             \
        return NEXT(name)(path, flags, mode);                                                      \
    }
OPEN(open)
OPEN(open64)

FILE *fdopen(int file, const char *mode) {
    return is_refused("fdopen") ? NULL : NEXT(fdopen)(file, mode);
}

size_t fread(void *data, size_t size, size_t n, FILE *stream) {
    return is_refused("fread") ? 0 : NEXT(fread)(data, size, n, stream);
}

ssize_t getline(char **line, size_t *room, FILE *stream) {
    return is_refused("getline") ? -1 : NEXT(getline)(line, room, stream);
}

DIR *opendir(const char *path) {
    return is_refused("opendir") ? NULL : NEXT(opendir)(path);
}

int flock(int file, int operation) {
    return is_refused("flock") ? -1 : NEXT(flock)(file, operation);
}

#define FCNTL(name)                                                                                \
    int name(int file, int command, ...) {                                                         \
        va_list rest;                                                                              \
        va_start(rest, command);                                                                   \
        void *argument = va_arg(rest, void *);                                                     \
        va_end(rest);                                                                              \
        return command == F_OFD_SETLK && is_refused("lock") ? -1                                   \
                                                            : NEXT(name)(file, command, argument); \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

ssize_t write(int file, const void *data, size_t bytes) {
    if (file > STDERR_FILENO && is_the_last()) {
        NEXT(write)(file, data, bytes / 2);
        die();
    }
    return NEXT(write)(file, data, bytes);
}

#define PWRITE(name, offset_type)                                                                  \
    ssize_t name(int file, const void *data, size_t bytes, offset_type offset) {                   \
        if (is_the_last()) {                                                                       \
            NEXT(name)(file, data, bytes / 2, offset);                                             \
            die();                                                                                 \
        }                                                                                          \
        return NEXT(name)(file, data, bytes, offset);                                              \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

size_t fwrite(const void *data, size_t size, size_t n, FILE *stream) {
    if (!is_output(stream) && is_refused("fwrite"))
        return 0;
    if (!is_output(stream) && is_the_last()) {
        NEXT(fwrite)(data, 1, size * n / 2, stream);
        NEXT(fflush)(stream);
        die();
    }
    return NEXT(fwrite)(data, size, n, stream);
}

int fflush(FILE *stream) {
    if (!is_output(stream))
        count();
    if (!is_output(stream) && is_refused("fflush"))
        return EOF;
    return NEXT(fflush)(stream);
}

int fclose(FILE *stream) {
    if (!is_output(stream) && (fcntl(fileno(stream), F_GETFL) & O_ACCMODE) != O_RDONLY)
        count();
    return NEXT(fclose)(stream);
}

/* It is the program that dies, not the machine: nothing need wait for the disk. */
int fsync(int file) {
    (void)file;
    count();
    return is_refused("fsync") ? -1 : 0;
}

int fchmod(int file, mode_t mode) {
    count();
    return is_refused("fchmod") ? -1 : NEXT(fchmod)(file, mode);
}

int ftruncate(int file, off_t length) {
    count();
    return NEXT(ftruncate)(file, length);
}

int mkdir(const char *path, mode_t mode) {
    count();
    return is_refused("mkdir") ? -1 : NEXT(mkdir)(path, mode);
}

int rename(const char *from, const char *to) {
    count();
    return is_refused("rename") ? -1 : NEXT(rename)(from, to);
}

int unlink(const char *path) {
    count();
    return is_refused("unlink") ? -1 : NEXT(unlink)(path);
}

/* ---- memory: glibc's own names, because dlsym() allocates ------------------------------------ */

#if defined(__GLIBC__) && !defined(MOG_SANITIZE) /* a sanitizer has an allocator of its own */
extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *memory, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);

/* Calls from elsewhere fail as they like: this is no test of other people's libraries. */
enum { most_ranges = 8 };
static struct { uintptr_t begin, end; } counted[most_ranges];
static size_t ranges;

static int add_object(struct dl_phdr_info *info, size_t size, void *is_first) {
    (void)size;
    const bool counts = *(bool *)is_first || strstr(info->dlpi_name, "libjansson") != NULL;
    *(bool *)is_first = false; /* which is the program itself */
    for (size_t i = 0; counts && i < info->dlpi_phnum && ranges < most_ranges; i++)
        if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_X) != 0) {
            counted[ranges].begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
            counted[ranges].end = counted[ranges].begin + info->dlpi_phdr[i].p_memsz;
            ranges++;
        }
    return 0;
}

static bool counting;
static atomic_size_t asked;
static size_t no_memory_at; /* 0: never */
static const char *spared;  /* names with colons between them, or NULL */

/* Before main() the loader and the C library set themselves up, and may end as they like. */
__attribute__((constructor)) static void begin_memory(void) {
    bool is_first = true;
    void *first[1];
    dl_iterate_phdr(add_object, &is_first);
    no_memory_at = (size_t)number_of("MOG_FAULT_MEMORY");
    spared = getenv("MOG_FAULT_SPARE");
    if (spared != NULL)
        backtrace(first, 1); /* loads a library, the first time */
    counting = no_memory_at > 0 || getenv("MOG_FAULT_COUNT") != NULL;
}

__attribute__((destructor)) static void end_memory(void) {
    const char *path = getenv("MOG_FAULT_COUNT");
    const size_t all = atomic_load(&asked);
    counting = false;
    FILE *file = path != NULL ? fopen(path, "w") : NULL;
    if (file == NULL)
        return;
    fprintf(file, "%zu\n", all);
    if (fclose(file) != 0)
        _exit(99);
}

/* Whether one of the spared names is in a name. */
static bool has_spared(const char *name) {
    char one[64];
    for (const char *from = spared; name != NULL && *from != '\0'; from += *from == ':') {
        const size_t length = strcspn(from, ":");
        snprintf(one, sizeof one, "%.*s", (int)length, from);
        if (length > 0 && strstr(name, one) != NULL)
            return true;
        from += length;
    }
    return false;
}

/* Whether one to be spared is among those who called. */
static bool is_spared(void) {
    void *callers[64];
    Dl_info place;
    const int depth = backtrace(callers, 64);
    for (int i = 0; i < depth; i++)
        if (dladdr(callers[i], &place) != 0 &&
            (has_spared(place.dli_fname) || has_spared(place.dli_sname)))
            return true;
    return false;
}

static bool counts(const void *caller) {
    if (spared != NULL)
        return !is_spared();
    for (size_t i = 0; i < ranges; i++)
        if ((uintptr_t)caller >= counted[i].begin && (uintptr_t)caller < counted[i].end)
            return true;
    return false;
}

static bool fails(const void *caller) {
    if (!counting || !counts(caller) || atomic_fetch_add(&asked, 1) + 1 != no_memory_at)
        return false;
    mark();
    errno = ENOMEM;
    return true;
}

void *malloc(size_t bytes) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(bytes);
}

void *calloc(size_t n, size_t size) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *memory, size_t bytes) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(memory, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t bytes) {
    *memory = fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, bytes);
    return *memory != NULL ? 0 : ENOMEM;
}

char *strdup(const char *text) {
    const size_t bytes = strlen(text) + 1;
    void *copy = fails(__builtin_return_address(0)) ? NULL : __libc_malloc(bytes);
    return copy != NULL ? memcpy(copy, text, bytes) : NULL;
}
#endif
