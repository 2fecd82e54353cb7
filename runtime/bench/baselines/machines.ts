// The machines of the lineage, in the order in which reports list them.
import { anna } from './anna.ts';
import { dsp32c } from './dsp32c.ts';
import type { BaselineMachine } from './machine.ts';
import { net32k } from './net32k.ts';
import { neuflow, neuflowAsic } from './neuflow.ts';

export const baselineMachines: readonly BaselineMachine[] = [neuflow, neuflowAsic, anna, net32k, dsp32c];
