// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_HEAP_H
#define ERSATZ_BASE_HEAP_H
/* heap - how malloc deals with the system's pages, for the whole process. */

/** heap_keep() - what is freed stays with the process, however large. For programs in which pictures come and go all the time:
 *  giving their pages back to the system and asking for them again takes longer than drawing them. */
void heap_keep(void);

#endif
