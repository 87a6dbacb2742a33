// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CYCLES_SCRATCH_H
#define ERSATZ_CYCLES_SCRATCH_H
/*
 * scratch - a folder for meshes, textures and results on their way to and from Blender.
 *
 * It lies in $TMPDIR (else /tmp) as ersatz-UID-PID and goes when it is closed. Its owner holds a lock on the file "lock"
 * in it; folders that a killed process left behind have none, and the next scratch_open() of the same user removes them.
 */
#include "base/st.h"

struct scratch {
    char *path; /* owned; NULL = none */
    int lock;   /* descriptor */
};

/** scratch_open() - ST_IO. `s` is zero or closed. */
enum st scratch_open(struct scratch *s, struct err *e);
/** scratch_close() - removes the folder and all in it. Accepts a zero one. */
void scratch_close(struct scratch *s);

#endif
