// Yosys maps what `nfc export` wrote to the cells of the part: one tile, the whole grid of each board, and that of neuflow-v6 on a 7-series part.
import { expect, it } from 'vitest';
import { synthesizeExported } from '../support/exported-rtl.ts';
import { vivadoProjects } from '../support/vivado.ts';

it.each([['sim-1x1', [], 'xc7'], ['pynq-z2', [], 'xc7'], ['zcu104', [], 'xcup'], ['neuflow-v6', ['--part', 'xc7k325tffg900-2'], 'xc7']] as const)('%s %s', async (name, options, family) => {
  const projects = vivadoProjects();
  try {
    const report = await synthesizeExported(projects.make(name, options), family);
    console.log(`${name}: ${report.lut} LUT, ${report.ff} FF, ${report.bram36} BRAM36, ${report.dsp} DSP`);
    expect(report.perModule.map(({ module }) => module)).toEqual(expect.arrayContaining(['nf_tile', 'nf_grid', 'nfc_axi']));
    if (name === 'sim-1x1' || name === 'pynq-z2') expect(report.fits).toBe(true);
  } finally {
    projects.dispose();
  }
});
