// Tables that sort by a column when its heading is pressed, up and then down.

export function sortTables(): void {
  for (const table of document.querySelectorAll('table')) {
    const headings = [...table.querySelectorAll<HTMLElement>('thead th')];
    headings.forEach((heading, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = heading.textContent;
      button.title = 'sort';
      heading.replaceChildren(button);
      button.addEventListener('click', () => {
        const isRising = heading.getAttribute('aria-sort') === 'descending' || heading.getAttribute('aria-sort') === null;
        for (const other of headings) other.removeAttribute('aria-sort');
        heading.setAttribute('aria-sort', isRising ? 'ascending' : 'descending');
        const body = table.tBodies[0];
        if (body === undefined) return;
        const rows = [...body.rows].sort((a, b) => compare(textOf(a, column), textOf(b, column)) * (isRising ? 1 : -1));
        body.append(...rows);
      });
    });
  }
}

const textOf = (row: HTMLTableRowElement, column: number): string => row.cells[column]?.textContent?.trim() ?? '';

/** As numbers where both begin like one, else as words. */
function compare(a: string, b: string): number {
  const [first, second] = [Number.parseFloat(a.replaceAll(',', '')), Number.parseFloat(b.replaceAll(',', ''))];
  return Number.isNaN(first) || Number.isNaN(second) ? a.localeCompare(b) : first - second;
}
