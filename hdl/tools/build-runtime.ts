// Builds verilator-runtime.o.br: Verilator's runtime library as a wasm32 object, from the vendored sources, with the
// pinned @yowasp/clang and the flags of every model. Run as `node dist/hdl/tools/build-runtime.js`, then update SHA256SUMS.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { compileRuntime } from '../cosim/compile-model.ts';
import { toolsFolder } from '../cosim/vendored.ts';

const object = await compileRuntime();
const compressed = brotliCompressSync(object, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: object.length } });
writeFileSync(join(toolsFolder(), 'verilator-runtime.o.br'), compressed);
