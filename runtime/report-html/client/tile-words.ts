// Words about a tile of the grid: shown beside the pointer, or below the tile that has the focus.

export function showTileWords(): void {
  const float = document.getElementById('float');
  if (float === null) return;
  const show = (target: EventTarget | null): void => {
    const tile = target instanceof Element ? target.closest<SVGElement>('[data-tip]') : null;
    float.hidden = tile === null;
    if (tile === null) return;
    float.textContent = tile.dataset['tip'] ?? '';
    const box = tile.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = float;
    float.style.left = `${Math.max(8, Math.min(window.innerWidth - width - 8, box.left + box.width / 2 - width / 2))}px`;
    float.style.top = `${box.bottom + 8 + height > window.innerHeight ? box.top - height - 8 : box.bottom + 8}px`;
  };
  document.addEventListener('pointerover', (event) => show(event.target));
  document.addEventListener('focusin', (event) => show(event.target));
  document.addEventListener('focusout', () => show(null));
  // The words stay with a tile that has the focus, for coming to it may itself scroll the page; words sent away stay away.
  document.addEventListener('scroll', () => { if (!float.hidden) show(document.activeElement); }, { passive: true });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') show(null); });
}
