// Paths as plain strings with forward slashes, so that the compiler needs no operating system. Backslashes are taken as
// separators too; nothing here asks whether a file exists.

/** Everything before the last separator: `a/b.nf` gives `a`, `b.nf` gives the empty string, `/b.nf` gives `/`. */
export function folderOf(path: string): string {
  const plain = path.replaceAll('\\', '/');
  const cut = plain.lastIndexOf('/');
  return cut < 0 ? '' : cut === 0 ? '/' : plain.slice(0, cut);
}

export function isAbsolutePath(path: string): boolean {
  return /^(?:[A-Za-z]:)?[\\/]/.test(path);
}

/** `path` as seen from `folder`, with `.` and `..` resolved; an absolute path stays. */
export function resolvePath(folder: string, path: string): string {
  const joined = isAbsolutePath(path) || folder === '' ? path : `${folder}/${path}`;
  const plain = joined.replaceAll('\\', '/');
  const isRooted = plain.startsWith('/');
  const parts: string[] = [];
  for (const part of plain.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !isRooted) parts.push(part);
  }
  return `${isRooted ? '/' : ''}${parts.join('/')}`;
}
