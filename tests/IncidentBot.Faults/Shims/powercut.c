// A disk that forgets, fails, fills and dawdles, for one process: preload it (LD_PRELOAD) and name
//
//   FAULTS_FOLDER   the folder that is watched, with all below it
//   FAULTS_SHADOW   a folder that starts as a copy of it (optional)
//   FAULTS_LEAK     percent of writes that reach the shadow before any sync, as early write-back would bring them
//   FAULTS_CONTROL  a file of struct control, mapped, by which faults are switched while the process runs (optional)
//
// After kill -9 the shadow is what a disk holds whose volatile cache was lost: bytes arrive there only by fsync,
// fdatasync or a descriptor opened with O_SYNC.
//
// Names behave as in a journalling file system: creations, renames and removals become durable in the order they were
// made, up to the one that gave a file its name when that file is synced, and all of them when their folder is synced.
// FAULTS_LEAK lets some become durable at once.
//
// What it does not model: disks that lie about a sync, writes torn inside one call, writes through mmap, copy_file_range,
// pwritev and fallocate, folders being removed, truncation by O_TRUNC, and calls that a program looks up in libc by
// itself, as DllImport does. SQLite (with mmap_size=0) and .NET's FileStream use none of them for what they promise; a
// folder synced through DllImport merely counts as not synced. Files ending in -shm are scratch memory of SQLite and are
// left out.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_PATH = 1024, MOST_FILES = 256 };

// One order for syncs and one for writes: let `after` pass, then fail `times` (below 0: until told otherwise), and only
// on files whose name ends with `only`.
struct fault { int64_t error, after, times; char only[40]; };

struct control {
  int64_t sync_delay_us;
  int64_t stall_ms;              // the next sync takes this much longer, once
  struct fault sync, write;
  int64_t syncs, writes, failed; // counted for the tests
};

struct change { off_t at; size_t length; char *bytes; struct change *next; };  // bytes == 0: truncated to `at`

struct file {
  dev_t device;
  ino_t inode;
  int shadow;                    // descriptor of its durable form
  char name[LONGEST_PATH];       // below the folder, as it was last named
  struct change *first, *last;   // written and not synced
};

enum act { CREATED, RENAMED, LINKED, REMOVED };
struct naming { enum act act; struct file *file; int id; char from[LONGEST_PATH], to[LONGEST_PATH]; struct naming *next; };

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static struct control none, *control = &none;
static const char *folder, *shadow;
static size_t folder_length;
static int leak;
static unsigned seed;
static struct file files[MOST_FILES];
static struct naming *namings, **namings_end = &namings;
static int ids;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_ftruncate)(int, off_t);
static int (*real_rename)(const char *, const char *), (*real_link)(const char *, const char *), (*real_unlink)(const char *);

__attribute__((constructor)) static void begin(void) {
  if (real_write) return;
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_link = dlsym(RTLD_NEXT, "link");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_write = dlsym(RTLD_NEXT, "write");
  folder = getenv("FAULTS_FOLDER");
  folder_length = folder ? strlen(folder) : 0;
  shadow = getenv("FAULTS_SHADOW");
  leak = getenv("FAULTS_LEAK") ? atoi(getenv("FAULTS_LEAK")) : 0;
  seed = getenv("FAULTS_SEED") ? (unsigned)atoi(getenv("FAULTS_SEED")) : 1;
  const char *path = getenv("FAULTS_CONTROL");
  int opened = path ? open(path, O_RDWR) : -1;
  if (opened >= 0) {
    void *mapped = mmap(0, sizeof none, PROT_READ | PROT_WRITE, MAP_SHARED, opened, 0);
    if (mapped != MAP_FAILED) control = mapped;
    close(opened);
  }
}

static int leaks(void) { return leak && (int)(rand_r(&seed) % 100) < leak; }

static const char *below(const char *path) {
  return folder && !strncmp(path, folder, folder_length) && path[folder_length] == '/' ? path + folder_length + 1 : 0;
}

static int ends(const char *text, const char *end) {
  size_t all = strlen(text), part = strlen(end);
  return part <= all && !strcmp(text + all - part, end);
}

static void in_shadow(char *path, const char *name) { snprintf(path, 2 * LONGEST_PATH, "%s/%s", shadow, name); }
static void in_waiting(char *path, int id) { snprintf(path, 2 * LONGEST_PATH, "%s.unnamed-%d", shadow, id); }

static void make_parents(char *path) {
  for (char *slash = path + strlen(shadow) + 1; (slash = strchr(slash, '/')); slash++) {
    *slash = 0;
    mkdir(path, 0700);
    *slash = '/';
  }
}

