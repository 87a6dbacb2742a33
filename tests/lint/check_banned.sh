#!/bin/sh
# Functions that go wrong quietly, and sources of chance or time that a generator may not use.
set -u
bad=0
if git grep -nE '(^|[^_a-zA-Z])(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atof|gets|alloca|rand|srand|random|drand48)\(' -- 'gen/*.c' 'gen/*.h' 'learn/*.c'; then
    bad=1
fi
if git grep -nE '(^|[^_a-zA-Z])(time|clock|clock_gettime|gettimeofday)\(' -- 'gen/*.c' ':!gen/base/progress.c' ':!gen/base/deadline.c'; then
    echo 'the clock is read in gen/base/progress.c and gen/base/deadline.c and nowhere else'
    bad=1
fi
if git grep -nE '(^|[^_a-zA-Z])(exit|abort|printf|puts)\(' -- 'gen/*.c' ':!gen/cmd' ':!gen/main.c' ':!gen/base/st.c'; then
    echo 'below gen/cmd nothing prints and nothing exits'
    bad=1
fi
exit $bad
