// The driver for PYNQ boards, which is Python: the same protocol as controller.ts and loaded-program.ts.
import { readFileSync } from 'node:fs';
import { projectFile } from '../project-folder.ts';

export const pythonDriver = (): string => readFileSync(projectFile('hdl', 'export', 'python', 'nfc_device.py'), 'utf8');
