// The passes in the order they run. Help texts and dumps print this list, so they cannot drift from it.
import { canonicalize } from '../passes/canonicalize.ts';
import { chooseRaw } from '../passes/choose-raw.ts';
import { expandAdd } from '../passes/expand-add.ts';
import { foldBatchnorm } from '../passes/fold-batchnorm.ts';
import { formLayers } from '../passes/form-layers.ts';
import { fuseActivation } from '../passes/fuse-activation.ts';
import { moveActivationBeforeMaxpool } from '../passes/move-activation-before-maxpool.ts';
import type { Pass, Stage } from '../passes/pass.ts';
import { recodeWide } from '../passes/recode-wide.ts';
import { removeDeadNodes } from '../passes/remove-dead-nodes.ts';
import { splitL2Pool } from '../passes/split-l2pool.ts';

export const dataflowPasses: readonly Pass<'dataflow', 'dataflow'>[] = [removeDeadNodes, canonicalize, expandAdd];
export const toLayers: Pass<'dataflow', 'layers'> = formLayers;
export const layerPasses: readonly Pass<'layers', 'layers'>[] = [
  splitL2Pool, foldBatchnorm, fuseActivation, moveActivationBeforeMaxpool, recodeWide, chooseRaw,
];

/** What `nfc passes` prints. */
export interface PassInfo {
  readonly name: string;
  readonly summary: string;
  readonly requires: Stage;
  readonly ensures: Stage;
}

export const allPasses: readonly PassInfo[] = [...dataflowPasses, toLayers, ...layerPasses];
