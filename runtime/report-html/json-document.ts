// A JSON document that another command wrote, as far as it can be read.
import { readFileSync } from 'node:fs';

/** Null where the text is no JSON object. Throws the system's error where there is no file. */
export function readJsonDocument(path: string): Readonly<Record<string, unknown>> | null {
  const text = readFileSync(path, 'utf8');
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
