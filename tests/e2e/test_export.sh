#!/bin/sh
# The models that come with the program as ONNX files.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

model=assets/models/receipts.ersatz
ok 'exports' "$ersatz" export -q "$model" -o "$tmp/x.onnx"
ok 'an embedding of products, too' "$ersatz" export -q assets/models/products.ersatz -o "$tmp/p.onnx"
fails 'needs somewhere to write to' 2 '-o FILE' "$ersatz" export "$model"
fails 'refuses what is no model' 5 'README.md' "$ersatz" export README.md -o "$tmp/y.onnx"
if /usr/bin/python3 -c 'import onnx' 2>/dev/null; then
    cat >"$tmp/check.py" <<'END'
import json, sys
import onnx
m = onnx.load(sys.argv[1])
onnx.checker.check_model(m, full_check=True)
meta = {p.key: p.value for p in m.metadata_props}
out = m.graph.output[0]
classes = json.loads(meta["classes"])
assert out.name == "log_probabilities" and len(m.graph.output) == 1
assert out.type.tensor_type.shape.dim[2].dim_value == len(classes) + 1, "classes and the blank"
assert meta["height_px"] == "32" and m.opset_import[0].version == 17
END
    ok 'a valid model, with its classes' /usr/bin/python3 "$tmp/check.py" "$tmp/x.onnx"
    cat >"$tmp/products.py" <<'END'
import sys
import onnx
m = onnx.load(sys.argv[1])
onnx.checker.check_model(m, full_check=True)
meta = {p.key: p.value for p in m.metadata_props}
shape = [d.dim_value or d.dim_param for d in m.graph.input[0].type.tensor_type.shape.dim]
assert shape == ["batch", 3, int(meta["input_px"]), int(meta["input_px"])]
assert [o.name for o in m.graph.output] == ["embedding"] and m.graph.node[-1].op_type == "LpNormalization"
END
    ok 'a valid embedding' /usr/bin/python3 "$tmp/products.py" "$tmp/p.onnx"
else
    skip 'a valid model, with its classes' 'no python3-onnx'
    skip 'a valid embedding' 'no python3-onnx'
fi
done_testing
