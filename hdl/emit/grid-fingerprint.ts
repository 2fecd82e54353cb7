// The number in register GRID: equal where a program of one target runs on the grid of another, different otherwise.
// Clock, device, latencies and bandwidth do not enter, nor does where memory lies: no program depends on them.
import { fnv1a } from '../../compiler/source/fnv.ts';
import type { Target } from '../../compiler/target/target.ts';
import { findTarget, MAX_SIDE, targetNames } from '../../compiler/target/targets.ts';
import { coreParameters } from './core-parameters.ts';

/** Version of what programs and hardware agree on. Raise it with any change after which a program compiled before would not run on
 *  hardware built after, or the other way round: bits of configuration words, what a register or packet means, how beats lie in memory. */
const CONTRACT_VERSION = 1;

/** FNV-1a over version and parameters, such as `version=1 Rows=2 Cols=2 ...` (docs/hardware.md section 8); 0 to 2^32 - 1. */
export const gridFingerprint = (target: Target): number =>
  fnv1a([['version', CONTRACT_VERSION] as const, ...coreParameters(target)].map(([name, value]) => `${name}=${value}`).join(' '));

/** The built-in target with this fingerprint, or null: a target of a file, or hardware of another version. */
export function targetOfFingerprint(fingerprint: number): string | null {
  const sides = Array.from({ length: MAX_SIDE }, (_, index) => index + 1);
  const names = [...targetNames, ...sides.flatMap((rows) => sides.map((cols) => `sim-${rows}x${cols}`))];
  return names.find((name) => {
    const target = findTarget(name);
    return target !== undefined && gridFingerprint(target) === fingerprint;
  }) ?? null;
}
