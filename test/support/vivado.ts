// Exported Vivado projects for tests: made by the built command line, run in a real tclsh against the model of Vivado in test/export/vivado.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nfc, scratchFolder } from './cli.ts';

const MODEL = `network Tiny {
  input x: u8[1, 8, 8], scale 1/255
  weights random(1)
  precision weights ternary, activations 3b
  x |> c: conv(4 maps, 3x3) |> relu(range 4) |> output y: dense(3)
}
`;
const RUN = join(import.meta.dirname, '..', 'export', 'vivado', 'run.tcl');

export interface TclRun {
  readonly code: number | null;
  /** One call of Vivado a line. */
  readonly calls: string;
  readonly stderr: string;
}

export interface VivadoProject {
  readonly path: string;
  readonly read: (file: string) => string;
  /** Runs one of its scripts; `env` steers the model. */
  readonly run: (script: string, args?: readonly string[], env?: Readonly<Record<string, string>>) => TclRun;
  /** What `script` says after a change of one of the project's files, which is taken back. Throws where the text to change is not there. */
  readonly runChanged: (script: string, file: string, from: string | RegExp, to: string) => TclRun;
}

export interface VivadoProjects {
  /** Compiles a small network for the target and exports it. */
  readonly make: (target: string, options?: readonly string[]) => VivadoProject;
  readonly dispose: () => void;
}

export function vivadoProjects(): VivadoProjects {
  const folder = scratchFolder({ 'm.nf': MODEL });
  const make = (target: string, options: readonly string[] = []): VivadoProject => {
    const path = join(folder.path, ['project', target, ...options].join(' '));
    succeed(['compile', 'm.nf', '--target', target, '-o', `out-${target}`], folder.path);
    succeed(['export', `out-${target}`, '--to', 'vivado', '-o', path, ...options], folder.path);
    const read = (file: string): string => readFileSync(join(path, file), 'utf8');
    const run = (script: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): TclRun => runTcl([join(path, script), ...args], env);
    return {
      path, read, run,
      runChanged: (script, file, from, to) => {
        const text = read(file);
        const changed = text.replace(from, to);
        if (changed === text) throw new Error(`${file} has no ${from}`);
        writeFileSync(join(path, file), changed);
        try {
          return run(script);
        } finally {
          writeFileSync(join(path, file), text);
        }
      },
    };
  };
  return { make, dispose: folder.dispose };
}

function succeed(args: readonly string[], cwd: string): void {
  const { code, stderr } = nfc(args, cwd);
  if (code !== 0) throw new Error(`nfc ${args.join(' ')}: ${stderr}`);
}

/** Names of the Vivado commands that the model knows. */
export const modelledCommands = (): string[] => runTcl([], {}).calls.trim().split('\n');

function runTcl(args: readonly string[], env: Readonly<Record<string, string>>): TclRun {
  const run = spawnSync('tclsh', [RUN, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
  if (run.error !== undefined) throw new Error('tclsh is needed for this test: apt-get install tcl (or brew install tcl-tk)');
  return { code: run.status, calls: run.stdout, stderr: run.stderr };
}
