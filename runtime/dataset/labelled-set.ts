// What a labelled set offers, whatever its files are.
export type Split = 'train' | 'val' | 'test';

export interface Dataset {
  /** One label a picture, or one a pixel. */
  readonly task: 'classes' | 'pixels';
  readonly count: number;
  /** Names by label value. */
  readonly classes: readonly string[];
  /** The label of what counts nothing (void), or null. */
  readonly ignored: number | null;
  /** Red, green, blue by label value, 0 to 255. */
  readonly palette: readonly (readonly [number, number, number])[] | null;
  /** 1 x 1 for classes, else the size of the network's input. */
  readonly labelShape: readonly [height: number, width: number];
  /** The codes of the network's input, channel-major. Throws FileFormatError where the picture is damaged or too large. */
  readonly codesOf: (index: number) => Int32Array;
  /** height * width labels. Throws FileFormatError where they are damaged or do not fit the picture. */
  readonly labelsOf: (index: number) => Uint8Array;
  readonly nameOf: (index: number) => string;
  /** For messages. */
  readonly files: readonly string[];
}
