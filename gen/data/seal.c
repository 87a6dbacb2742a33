// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "data/seal.h"

#include <string.h>

#include "base/files.h"
#include "data/format.h"

void seal_end(struct buf *b)
{
    char hex[SHA256_HEX + 1];
    bytes_sha256(b->data, b->len, hex);
    buf_printf(b, "%s%s%s", SEAL_HEAD, hex, SEAL_TAIL);
}

enum st seal_open(const char *name, const char *bytes, size_t len, json_t **root, struct err *e)
{
    static const size_t head = sizeof SEAL_HEAD - 1, tail = sizeof SEAL_TAIL - 1;
    *root = NULL;
    if (len < head + SHA256_HEX + tail) {
        return err_set(e, ST_FORMAT, "'%s' is cut off: %zu bytes", name, len);
    }
    size_t body = len - head - SHA256_HEX - tail;
    if (memcmp(bytes + body, SEAL_HEAD, head) || memcmp(bytes + len - tail, SEAL_TAIL, tail)) {
        return err_set(e, ST_FORMAT, "'%s' does not end with its checksum (cut off or edited)",
                       name);
    }
    char hex[SHA256_HEX + 1];
    bytes_sha256(bytes, body, hex);
    if (memcmp(hex, bytes + body + head, SHA256_HEX)) {
        return err_set(e, ST_FORMAT, "'%s' does not match its checksum (damaged or edited)", name);
    }
    json_error_t je;
    *root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &je);
    if (!*root || !json_is_object(*root)) {
        json_decref(*root);
        *root = NULL;
        return err_set(e, ST_FORMAT, "'%s':%d:%d: %s", name, je.line, je.column, je.text);
    }
    return ST_OK;
}
