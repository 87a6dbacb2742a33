// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_READER_ONNX_H
#define ERSATZ_OCR_READER_ONNX_H
/* reader_onnx - a reader as an ONNX model: net/onnx.h of reader_net.h, with what its classes mean. */
#include <stdbool.h>

#include "base/buf.h"
#include "base/st.h"

/** reader_onnx() - tokens: with the second head, where there is one. ST_IO; ST_FORMAT if it is no reader. */
enum st reader_onnx(const char *model, bool tokens, struct buf *out, struct err *e);

#endif
