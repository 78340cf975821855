/* Loaded before everything else: a socket that could leave this computer is refused, and a word of it is left in the file SOCKETS_ASKED. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int socket(int domain, int type, int protocol) {
    static int (*real)(int, int, int);
    if (domain == AF_UNIX) { /* windows of one user speak to each other, and to the display, through these */
        if (!real)
            real = (int (*)(int, int, int))dlsym(RTLD_NEXT, "socket");
        return real(domain, type, protocol);
    }
    const char *path = getenv("SOCKETS_ASKED");
    int file = path ? open(path, O_WRONLY | O_APPEND | O_CREAT, 0600) : -1;
    if (file >= 0) {
        dprintf(file, "domain %d\n", domain);
        close(file);
    }
    errno = EACCES;
    return -1;
}
