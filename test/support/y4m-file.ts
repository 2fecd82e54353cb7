// Y4M files for tests.

export interface Y4mOptions {
  readonly width: number;
  readonly height: number;
  /** The kind as it stands in the header, such as 420jpeg; none unless given. */
  readonly kind?: string;
  readonly more?: string;
  /** Parameters of FRAME lines. */
  readonly frameMore?: string;
}

/** Each frame is its planes, one after the other. */
export function y4mFile({ width, height, kind, more = '', frameMore = '' }: Y4mOptions, frames: readonly ArrayLike<number>[]): Uint8Array {
  const header = `YUV4MPEG2 W${width} H${height} F25:1 Ip A1:1${kind === undefined ? '' : ` C${kind}`}${more}\n`;
  return Buffer.concat([Buffer.from(header), ...frames.flatMap((frame) => [Buffer.from(`FRAME${frameMore}\n`), Buffer.from(Array.from(frame))])]);
}
