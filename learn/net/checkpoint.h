// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_CHECKPOINT_H
#define ERSATZ_NET_CHECKPOINT_H
/*
 * checkpoint - named tensors and a JSON text in one file: models and training states (docs/model.md).
 *
 *     "ERSMODL1"  u32 length of JSON  JSON  padding to 64  tensors  32 bytes of SHA-256 over all before
 *
 * The JSON holds "meta" (whatever the caller says: kind, recipe, seed, versions, data, vocabulary) and "tensors":
 * [{"name", "dtype" ("f32", "bf16", "i8"), "dims", "offset", "scale"}]. Written aside, synced, renamed. Reading trusts
 * nothing: sizes are bounded by the file, the checksum comes first.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/st.h"
#include "net/parameters.h"

struct checkpoint;

struct checkpoint *checkpoint_new(void);
void checkpoint_free(struct checkpoint *c);
/** checkpoint_meta() - JSON object text, copied. */
void checkpoint_set_meta(struct checkpoint *c, const char *json);
const char *checkpoint_meta(const struct checkpoint *c);
/** checkpoint_add() - a tensor, copied. bf16: stored rounded to nearest even. */
void checkpoint_add(struct checkpoint *c, const char *name, int n_dims, const int64_t *dim, const float *v, int bf16);
/** checkpoint_find() - values as fp32, or NULL; *count floats. Lives as long as the checkpoint. */
const float *checkpoint_find(const struct checkpoint *c, const char *name, size_t *count);
/** checkpoint_add_param(), checkpoint_add_params() - parameter i, all of them; states stay fp32. */
void checkpoint_add_param(struct checkpoint *c, struct params *p, int i, int bf16);
void checkpoint_add_params(struct checkpoint *c, struct params *p, int bf16);
/** checkpoint_load_params() - every parameter of `p` must be there with its count; ST_FORMAT names the one that is not.
 *  partial: those that are there and fit are taken, *taken says how many (transfer). */
enum st checkpoint_load_params(const struct checkpoint *c, struct params *p, int partial, size_t *taken, struct err *e);

enum st checkpoint_write(const struct checkpoint *c, const char *path, struct err *e);
enum st checkpoint_read(const char *path, struct checkpoint **out, struct err *e);
enum st checkpoint_parse(const char *name, const void *bytes, size_t len, struct checkpoint **out, struct err *e);

#endif
