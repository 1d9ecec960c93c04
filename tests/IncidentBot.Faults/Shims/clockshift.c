// A wall clock that is wrong, for one process: preload it (LD_PRELOAD) and name in CLOCK_OFFSET a file that holds one
// 64-bit number, the seconds by which the wall clock is off. It is mapped, so that the clock jumps when the file changes.
// The monotonic clock is left alone, as it is when somebody sets a clock.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int64_t zero, *offset = &zero;
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  if (real_clock_gettime) return;
  real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  const char *path = getenv("CLOCK_OFFSET");
  int opened = path ? open(path, O_RDONLY) : -1;
  if (opened < 0) return;
  void *mapped = mmap(0, sizeof *offset, PROT_READ, MAP_SHARED, opened, 0);
  if (mapped != MAP_FAILED) offset = mapped;
  close(opened);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  begin();
  int result = real_clock_gettime(clock, now);
  if (!result && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += *offset;
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec precise;
  int result = clock_gettime(CLOCK_REALTIME, &precise);
  *now = (struct timeval){ .tv_sec = precise.tv_sec, .tv_usec = precise.tv_nsec / 1000 };
  return result;
}

time_t time(time_t *now) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (now) *now = precise.tv_sec;
  return precise.tv_sec;
}
