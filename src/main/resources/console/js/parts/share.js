import {html} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {full} from '../format.js';
import './copy.js';
import {problem} from './show.js';

const LASTS = [[900, '15 minutes'], [3600, 'An hour'], [28800, '8 hours'], [86400, 'A day']];

/** Makes a link by which somebody without a key sees one conversation for a while. */
class Share extends Element {
  static properties = {call: {}, made: {state: true}, problem: {state: true}, busy: {state: true}};

  open(call) {
    Object.assign(this, {call, made: null, problem: null});
    this.updateComplete.then(() => this.querySelector('dialog').showModal());
  }

  async #make(event) {
    event.preventDefault();
    const lasts = Number(new FormData(event.target).get('lasts'));
    this.made = await this.attempt(() => api.post(`/conversations/${this.call.id}/links`, {expires_in_s: lasts}));
  }

  #form() {
    if (this.made) {
      return html`<vb-copy .value=${this.made.url} name="link"></vb-copy>
        <p class="quiet small">Opens until ${full(this.made.expires_at)}, for whoever has it.</p>
        <div class="foot"><button type="button" class="primary" @click=${() => this.querySelector('dialog').close()}>Done</button></div>`;
    }
    return html`<label>
        Opens for
        <select name="lasts">${LASTS.map(([seconds, text]) => html`<option value=${seconds}>${text}</option>`)}</select>
      </label>
      <div class="foot">
        <button type="button" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
        <button class="primary" ?disabled=${this.busy}>Make the link</button>
      </div>`;
  }

  render() {
    return html`<dialog aria-labelledby="share-title">
      <form @submit=${(event) => this.#make(event)}>
        <h2 id="share-title">A link to this conversation</h2>
        <p>Shows outcome, transcript and variables to somebody without a key, and lets nothing be changed. It cannot be called back.</p>
        ${problem(this.problem)} ${this.#form()}
      </form>
    </dialog>`;
  }
}

customElements.define('vb-share', Share);
