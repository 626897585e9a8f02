import {html, nothing} from 'lit';
import {Element} from '../element.js';

/** A text with {{variables}}: names are offered as one is typed. Tells what was typed by the event input. */
class PromptEditor extends Element {
  static properties = {value: {}, names: {}, label: {}, readonly: {type: Boolean}, code: {type: Boolean}, offered: {state: true}, chosen: {state: true}};

  constructor() {
    super();
    this.offered = [];
    this.chosen = 0;
  }

  get #area() {
    return this.querySelector('textarea');
  }

  /** The beginning of a name that stands before the caret, or null. */
  #begun() {
    const before = this.#area.value.slice(0, this.#area.selectionStart);
    return /\{\{\s*([\w.-]*)$/.exec(before)?.[1] ?? null;
  }

  #typed() {
    this.value = this.#area.value;
    this.dispatchEvent(new CustomEvent('typed', {detail: this.value}));
    const begun = this.#begun();
    this.offered = begun === null ? [] : (this.names ?? []).filter((name) => name.toLowerCase().startsWith(begun.toLowerCase())).slice(0, 8);
    this.chosen = 0;
  }

  #insert(name) {
    const at = this.#area.selectionStart - (this.#begun() ?? '').length;
    const after = this.#area.value.slice(this.#area.selectionStart);
    this.#area.setRangeText(after.startsWith('}}') ? name : `${name}}}`, at, this.#area.selectionStart, 'end');
    this.#area.focus();
    this.#typed();
    this.offered = [];
  }

  #key(event) {
    if (this.offered.length === 0) return;
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step) this.chosen = (this.chosen + step + this.offered.length) % this.offered.length;
    else if (event.key === 'Enter' || event.key === 'Tab') this.#insert(this.offered[this.chosen]);
    else if (event.key === 'Escape') this.offered = [];
    else return;
    event.preventDefault();
  }

  render() {
    const open = this.offered.length > 0;
    return html`<label>
        ${this.label}
        <textarea
          class=${this.code ? 'code' : 'prompt'} spellcheck=${!this.code} ?readonly=${this.readonly} .value=${this.value ?? ''}
          aria-autocomplete="list" aria-controls=${open ? `names-of-${this.id}` : nothing}
          aria-activedescendant=${open ? `${this.id}-${this.chosen}` : nothing}
          @input=${() => this.#typed()} @keydown=${(event) => this.#key(event)} @blur=${() => (this.offered = [])}></textarea>
      </label>
      ${open
        ? html`<ul class="offer" role="listbox" id="names-of-${this.id}" aria-label="Variables">
            ${this.offered.map(
              (name, i) => html`<li role="option" id="${this.id}-${i}" aria-selected=${i === this.chosen} @mousedown=${(event) => { event.preventDefault(); this.#insert(name); }}>
                <code>${name}</code>
              </li>`,
            )}
          </ul>`
        : nothing}`;
  }
}

customElements.define('vb-prompt-editor', PromptEditor);
