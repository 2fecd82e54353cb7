// The classes of CamVid with eleven classes and void, in its order; a label is a place in this list.
export const CLASSES = ['sky', 'building', 'pole', 'road', 'pavement', 'tree', 'sign_symbol', 'fence', 'car', 'pedestrian', 'bicyclist', 'unlabelled'] as const;

export type ClassName = (typeof CLASSES)[number];

/** Red, green, blue by label. */
export const PALETTE: readonly (readonly [number, number, number])[] = [
  [128, 128, 128], [128, 0, 0], [192, 192, 128], [128, 64, 128], [60, 40, 222], [128, 128, 0],
  [192, 128, 128], [64, 64, 128], [64, 0, 128], [64, 64, 0], [0, 128, 192], [0, 0, 0],
];

export const VOID = CLASSES.indexOf('unlabelled');
