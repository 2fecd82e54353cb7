// Which jobs have the same weight blocks. Layers that share weights (the scales of a pyramid, parts of one layer over rows) often do; a tile
// that holds them already need not load them again. Equal numbers mean equal blocks in the same order.
import type { PassPlan } from './passes.ts';
import { needsOf, type TileJob } from './split.ts';

export type ContentOf = (job: Pick<TileJob, 'mapped' | 'range'>) => number;

type Block = readonly number[];

/** Numbers for the jobs of one schedule. */
export function createContents(): ContentOf {
  const hashes = new WeakMap<Block, number>();
  const known = new WeakMap<PassPlan, Map<string, number>>();
  const byHash = new Map<number, { readonly id: number; readonly blocks: readonly Block[] }[]>();
  let count = 0;
  const hashOf = (block: Block): number => {
    let hash = hashes.get(block);
    if (hash === undefined) {
      hash = 0;
      for (let i = 0; i < block.length; i++) hash = (Math.imul(hash, 31) + (block[i] as number)) | 0;
      hashes.set(block, hash);
    }
    return hash;
  };
  return ({ mapped, range }) => {
    const { plan } = mapped;
    const key = `${range.first} ${range.step} ${range.count}`;
    const ofPlan = known.get(plan) ?? new Map<string, number>();
    known.set(plan, ofPlan);
    const found = ofPlan.get(key);
    if (found !== undefined) return found;
    const weights = plan.weights();
    const blocks = needsOf(mapped, range).blocks.map((block) => weights.blocks[block] as Block);
    const hash = blocks.reduce((sum, block) => (Math.imul(sum, 65599) + hashOf(block)) | 0, blocks.length);
    const alike = byHash.get(hash) ?? [];
    byHash.set(hash, alike);
    let entry = alike.find((other) => areEqual(other.blocks, blocks));
    if (entry === undefined) {
      entry = { id: count++, blocks };
      alike.push(entry);
    }
    ofPlan.set(key, entry.id);
    return entry.id;
  };
}

const areEqual = (a: readonly Block[], b: readonly Block[]): boolean =>
  a.length === b.length && a.every((block, k) => {
    const other = b[k] as Block;
    if (block === other) return true;
    for (let i = 0; i < block.length; i++) if (block[i] !== other[i]) return false;
    return true;
  });
