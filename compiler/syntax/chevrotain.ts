// The parts of chevrotain that the scanner and the parser use. The package ships one bundled file beside its hundreds of
// small ones; loading that one takes 20 ms instead of several hundred, which every command would pay at its start. Where
// the place of a package cannot be asked for, the ordinary entry is loaded.
const loadBundle = async (): Promise<typeof import('chevrotain')> => {
  if (typeof import.meta.resolve !== 'function') return await import('chevrotain');
  const entry = import.meta.resolve('chevrotain');
  const bundle: typeof import('chevrotain') = await import(new URL('../chevrotain.mjs', entry).href);
  return bundle;
};

export const { createToken, CstParser, EOF, Lexer, tokenLabel, tokenMatcher } = await loadBundle();
