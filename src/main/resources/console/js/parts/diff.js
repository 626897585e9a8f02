import {html} from 'lit';

/** The longest common lines of two texts, as a table of lengths from the end. */
function common(before, after) {
  const table = Array.from({length: before.length + 1}, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      table[i][j] = before[i] === after[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}

/** Lines with ' ', '-' or '+'. */
export function difference(old, now) {
  const before = old.split('\n');
  const after = now.split('\n');
  const table = common(before, after);
  const lines = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push([' ', before[i++]]);
      j++;
    } else if (j >= after.length || (i < before.length && table[i + 1][j] >= table[i][j + 1])) {
      lines.push(['-', before[i++]]);
    } else {
      lines.push(['+', after[j++]]);
    }
  }
  return lines;
}

const NAMES = {'-': 'gone', '+': 'new'};

/** What differs, with two lines around it. */
export function diff(title, old, now) {
  const lines = difference(old, now);
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - 2), at + 3).some(([kind]) => kind !== ' '));
  if (!near.includes(true)) return html`<p class="quiet">${title}: the same.</p>`;
  return html`<h3>${title}</h3>
    <pre class="diff" tabindex="0">${lines.map(([kind, text], at) =>
      !near[at]
        ? near[at - 1] ? html`<span class="cut">⋯</span>` : ''
        : kind === ' '
          ? html`<span>  ${text}</span>`
          : html`<span class=${NAMES[kind]}><span class="visually-hidden">${NAMES[kind]}: </span>${kind} ${text}</span>`,
    )}</pre>`;
}
