// Counts of actions of a frame in the form of Accelergy's action counts (version 0.3): one entry per component of the hardware, tiles by their
// place. Energies are Accelergy's own affair; the names of components and actions are those of docs/power.md.
import type { ActionCount } from './actions.ts';

/** YAML text. Counts are whole numbers, those of one frame in steady state; seconds are left out, for they are no actions. */
export function formatActionCounts(actions: readonly ActionCount[]): string {
  const components = new Map<string, Map<string, number>>();
  for (const { part, action, cost, count, tile } of actions) {
    if (cost === 'static' || cost === 'idle') continue;
    const name = `nfc.${tile === null ? '' : `tile[${tile}].`}${part}`;
    const counts = components.get(name) ?? new Map<string, number>();
    const key = action.replaceAll(' ', '_');
    counts.set(key, (counts.get(key) ?? 0) + count);
    components.set(name, counts);
  }
  const lines = ['action_counts:', '  version: 0.3', '  local:'];
  for (const [name, counts] of [...components].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`    - name: ${name}`, '      action_counts:');
    for (const [action, count] of counts) lines.push(`        - name: ${action}`, `          counts: ${Math.round(count)}`);
  }
  return `${lines.join('\n')}\n`;
}
