// Modules that differ only in where they sit: a tile knows its row and column by parameters, so Yosys would map every tile
// of a grid again for the same result. Twins are found in the log of an elaboration and merged before mapping.

/** Parameters that say where an instance sits and nothing about what it costs. */
export const POSITION_PARAMETERS: readonly string[] = ['Row', 'Col', 'Channel'];

/** Elaborated modules, each with its parameters, read from the log of Yosys's `hierarchy`. */
function parseElaborations(log: string): Map<string, ReadonlyMap<string, string>> {
  const modules = new Map<string, ReadonlyMap<string, string>>();
  let parameters = new Map<string, string>();
  for (const line of log.split('\n')) {
    const parameter = /^Parameter (?:\d+ \()?\\(\w+)\)? = (.*)$/.exec(line);
    if (parameter !== null) {
      parameters.set(parameter[1] as string, parameter[2] as string);
      continue;
    }
    const module = /^Generating RTLIL representation for module `(\$paramod.*)'\.$/.exec(line);
    // A module elaborated again, because a submodule has become known, is announced without its parameters.
    if (module !== null && !modules.has(module[1] as string)) modules.set(module[1] as string, parameters);
    parameters = new Map();
  }
  return modules;
}

/** `chtype` commands that make every instance of a twin an instance of the first of its kind. */
export function mergeCommands(log: string): string[] {
  const firsts = new Map<string, string>();
  const commands: string[] = [];
  for (const [name, parameters] of parseElaborations(log)) {
    if (!POSITION_PARAMETERS.some((parameter) => parameters.has(parameter))) continue;
    const rest = [...parameters].filter(([parameter]) => !POSITION_PARAMETERS.includes(parameter));
    const kind = JSON.stringify([sourceName(name), rest]);
    const first = firsts.get(kind);
    if (first === undefined) firsts.set(kind, name);
    else commands.push(`chtype -set ${first} t:${name}`);
  }
  return commands;
}

/** `$paramod$hash\nf_tile` and `$paramod\nf_tile\Row=...` are both nf_tile. */
function sourceName(name: string): string {
  return name.split('\\')[1] ?? name;
}

/** Whether some instance sets a position parameter, so that twins can exist. */
export function hasPositions(sources: ReadonlyMap<string, string>): boolean {
  const pattern = new RegExp(`\\.(${POSITION_PARAMETERS.join('|')})\\s*\\(`);
  return [...sources.values()].some((text) => pattern.test(text));
}
