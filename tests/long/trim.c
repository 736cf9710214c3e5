/* Preloaded into the process that a soak measures: SIGUSR1 gives what its allocator keeps for later back to the system (R23), so that
   what is measured is what is used. */
#define _GNU_SOURCE
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

static void *trim_when_told(void *wanted) {
  for (int number = 0;;) {
    if (sigwait((const sigset_t *)wanted, &number) == 0) malloc_trim(0);
  }
  return NULL;
}

__attribute__((constructor)) static void begin(void) {
  static sigset_t wanted;
  pthread_t thread;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &wanted, NULL); /* before any other thread is made: all inherit it */
  pthread_create(&thread, NULL, trim_when_told, &wanted);
}
