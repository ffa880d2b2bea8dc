/* The process that holds a pod's namespaces: it waits, reaps children and ends when told to. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void end(int signal) { (void)signal; _exit(0); }

static void reap(int signal)
{
    (void)signal;
    while (waitpid(-1, NULL, WNOHANG) > 0) { }
}

int main(void)
{
    struct sigaction on = { .sa_handler = end };
    sigaction(SIGINT, &on, NULL);
    sigaction(SIGTERM, &on, NULL);
    on.sa_handler = reap;
    on.sa_flags = SA_NOCLDSTOP;
    sigaction(SIGCHLD, &on, NULL);
    for (;;)
        pause();
}
