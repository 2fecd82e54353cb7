// Published figures of other compilers on the same chips, and of ANNA for digits. Measured on boards unless the note says otherwise.
import type { SourceStatus } from './baselines/machine.ts';

export interface PublishedFigure {
  readonly system: 'FINN' | 'fpgaConvNet' | 'hls4ml' | 'ANNA';
  /** Workload of the suite that it is set beside. */
  readonly workload: string;
  readonly network: string;
  readonly device: string;
  readonly clockMHz: number | null;
  readonly fps: number;
  readonly lut: number | null;
  readonly status: SourceStatus;
  readonly note: string;
}

const ZYNQ = 'XC7Z020';

export const publishedFigures: readonly PublishedFigure[] = [
  {
    system: 'FINN', workload: 'cnv', network: 'CNV W2A2', device: ZYNQ, clockMHz: 100, fps: 868, lut: 37302, status: 'derived',
    note: '115,200 cycles an image by its folding; the same arithmetic meets measured boards within 1 %',
  },
  { system: 'FINN', workload: 'kws', network: 'KWS MLP W3A3', device: ZYNQ, clockMHz: 100, fps: 57268, lut: null, status: 'read', note: '259,584 weights of 3 bits' },
  { system: 'fpgaConvNet', workload: 'resnet8', network: 'ResNet-8, 9-bit integers', device: ZYNQ, clockMHz: 143, fps: 2431, lut: 47000, status: 'read', note: '211 DSP' },
  { system: 'fpgaConvNet', workload: 'dscnn', network: 'DS-CNN', device: ZYNQ, clockMHz: 143, fps: 3088, lut: null, status: 'read', note: '' },
  { system: 'fpgaConvNet', workload: 'vww', network: 'MobileNetV1-0.25', device: ZYNQ, clockMHz: 111, fps: 105, lut: null, status: 'read', note: '' },
  { system: 'hls4ml', workload: 'resnet8', network: 'RN08', device: ZYNQ, clockMHz: 100, fps: 130.8, lut: null, status: 'read', note: 'a residual network of its own for the same images' },
  {
    system: 'ANNA', workload: 'lenet5', network: 'digit network of about 136,000 connections', device: 'ANNA', clockMHz: 20, fps: 1000, lut: null, status: 'read',
    note: 'over 130,000 connections in 1 ms, on a board',
  },
];

export const publishedFor = (workload: string): readonly PublishedFigure[] => publishedFigures.filter((figure) => figure.workload === workload);
