// A top around the grid that brings every stream inside it out to ports, for waveforms of the hardware model. It looks into the grid by
// hierarchical names, so the grid stays as it is.
import { streamNames, TILE_STREAMS } from '../../compiler/target/streams.ts';
import type { Target } from '../../compiler/target/target.ts';
import { gridPorts, isVector } from './emit.ts';

export const WAVES_TOP = 'nf_waves';

/** The top as a source file, to go after the sources of the target. Stream i of `streamNames` has bit i of wave_valid_o and wave_ready_o, and
 *  bits 24i to 24i + 23 of wave_data_o. */
export function emitWavesTop(target: Target): readonly [name: string, text: string] {
  const streams = streamNames(target).length;
  const tiles = target.rows * target.cols;
  const ports = gridPorts(target);
  const shown = [['output', 'wave_valid_o', streams], ['output', 'wave_ready_o', streams], ['output', 'wave_data_o', 24 * streams]] as const;
  const declared = [...ports, ...shown].map(([direction, name, bits]) => `  ${direction} logic ${isVector(name, bits) ? `[${bits - 1}:0] ` : ''}${name}`);
  return [`${WAVES_TOP}.sv`, [
    `// Grid of target ${target.name} with its streams at ports.`,
    `module ${WAVES_TOP} (`,
    declared.join(',\n'),
    ');',
    '  nf_grid u_grid (',
    ports.map(([, name]) => `    .${name}`).join(',\n'),
    '  );',
    ...Array.from({ length: tiles }, (_, tile) => showTile(target, tile)).flat(),
    ...showChannels(tiles * TILE_STREAMS.length, target.edgeStreams, 'read'),
    ...showChannels(tiles * TILE_STREAMS.length + target.edgeStreams, target.edgeStreams, 'write'),
    'endmodule', '',
  ].join('\n')];
}

/** The router's six destinations, then own beats. */
function showTile({ cols }: Target, tile: number): string[] {
  const path = `u_grid.u_core.gen_row[${Math.floor(tile / cols)}].gen_col[${tile % cols}].u_tile`;
  const first = tile * TILE_STREAMS.length;
  return (['valid', 'ready', 'data'] as const).flatMap((signal) => {
    const bits = signal === 'data' ? 24 : 1;
    return [
      `  assign wave_${signal}_o[${bits * first} +: ${6 * bits}] = ${path}.dest_${signal};`,
      `  assign wave_${signal}_o[${bits * (first + 6)} +: ${bits}] = ${path}.own_${signal};`,
    ];
  });
}

const showChannels = (first: number, channels: number, direction: 'read' | 'write'): string[] =>
  (['valid', 'ready', 'data'] as const).map((signal) => {
    const bits = signal === 'data' ? 24 : 1;
    return `  assign wave_${signal}_o[${bits * first} +: ${bits * channels}] = u_grid.u_core.${direction}_${signal};`;
  });
