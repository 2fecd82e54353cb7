// What every part of an exported Vivado project needs to know of the program and its target.

export interface VivadoFacts {
  readonly top: string;
  readonly part: string;
  readonly isZynq7000: boolean;
  readonly clockMHz: number;
  readonly periodNs: string;
  readonly ports: number;
  readonly axiBytes: 8 | 16;
  readonly rtlNames: readonly string[];
  readonly targetName: string;
  readonly modelName: string;
}
