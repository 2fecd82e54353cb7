// Yosys maps what `nfc export` wrote, one tile of it, to the cells of the part. The whole grids of the boards are in the sweep.
import { expect, it } from 'vitest';
import { synthesizeExported } from '../support/exported-rtl.ts';
import { vivadoProjects } from '../support/vivado.ts';

it('maps the wrapped grid of one tile to the 7 series', async () => {
  const projects = vivadoProjects();
  try {
    const report = await synthesizeExported(projects.make('sim-1x1'), 'xc7');
    const modules = report.perModule.map(({ module }) => module);
    expect(modules).toEqual(expect.arrayContaining(['nf_tile', 'nf_grid', 'nfc_axi']));
    expect(report.fits).toBe(true);
  } finally {
    projects.dispose();
  }
}, 1_200_000);
