// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_CONVERT_H
#define ERSATZ_DATA_CONVERT_H
/*
 * convert - datasets to and from the formats that trainers of others read (docs/format.md, "Other
 * formats").
 *
 * One file a format; each is a row of a table here. Pictures are copied byte by byte, never coded
 * anew. Output goes to OUT.tmp and is renamed when whole (out_folder.h). One sample at a time is in
 * memory.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "data/record.h"

typedef void convert_progress_fn(void *ctx, uint64_t done, uint64_t total);

struct convert_options {
    const char *split; /* export: only this split; import: the split of all; NULL: as they are */
    bool force;        /* replace OUT if it is the result of a conversion */
    uint64_t shard_samples;        /* import; 0 = 10000 */
    const char *by;                /* export of shelves: what a class is: "sku", "brand", "category"; NULL = sku */
    double margin;                 /* crops: added on each side, as a share of the box's */
    double min_visible;            /* export of shelves: items of which less is seen are left out */
    convert_progress_fn *progress; /* may be NULL */
    void *ctx;
};

struct convert_result {
    uint64_t samples;  /* written */
    uint64_t left_out; /* of other splits */
    uint64_t changed;  /* transcripts whose tabs or line breaks became spaces */
    uint64_t items;    /* of shelves, written */
    uint64_t items_left_out; /* below min_visible */
};

/**
 * convert_export() - dataset -> format.
 * from: as for dataset_open(); format: a name of convert_exporters
 * Returns ST_OK; ST_USAGE for an unknown format, split or class; ST_IO, ST_FORMAT with the sample, also if it is a shelf and
 * the format is one for text, or the other way round; ST_FORMAT if no sample is of the split. Then OUT is as it was.
 */
enum st convert_export(const char *from, const char *format, const char *out,
                       const struct convert_options *o, struct convert_result *result,
                       struct err *e);
/** convert_import() - format -> dataset; the same, with a name of convert_importers. */
enum st convert_import(const char *from, const char *format, const char *out,
                       const struct convert_options *o, struct convert_result *result,
                       struct err *e);

/* --- what a format implements ---------------------------------------------------------------- */

/* One sample to write; all borrowed, the picture until the end of the conversion. */
struct export_item {
    const char *name; /* key, safe as a file name */
    const struct record_member *image;
    const struct record_label *label;
    int split;               /* 0..2 */
    int width_px, height_px; /* of the picture */
    const char *line;        /* transcript on one line: tabs and line breaks are spaces */
};

enum export_takes { TAKES_TEXT = 1, TAKES_SHELVES = 2 };

struct exporter {
    const char *name, *help;
    unsigned takes;     /* kinds of labels, of enum export_takes */
    const char *marker; /* file that tells a folder made by it (out_folder.h) */
    bool one_line;      /* writes `line`, not the transcript as it is */
    enum st (*begin)(const char *dir, const struct convert_options *o, void **state, struct err *e);
    /* NULL, or: called for the label of every sample, of other splits, too, before the first add(): so that numbers of classes
     * do not depend on the split */
    enum st (*scan)(void *state, const struct record_label *l, struct err *e);
    enum st (*add)(void *state, const struct export_item *it, struct err *e);
    enum st (*end)(void *state, struct err *e);
    void (*free)(void *state); /* accepts NULL, and a state that did not end */
};

/* One sample that was read; all borrowed until the next call. */
struct import_item {
    const void *image; /* JPEG or PNG bytes */
    size_t image_len;
    const char *text; /* any bytes: checked by the caller */
    size_t text_len;
    const char *name; /* where it came from, for label and messages: file name or key */
    int split;        /* -1: not stated */
};

struct importer {
    const char *name, *help;
    /* source_sha256: out, of the file that lists the samples */
    enum st (*begin)(const char *from, void **state, uint64_t *count, char source_sha256[65],
                     struct err *e);
    enum st (*next)(void *state, struct import_item *it, struct err *e); /* `count` times */
    void (*free)(void *state);
};

extern const struct exporter export_icdar, export_imagefolder, export_lmdb, export_paddle, export_tsv;
extern const struct exporter export_bop, export_coco, export_crops, export_voc, export_yolo;
extern const struct importer import_imagefolder, import_lmdb, import_tsv;
/* Tables, ended by NULL. */
extern const struct exporter *const convert_exporters[];
extern const struct importer *const convert_importers[];

#endif
