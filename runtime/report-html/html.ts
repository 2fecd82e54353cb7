// Text to HTML without accidents: a tagged template that escapes every value that is not HTML already.

export interface Html {
  readonly html: string;
}
type Value = string | number | Html | readonly Html[] | null;

export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: texts.reduce((out, text, index) => out + render(values[index - 1] ?? null) + text) };
}

/** Text that is HTML, or CSS or a script, as it stands. */
export const raw = (text: string): Html => ({ html: text });

function render(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'html' in value ? value.html : value.map((part) => part.html).join('');
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

/** A number for people: whole from 100 on, three digits below. */
export const figure = (value: number): string =>
  (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3)).toLocaleString('en-US', { maximumSignificantDigits: 3 }));

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const;
export function byteCount(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${figure(bytes / 1024 ** unit)} ${UNITS[unit]}`;
}