static struct naming *add_naming(enum act act, const char *from, const char *to) {
  struct naming *n = calloc(1, sizeof *n);
  n->act = act;
  snprintf(n->from, sizeof n->from, "%s", from);
  snprintf(n->to, sizeof n->to, "%s", to);
  *namings_end = n;
  namings_end = &n->next;
  return n;
}

// Makes all namings durable up to the last of `file`; all there are if it is null.
static void keep_names(struct file *file) {
  struct naming *last = 0;
  for (struct naming *n = namings; n; n = n->next) if (!file || n->file == file) last = n;
  while (last) {
    struct naming *n = namings;
    char from[2 * LONGEST_PATH], to[2 * LONGEST_PATH];
    if (n->act == CREATED) in_waiting(from, n->id); else in_shadow(from, n->from);
    in_shadow(to, n->to);
    make_parents(to);
    if (n->act == REMOVED) real_unlink(from);
    else if (n->act == LINKED) real_link(from, to);
    else real_rename(from, to);
    namings = n->next;
    if (!namings) namings_end = &namings;
    if (n == last) last = 0;
    free(n);
  }
}

static void forget(struct file *f) {
  for (struct change *c = f->first; c; ) { struct change *next = c->next; free(c->bytes); free(c); c = next; }
  f->first = f->last = 0;
}

static struct file *known(dev_t device, ino_t inode) {
  for (int i = 0; i < MOST_FILES; i++) if (files[i].inode == inode && files[i].device == device) return &files[i];
  return 0;
}

