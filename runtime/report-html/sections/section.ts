// The frame that all sections share: a heading that the page's index links to, a sentence that says what is seen, the content.
import { type Html, html } from '../html.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lead: Html;
  readonly body: Html;
}

export const renderSection = ({ id, title, lead, body }: Section): Html => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2><p class="lead">${lead}</p>${body}</section>
`;

/** A chart's place; a program in the page draws it. `label` says what it shows, for those who do not see it. */
export const chartPlace = (name: string, label: string, height: number): Html =>
  html`<div class="chart" id="chart-${name}" data-chart="${name}" role="img" tabindex="0" aria-label="${label}" style="height:${height}px"></div><p class="tip" id="tip-${name}" aria-live="polite"></p>`;

/** A table that scrolls by itself where the screen is narrow. Cells that are numbers stand on the right. */
export const renderTable = (caption: string, head: readonly string[], rows: readonly Html[], numbers: readonly number[]): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${head.map((title, index) => html`<th scope="col"${numbers.includes(index) ? html` class="n"` : null}>${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;

export const cells = (values: readonly (string | Html)[], numbers: readonly number[]): readonly Html[] =>
  values.map((value, index) => (index === 0 ? html`<th scope="row">${value}</th>` : html`<td${numbers.includes(index) ? html` class="n"` : null}>${value}</td>`));
