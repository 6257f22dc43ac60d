// Runs commands in turns and prints the best wall time, the best CPU time and the largest memory of each. Turns, because a busy machine
// slows what runs now: only figures of the same minutes can be compared. C, because the kernel counts the memory of the parent at the
// moment of exec as the child's own, and a shell or a runtime around the clock would be part of what is measured.
//
//   measure ROUNDS < commands      one command per line: NAME<TAB>PROGRAM<TAB>ARGUMENT...
//   prints                         NAME<TAB>milliseconds<TAB>CPU milliseconds<TAB>megabytes
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#define MAX_COMMANDS 32
#define MAX_WORDS 64

extern char **environ;

typedef struct {
    char *words[MAX_WORDS];
    double wall, cpu, memory;
} Command;

static double milliseconds(struct timeval t) { return t.tv_sec * 1e3 + t.tv_usec / 1e3; }

static void fail(const char *what, const char *name) {
    fprintf(stderr, "measure: %s: %s\n", name, what);
    exit(1);
}

static void run(Command *command, posix_spawn_file_actions_t *actions) {
    struct timespec begin, end;
    struct rusage usage;
    pid_t process;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    if (posix_spawnp(&process, command->words[1], actions, NULL, command->words + 1, environ) != 0) {
        fail("does not start", command->words[0]);
    }
    if (wait4(process, &status, 0, &usage) != process || status != 0) {
        fail("failed", command->words[0]);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double wall = (end.tv_sec - begin.tv_sec) * 1e3 + (end.tv_nsec - begin.tv_nsec) / 1e6;
    double cpu = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
    double memory = usage.ru_maxrss / 1024.0;
    if (command->wall == 0 || wall < command->wall) command->wall = wall;
    if (command->cpu == 0 || cpu < command->cpu) command->cpu = cpu;
    if (memory > command->memory) command->memory = memory;
}

int main(int argc, char **argv) {
    static Command commands[MAX_COMMANDS];
    static char line[65536];
    int count = 0;
    int rounds = argc == 2 ? atoi(argv[1]) : 0;
    if (rounds < 1) fail("one argument: the number of rounds", "usage");
    while (fgets(line, sizeof line, stdin)) {
        if (count == MAX_COMMANDS) fail("too many commands", "usage");
        line[strcspn(line, "\n")] = 0;
        int words = 0;
        for (char *word = strtok(strdup(line), "\t"); word && words < MAX_WORDS - 1; word = strtok(NULL, "\t")) {
            commands[count].words[words++] = word;
        }
        if (words >= 2) count++;
    }

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < count; i++) run(&commands[i], &actions);
    }

    for (int i = 0; i < count; i++) {
        printf("%s\t%.3f\t%.3f\t%.1f\n", commands[i].words[0], commands[i].wall, commands[i].cpu, commands[i].memory);
    }
    return 0;
}
