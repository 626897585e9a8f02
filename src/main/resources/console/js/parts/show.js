import {html, nothing} from 'lit';
import {icon} from '../icons.js';
import {tone, verdict, words} from '../format.js';

/** Small templates that many pages share. */
export const badge = (text, kind = '') => html`<span class="badge ${kind}">${text}</span>`;

export const outcome = (value) => (value ? badge(words(value), tone(value)) : nothing);

/** What went wrong, with everything that the API says of it. */
export function problem(failure) {
  if (!failure) return nothing;
  return html`<div class="note bad" role="alert">
    ${icon('bad')}
    <div class="grow">
      <p>${failure.message}</p>
      ${failure.errors?.length
        ? html`<ul>${failure.errors.map((each) => html`<li><code>${each.pointer}</code> ${each.detail}</li>`)}</ul>`
        : nothing}
      ${failure.trace ? html`<p class="small">In the log: <code>${failure.trace}</code></p>` : nothing}
    </div>
  </div>`;
}

export function diagnosis(text, {short = false} = {}) {
  const kind = verdict(text);
  if (!kind) return nothing;
  const [first] = text.split(':');
  return html`<span class="verdict ${kind}">${icon(kind)}<span class="clamp">${short && kind === 'good' ? first : text}</span></span>`;
}

export const empty = (name, title, text, action = nothing) => html`<div class="empty">
  ${icon(name)}
  <h2>${title}</h2>
  <p>${text}</p>
  ${action}
</div>`;

export const loading = () => html`<p class="loading" role="status">Loading…</p>`;

/** A line that appears for a moment, and that screen readers speak. */
export function toast(text) {
  document.querySelector('.toast')?.remove();
  const line = Object.assign(document.createElement('div'), {className: 'toast fade', textContent: text});
  line.setAttribute('role', 'status');
  document.body.append(line);
  setTimeout(() => line.remove(), 4000);
}
