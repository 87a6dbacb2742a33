// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_EMBEDDER_ONNX_H
#define ERSATZ_PRODUCT_EMBEDDER_ONNX_H
/* embedder_onnx - an embedding model as an ONNX model: net/onnx.h of embedder_net.h, its vector brought to unit length. */
#include "base/buf.h"
#include "base/st.h"

/** embedder_onnx() - ST_IO; ST_FORMAT if it is no embedder. */
enum st embedder_onnx(const char *model, struct buf *out, struct err *e);

#endif
