import {html} from 'lit';
import {refine} from '../router.js';

/** A filter that stands in the address: changing it leaves the cursor, and each letter does not make a step back. */
export const filter = (name, value) => refine({[name]: value, cursor: ''});

export function choice(label, name, chosen, options) {
  return html`<label>
    ${label}
    <select name=${name} @change=${(event) => filter(name, event.target.value)}>
      <option value="">Any</option>
      ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
    </select>
  </label>`;
}

/** Who types on is not held up by answers, who has stopped does not notice it. */
const PAUSE_MS = 90;

let typing;

export function search(label, name, value) {
  return html`<label class="search">
    ${label}
    <input
      type="search" name=${name} .value=${value ?? ''} maxlength="100" autocomplete="off" spellcheck="false"
      @input=${(event) => {
        clearTimeout(typing);
        const text = event.target.value.trim();
        typing = setTimeout(() => filter(name, text), PAUSE_MS);
      }}>
  </label>`;
}

export function date(label, name, value) {
  return html`<label>
    ${label}
    <input type="date" name=${name} .value=${value ?? ''} @change=${(event) => filter(name, event.target.value)}>
  </label>`;
}
