import {html, nothing} from 'lit';
import {span} from '../format.js';
import {icon} from '../icons.js';

const KINDS = {ok: 'good', green: 'good', warning: 'warn', amber: 'warn', failed: 'bad', red: 'bad'};
const WORDS = {good: 'Good', warn: 'Look at it', bad: 'Wrong'};

/** A check list, with what to do where it is not good. */
export const checks = (items) => html`<ul class="checks">
  ${items.map((item) => {
    const kind = KINDS[item.status] ?? 'warn';
    return html`<li class=${kind}>
      ${icon(kind)}<span class="visually-hidden">${WORDS[kind]}:</span>
      <span class="grow"><span>${item.check}</span>${item.fix ? html`<span class="fix">${item.fix}</span>` : nothing}</span>
      <span class="num quiet small">${span(item.took_ms)}</span>
    </li>`;
  })}
</ul>`;

export const worst = (items) => ['bad', 'warn', 'good'].find((kind) => items.some((item) => KINDS[item.status] === kind)) ?? 'good';
