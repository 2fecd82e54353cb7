// Runs a Yosys script (as WebAssembly) on sources held in memory.
import { runYosys } from '@yowasp/yosys';

export interface YosysRun {
  readonly log: string;
  /** Text of a file the script wrote; throws where it did not. */
  readonly read: (file: string) => string;
}

/** Throws with Yosys's own error lines where a command fails; `task` says in words what was tried. */
export async function runYosysScript(commands: readonly string[], sources: ReadonlyMap<string, string>, task: string): Promise<YosysRun> {
  const decoder = new TextDecoder();
  let log = '';
  const collect = (bytes: Uint8Array | null): void => {
    if (bytes !== null) log += decoder.decode(bytes, { stream: true });
  };
  try {
    const tree = await runYosys(['-Q', '-T', '-p', commands.join('; ')], Object.fromEntries(sources), { stdout: collect, stderr: collect });
    const read = (file: string): string => {
      const content = tree?.[file];
      if (typeof content === 'string') return content;
      if (content instanceof Uint8Array) return decoder.decode(content);
      throw new Error(`Yosys did not write ${file} (${task})`);
    };
    return { log, read };
  } catch (error) {
    const messages = log.split('\n').filter((line) => /ERROR|error:/.test(line));
    const reason = messages.length > 0 ? messages.join('\n') : error instanceof Error ? error.message : String(error);
    throw new Error(`Yosys refused ${task}: ${reason}`, { cause: error });
  }
}

/** The command that reads all SystemVerilog files, in map order. */
export function readCommand(sources: ReadonlyMap<string, string>): string {
  return `read_verilog -sv ${[...sources.keys()].filter((name) => /\.s?v$/.test(name)).join(' ')}`;
}
