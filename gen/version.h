// SPDX-License-Identifier: MIT
#ifndef ERSATZ_VERSION_H
#define ERSATZ_VERSION_H
/* Bumped when generated pixels or labels change (CHANGELOG.md). */
#define ERSATZ_VERSION "0.1.0"
#endif
