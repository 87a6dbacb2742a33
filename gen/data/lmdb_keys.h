// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_LMDB_KEYS_H
#define ERSATZ_DATA_LMDB_KEYS_H
/*
 * lmdb_keys - the layout that deep-text-recognition-benchmark, PARSeq and many others read: an LMDB
 * folder with keys "image-000000001" (bytes of the picture's file) and "label-000000001"
 * (transcript, UTF-8), counted from 1, and "num-samples" (decimal). Written and read in files of
 * their own.
 */
#define LMDB_IMAGE_KEY "image-%09llu"
#define LMDB_LABEL_KEY "label-%09llu"
#define LMDB_COUNT_KEY "num-samples"
enum { LMDB_KEY_SIZE = 40 };

#endif
