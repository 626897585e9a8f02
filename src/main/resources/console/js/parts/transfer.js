import {html} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {problem, toast} from './show.js';

/** Connects the caller of a call that is up with a person. */
class Transfer extends Element {
  static properties = {call: {}, problem: {state: true}, busy: {state: true}};

  open(call) {
    this.call = call;
    this.problem = null;
    this.updateComplete.then(() => this.querySelector('dialog').showModal());
  }

  async #transfer(event) {
    event.preventDefault();
    const {to, mode, whisper, on_fail} = Object.fromEntries(new FormData(event.target));
    const body = {to: to.trim(), mode, on_fail, ...(whisper.trim() ? {whisper: whisper.trim()} : {})};
    const asked = await this.attempt(() => api.post(`/conversations/${this.call.id}/transfer`, body));
    if (asked) {
      this.querySelector('dialog').close();
      toast('The transfer is under way; what comes of it is on the ladder');
    }
  }

  render() {
    return html`<dialog aria-labelledby="transfer-title">
      <form @submit=${(event) => this.#transfer(event)}>
        <h2 id="transfer-title">Transfer the call</h2>
        ${problem(this.problem)}
        <label>
          To
          <input name="to" required maxlength="128" placeholder="+13125550111" autocomplete="off">
          <span class="hint">A number, or a SIP URI at the host of the number’s Terminal URI.</span>
        </label>
        <div class="fields two">
          <label>
            Kind
            <select name="mode"><option value="cold">Cold: the caller hears it ring</option><option value="warm">Warm: the agent talks on meanwhile</option></select>
          </label>
          <label>
            If nobody answers
            <select name="on_fail"><option value="resume">Back to the agent</option><option value="hangup">Back to Five9</option></select>
          </label>
        </div>
        <label>
          Whisper
          <textarea name="whisper" maxlength="1000" placeholder="Ann owns her home and wants a quote."></textarea>
          <span class="hint">What the person hears before they are connected.</span>
        </label>
        <div class="foot">
          <button type="button" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
          <button class="primary" ?disabled=${this.busy}>Transfer</button>
        </div>
      </form>
    </dialog>`;
  }
}

customElements.define('vb-transfer', Transfer);
