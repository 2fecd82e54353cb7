// Which folder may import which. One row per layer; what is not listed is forbidden. compiler/, sim/ and hdl/export/ are pure:
// they touch neither files nor any other part of Node. sim and hdl never meet.
const LAYERS = {
  'compiler/source': [],
  'compiler/target': ['compiler/source'],
  'compiler/syntax': ['compiler/source'],
  'compiler/ir': ['compiler/source', 'compiler/target', 'compiler/syntax'],
  'compiler/check': ['compiler/syntax', 'compiler/ir', 'compiler/source'],
  'compiler/reference': ['compiler/ir', 'compiler/source', 'compiler/target', 'compiler/passes'],
  'compiler/passes': ['compiler/ir', 'compiler/source', 'compiler/target'],
  'compiler/quantize': ['compiler/ir', 'compiler/source', 'compiler/target', 'compiler/passes', 'compiler/reference', 'compiler/pipeline'],
  'compiler/train': ['compiler/ir', 'compiler/source', 'compiler/passes', 'compiler/pipeline', 'compiler/quantize', 'compiler/reference'],
  'compiler/program': ['compiler/source', 'compiler/target'],
  'compiler/schedule': ['compiler/ir', 'compiler/source', 'compiler/target', 'compiler/program'],
  'compiler/pipeline': ['compiler/passes', 'compiler/ir', 'compiler/source'],
  sim: ['compiler/program', 'compiler/target', 'compiler/source'],
  'hdl/emit': ['compiler/program', 'compiler/target', 'compiler/source'],
  'hdl/cosim': ['compiler/program', 'compiler/target', 'compiler/source'],
  'hdl/synth': ['compiler/target', 'compiler/source', 'hdl/cosim', 'hdl/emit'],
  'hdl/export': ['compiler/program', 'compiler/target', 'compiler/source', 'hdl/emit'],
  'hdl/tools': ['hdl/cosim'],
};

const escape = (folder) => folder.replaceAll('/', '\\/');
const only = (folder, allowed) => ({
  name: `${folder.replaceAll('/', '-')}-imports`,
  severity: 'error',
  comment: `${folder} may import ${allowed.length > 0 ? allowed.join(', ') : 'nothing of the project'} besides itself`,
  from: { path: `^${escape(folder)}/` },
  to: { path: '^(compiler|runtime|sim|hdl|examples|scripts|test)/', pathNot: `^(${[folder, ...allowed].map(escape).join('|')})/` },
});

module.exports = {
  forbidden: [
    ...Object.entries(LAYERS).map(([folder, allowed]) => only(folder, allowed)),
    { name: 'nothing-imports-runtime', severity: 'error', from: { path: '^(compiler|sim|hdl)/' }, to: { path: '^runtime/' } },
    { name: 'compiler-is-pure', severity: 'error', from: { path: '^(compiler|sim|hdl/export)/' }, to: { dependencyTypes: ['core'] } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '(^dist|^build|^node_modules)/' },
  },
};
