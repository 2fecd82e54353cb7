// What one file can name besides its own values: its blocks and tables, and those of the files it imports directly.
// Each block remembers the file whose names it sees.
import type { Block, Network, TableExpr } from './ast.ts';
import type { Span } from '../source/span.ts';

export interface FileScope {
  readonly file: string;
  readonly blocks: ReadonlyMap<string, BlockEntry>;
  readonly tables: ReadonlyMap<string, TableEntry>;
}

export interface BlockEntry {
  readonly block: Block;
  /** Filled in once all files are known; a function because files refer to each other. */
  readonly home: () => FileScope;
}

export interface TableEntry {
  readonly name: string;
  readonly table: TableExpr;
  readonly span: Span;
}

/** A checked program: the network of the entry file and what it can name. */
export interface ModelScope {
  readonly network: Network;
  readonly scope: FileScope;
}
