import {html} from 'lit';
import {Element} from '../element.js';
import {icon} from '../icons.js';

/** A value that is to be copied into another program. */
class Copy extends Element {
  static properties = {value: {}, name: {}, done: {state: true}};

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.value);
      this.done = true;
      setTimeout(() => (this.done = false), 2000);
    } catch {
      getSelection().selectAllChildren(this.querySelector('output'));
    }
  }

  render() {
    return html`<div class="copy">
      <output aria-label=${this.name}>${this.value}</output>
      <button type="button" @click=${() => this.#copy()}>
        ${icon('copy')}<span role="status">${this.done ? 'Copied' : 'Copy'}</span>
        <span class="visually-hidden">${this.name}</span>
      </button>
    </div>`;
  }
}

customElements.define('vb-copy', Copy);