// The watched file behind a descriptor, or null. The gate is held.
static struct file *find(int fd) {
  struct stat is;
  if (!folder || fstat(fd, &is) || !S_ISREG(is.st_mode) || !is.st_nlink) return 0;
  struct file *f = known(is.st_dev, is.st_ino);
  if (f) return f;
  char link[64], path[LONGEST_PATH];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  const char *name = below(path);
  if (!name || ends(name, "-shm")) return 0;
  for (f = files; f < files + MOST_FILES && f->inode; f++) { }
  if (f == files + MOST_FILES) { dprintf(2, "powercut: more than %d files\n", MOST_FILES); _exit(99); }
  *f = (struct file){ .device = is.st_dev, .inode = is.st_ino, .shadow = -1 };
  snprintf(f->name, sizeof f->name, "%s", name);
  if (!shadow) return f;
  char durable[2 * LONGEST_PATH];
  in_shadow(durable, name);
  // A name that was given away and not made durable yet still stands in the shadow, for another file.
  int reused = 0;
  for (struct naming *n = namings; n; n = n->next) reused |= !strcmp(n->from, name) || !strcmp(n->to, name);
  f->shadow = reused ? -1 : open(durable, O_RDWR | O_CLOEXEC);
  if (f->shadow < 0) {
    struct naming *n = add_naming(CREATED, "", name);
    n->file = f;
    n->id = ids++;
    in_waiting(durable, n->id);
    f->shadow = open(durable, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  }
  return f;
}

// Lets go of the file of a path whose last name is about to be taken away.
static void drop(const char *path) {
  struct stat is;
  if (lstat(path, &is) || is.st_nlink > 1) return;
  struct file *f = known(is.st_dev, is.st_ino);
  if (!f) return;
  forget(f);
  if (f->shadow >= 0) close(f->shadow);
  for (struct naming *n = namings; n; n = n->next) if (n->file == f) n->file = 0;
  f->inode = 0;
}

static void apply(struct file *f, struct change *c) {
  if (!c->bytes) { if (real_ftruncate(f->shadow, c->at)) _exit(98); return; }
  for (size_t done = 0; done < c->length; ) {
    ssize_t n = real_pwrite(f->shadow, c->bytes + done, c->length - done, c->at + (off_t)done);
    if (n <= 0) { dprintf(2, "powercut: the shadow takes no more: %s\n", strerror(errno)); _exit(98); }
    done += (size_t)n;
  }
}

static void change(struct file *f, off_t at, const void *bytes, size_t length, int durable) {
  if (f->shadow < 0) return;
  struct change *c = calloc(1, sizeof *c);
  *c = (struct change){ .at = at, .length = length };
  if (bytes) c->bytes = memcpy(malloc(length ? length : 1), bytes, length);
  if (durable || leaks()) apply(f, c);
  // Early or not, it is applied again in its turn: an older write that arrives late must not win.
  if (f->last) f->last->next = c; else f->first = c;
  f->last = c;
}

static void keep(struct file *f) {
  for (struct change *c = f->first; c; c = c->next) apply(f, c);
  forget(f);
  keep_names(f);
}

// The error that is ordered for this call, or 0. The gate is held.
static int fails(struct file *f, struct fault *fault) {
  if (!fault->error || !ends(f->name, fault->only)) return 0;
  if (fault->after > 0) { fault->after--; return 0; }
  if (!fault->times) return 0;
  if (fault->times > 0) fault->times--;
  control->failed++;
  return (int)fault->error;
}

static ssize_t written(int fd, const void *bytes, size_t length, off_t at, int positioned) {
  struct stat is;
  // Pipes and sockets are asked about without the gate: a signal handler may write to one.
  if (!folder || fstat(fd, &is) || !S_ISREG(is.st_mode))
    return positioned ? real_pwrite(fd, bytes, length, at) : real_write(fd, bytes, length);
  pthread_mutex_lock(&gate);
  struct file *f = find(fd);
  int error = 0;
  if (f) { control->writes++; error = fails(f, &control->write); }
  ssize_t result = -1;
  if (!error) {
    int flags = fcntl(fd, F_GETFL);
    if (!positioned) at = flags & O_APPEND ? is.st_size : lseek(fd, 0, SEEK_CUR);
    result = positioned ? real_pwrite(fd, bytes, length, at) : real_write(fd, bytes, length);
    error = errno;
    if (f && result > 0) {
      change(f, at, bytes, (size_t)result, (flags & O_DSYNC) != 0);
      if (flags & O_DSYNC) keep(f);
    }
  }
  pthread_mutex_unlock(&gate);
  errno = error;
  return result;
}

static void wait_as_ordered(void) {
  int64_t stall = __atomic_exchange_n(&control->stall_ms, 0, __ATOMIC_SEQ_CST);
  int64_t delay = control->sync_delay_us;
  if (delay) usleep((useconds_t)delay);
  for (; stall > 0; stall -= 500) usleep((useconds_t)(stall > 500 ? 500 : stall) * 1000);
}

static int synced(int fd, int (*real)(int)) {
  struct stat is;
  if (!folder || fstat(fd, &is)) return real(fd);
  if (S_ISDIR(is.st_mode)) {
    int result = real(fd), error = errno;
    pthread_mutex_lock(&gate);
    if (!result && shadow) keep_names(0);
    pthread_mutex_unlock(&gate);
    errno = error;
    return result;
  }
  pthread_mutex_lock(&gate);
  struct file *f = find(fd);
  int error = 0;
  if (f) {
    control->syncs++;
    error = fails(f, &control->sync);
    // What Linux does after a failed sync: the pages count as clean, and no later sync writes them.
    if (error) forget(f);
  }
  pthread_mutex_unlock(&gate);
  if (error) { errno = error; return -1; }
  if (!f) return real(fd);
  wait_as_ordered();
  // With a shadow, the real disk decides nothing; its time would only make rounds longer.
  int result = shadow ? 0 : real(fd);
  error = errno;
  if (!result && shadow) {
    pthread_mutex_lock(&gate);
    if ((f = find(fd))) keep(f);
    pthread_mutex_unlock(&gate);
  }
  errno = error;
  return result;
}

ssize_t write(int fd, const void *bytes, size_t length) { begin(); return written(fd, bytes, length, 0, 0); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) { begin(); return written(fd, bytes, length, at, 1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }
int fsync(int fd) { begin(); return synced(fd, real_fsync); }
int fdatasync(int fd) { begin(); return synced(fd, real_fdatasync); }

int ftruncate64(int fd, off_t length) {
  begin();
  pthread_mutex_lock(&gate);
  struct file *f = find(fd);
  int result = real_ftruncate(fd, length), error = errno;
  if (f && !result) change(f, length, 0, 0, 0);
  pthread_mutex_unlock(&gate);
  errno = error;
  return result;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int named(enum act act, const char *from, const char *to, int (*real)(const char *, const char *)) {
  begin();
  pthread_mutex_lock(&gate);
  const char *old = shadow ? below(from) : 0, *new = shadow && to ? below(to) : 0;
  if (act == RENAMED && new) drop(to);
  if (act == REMOVED && old) drop(from);
  int result = act == REMOVED ? real_unlink(from) : real(from, to), error = errno;
  if (!result && old && (new || act == REMOVED) && !ends(old, "-shm")) {
    struct naming *n = add_naming(act, old, new ? new : "");
    struct stat is;
    if (new && !lstat(to, &is) && (n->file = known(is.st_dev, is.st_ino))) snprintf(n->file->name, LONGEST_PATH, "%s", new);
    if (leaks()) keep_names(0);
  }
  pthread_mutex_unlock(&gate);
  errno = error;
  return result;
}
int rename(const char *from, const char *to) { return named(RENAMED, from, to, real_rename); }
int link(const char *from, const char *to) { return named(LINKED, from, to, real_link); }
int unlink(const char *path) { return named(REMOVED, path, 0, 0); }
