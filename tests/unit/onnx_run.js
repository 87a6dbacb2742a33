// SPDX-License-Identifier: MIT
// onnx_run.js DIR - runs DIR/K.onnx on the floats of DIR/K.in and compares with DIR/K.out, for each line "K dims" of DIR/cases;
// prints "K largest-difference largest-value" a line.
const fs = require('fs');
const ort = require('onnxruntime-node');
const dir = process.argv[2];
const floats = (f) => {
    const b = fs.readFileSync(f);
    return new Float32Array(b.buffer.slice(b.byteOffset, b.byteOffset + b.length));
};
(async () => {
    for (const line of fs.readFileSync(`${dir}/cases`, 'utf8').trim().split('\n')) {
        const [k, ...dims] = line.split(' ').map(Number);
        const session = await ort.InferenceSession.create(`${dir}/${k}.onnx`);
        const got =
            await session.run({x : new ort.Tensor('float32', floats(`${dir}/${k}.in`), dims)});
        const want = floats(`${dir}/${k}.out`);
        let off = got.y.data.length === want.length ? 0 : Infinity, top = 0;
        for (let i = 0; i < want.length; i++) {
            off = Math.max(off, Math.abs(got.y.data[i] - want[i]));
            top = Math.max(top, Math.abs(want[i]));
        }
        console.log(k, off, top);
    }
})();
