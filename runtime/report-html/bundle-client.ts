// The program that runs in the page, in one piece: bundled with the parts of the plotting library that it uses. From the TypeScript sources
// or from the compiled ones, whichever this file itself is.
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bug } from '../../compiler/source/diagnostic.ts';

export async function bundleClient(): Promise<string> {
  const entry = fileURLToPath(new URL(`./client/main${extname(import.meta.url)}`, import.meta.url));
  const result = await build({ entryPoints: [entry], bundle: true, minify: true, write: false, format: 'iife', target: 'es2022', charset: 'utf8', legalComments: 'none', logLevel: 'silent' });
  return result.outputFiles[0]?.text ?? bug('the report has no program');
}
