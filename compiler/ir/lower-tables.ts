// Connection tables: rows in the order of their output maps. Refuses gaps, repeats and empty rows.
import type { TableExpr } from '../syntax/ast.ts';
import { type Context, fail, type Instance } from './lower-context.ts';
import { poison, type Value } from './lower-values.ts';

export function readTableRows(context: Context, instance: Instance, table: TableExpr, name: string | null): Value {
  const title = name === null ? 'the table' : `table \`${name}\``;
  let isGood = true;
  const bad = (message: string, span: TableExpr['span'], hint: string): void => {
    isGood = false;
    fail(context, instance, { code: 'NF2105', message, span, hint });
  };
  const rows = new Map<number, readonly number[]>();
  for (const row of table.rows) {
    const { map } = row;
    if (!Number.isInteger(map)) bad(`output map ${map} is not a whole number`, row.span, 'number the rows 0, 1, 2, ...');
    else if (rows.has(map)) bad(`${title} lists output map ${map} twice`, row.span, 'keep one row per output map');
    if (row.inputs.length === 0) bad(`output map ${map} reads no input map`, row.span, 'name at least one input map after the colon');
    const seen = new Set<number>();
    for (const input of row.inputs) {
      if (!Number.isInteger(input.map)) bad(`input map ${input.map} is not a whole number`, input.span, 'input maps are numbered from 0');
      else if (seen.has(input.map)) bad(`output map ${map} reads input map ${input.map} twice`, input.span, 'name each input map once per row');
      seen.add(input.map);
    }
    rows.set(map, [...seen]);
  }
  if (rows.size === 0 && isGood) bad(`${title} has no rows`, table.span, 'a row reads `output map: input maps`, as in `0: 0 1 2`');
  const ordered: (readonly number[])[] = [];
  for (let map = 0; map < rows.size && isGood; map += 1) {
    const row = rows.get(map);
    if (row === undefined) bad(`${title} has no row for output map ${map}`, table.span, `rows are numbered from 0 without gaps; add \`${map}: ...\``);
    else ordered.push(row);
  }
  return isGood ? { kind: 'table', table: { name, rows: ordered, span: table.span } } : poison;
}
