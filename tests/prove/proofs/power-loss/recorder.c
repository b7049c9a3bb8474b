/* Loaded before the C library: notes every write, cut, sync, rename and removal under one folder, in the order they happened, with their bytes.
   A note is one byte of kind, three numbers of eight bytes, and `length` bytes. What is written to the standard output is noted too: it is what
   the process has promised by then. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPENED = 1, WRITTEN, SYNCED, CUT, CLOSED, RENAMED, REMOVED, PROMISED, LINKED };
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int out = -1;
static uint64_t notes = 0;
static const char *folder;
static unsigned char watched[65536];

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void start(void) {
  const char *to = getenv("RECORD_TO");
  folder = getenv("RECORD_FOLDER");
  if (to != NULL && folder != NULL) out = (int)syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int inside(const char *path) { return out >= 0 && path != NULL && strncmp(path, folder, strlen(folder)) == 0; }
static int is_watched(int fd) { return out >= 0 && fd >= 0 && fd < 65536 && watched[fd]; }

static void note(char kind, uint64_t a, uint64_t b, const void *bytes, uint64_t length) {
  int kept = errno;
  pthread_mutex_lock(&turn);
  char head[25];
  head[0] = kind;
  memcpy(head + 1, &a, 8);
  memcpy(head + 9, &b, 8);
  memcpy(head + 17, &length, 8);
  struct iovec parts[2] = {{head, 25}, {(void *)bytes, length}};
  ssize_t wanted = (ssize_t)(25 + length);
  if (syscall(SYS_writev, out, parts, 2) != wanted) abort();
  notes++;
  pthread_mutex_unlock(&turn);
  errno = kept;
}

static int opened(int fd, const char *path, int flags) {
  if (fd >= 0 && fd < 65536) {
    watched[fd] = inside(path) ? 1 : 0;
    if (watched[fd]) note(OPENED, (uint64_t)fd, (flags & O_TRUNC) ? 1 : 0, path, strlen(path));
  }
  return fd;
}

#define OPEN(name)                                                         \
  int name(const char *path, int flags, ...) {                             \
    static int (*next)(const char *, int, ...);                            \
    if (next == NULL) next = real(#name);                                  \
    va_list rest;                                                          \
    va_start(rest, flags);                                                 \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                          \
    return opened(next(path, flags, mode), path, flags);                   \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                       \
  int name(int at, const char *path, int flags, ...) {                     \
    static int (*next)(int, const char *, int, ...);                       \
    if (next == NULL) next = real(#name);                                  \
    va_list rest;                                                          \
    va_start(rest, flags);                                                 \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                          \
    return opened(next(at, path, flags, mode), path, flags);               \
  }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *bytes, size_t length) {
  static ssize_t (*next)(int, const void *, size_t);
  if (next == NULL) next = real("write");
  if (fd == STDOUT_FILENO && out >= 0) note(PROMISED, 0, 0, bytes, length);
  off_t from = is_watched(fd) ? lseek(fd, 0, SEEK_CUR) : 0;
  ssize_t done = next(fd, bytes, length);
  if (done > 0 && is_watched(fd)) note(WRITTEN, (uint64_t)fd, (uint64_t)from, bytes, (uint64_t)done);
  return done;
}

#define PWRITE(name, offset)                                               \
  ssize_t name(int fd, const void *bytes, size_t length, offset from) {    \
    static ssize_t (*next)(int, const void *, size_t, offset);             \
    if (next == NULL) next = real(#name);                                  \
    ssize_t done = next(fd, bytes, length, from);                          \
    if (done > 0 && is_watched(fd)) note(WRITTEN, (uint64_t)fd, (uint64_t)from, bytes, (uint64_t)done); \
    return done;                                                           \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define SYNC(name)                                                         \
  int name(int fd) {                                                       \
    static int (*next)(int);                                               \
    if (next == NULL) next = real(#name);                                  \
    uint64_t before = notes;                                               \
    int done = next(fd);                                                   \
    if (done == 0 && is_watched(fd)) note(SYNCED, (uint64_t)fd, before, "", 0); \
    return done;                                                           \
  }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, offset)                                             \
  int name(int fd, offset length) {                                        \
    static int (*next)(int, offset);                                       \
    if (next == NULL) next = real(#name);                                  \
    int done = next(fd, length);                                           \
    if (done == 0 && is_watched(fd)) note(CUT, (uint64_t)fd, (uint64_t)length, "", 0); \
    return done;                                                           \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int close(int fd) {
  static int (*next)(int);
  if (next == NULL) next = real("close");
  int was = is_watched(fd);
  if (was) watched[fd] = 0;
  if (was) note(CLOSED, (uint64_t)fd, 0, "", 0);
  return next(fd);
}

int rename(const char *from, const char *to) {
  static int (*next)(const char *, const char *);
  if (next == NULL) next = real("rename");
  int done = next(from, to);
  if (done == 0 && inside(from)) {
    char both[8192];
    int length = snprintf(both, sizeof both, "%s\n%s", from, to);
    note(RENAMED, 0, 0, both, (uint64_t)length);
  }
  return done;
}

int unlink(const char *path) {
  static int (*next)(const char *);
  if (next == NULL) next = real("unlink");
  int done = next(path);
  if (done == 0 && inside(path)) note(REMOVED, 0, 0, path, strlen(path));
  return done;
}
