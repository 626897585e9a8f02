import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {number} from '../format.js';
import {icon} from '../icons.js';
import {checks} from '../parts/checks.js';
import {confirm} from '../parts/confirm.js';
import {agentField, filled, trunkFields} from '../parts/number-form.js';
import {loading, problem, toast} from '../parts/show.js';
import {go, link} from '../router.js';
import {session} from '../session.js';

/** One number: its trunk, its agent, whether a call would be answered, and what to enter in Five9. */
class PhoneNumber extends Element {
  static properties = {params: {}, query: {}, found: {state: true}, agents: {state: true}, tested: {state: true}, token: {state: true}, skill: {state: true}, problem: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }


  async #load() {
    await this.attempt(async () => {
      const options = {signal: this.signal};
      [this.found, this.agents] = await Promise.all([api.read(`/phone-numbers/${this.params.id}`, options), api.all('/agents', {}, options)]);
    });
    if (session.canChange && !this.problem) this.#test();
  }

  async #test() {
    this.tested = await this.attempt(async () => (await api.post(`/phone-numbers/${this.params.id}/test`)).items);
  }

  async #save(event) {
    event.preventDefault();
    const saved = await this.attempt(() => api.change('PATCH', `/phone-numbers/${this.params.id}`, filled(event.target, {fresh: false}), this.found.etag));
    if (saved) {
      this.found = saved;
      event.target.elements.trunk_password.value = '';
      toast('Saved');
      this.#test();
    }
  }

  async #remove() {
    const sure = await confirm(`Delete ${this.found.value.number}?`, 'Calls to it are turned away from now on. Its conversations stay.', 'Delete');
    if (!sure) return;
    if (await this.act(() => api.delete(`/phone-numbers/${this.params.id}`))) go('/numbers');
  }

  async #kit() {
    await this.attempt(() =>
      api.download(`/phone-numbers/${this.params.id}/script-kit`, `script-kit-${this.found.value.number.replace('+', '')}.zip`, {skill: this.skill}),
    );
  }

  async #issue() {
    const sure =
      !this.found.value.call_token_set ||
      (await confirm(`A new token for ${this.found.value.number}?`, 'The one that scripts send now counts for one hour more.', 'New token'));
    if (!sure) return;
    const issued = await this.attempt(() => api.post(`/phone-numbers/${this.params.id}/call-token`, {grace_s: 3600}));
    if (issued) {
      this.token = issued.token;
      this.#load();
    }
  }

  async #withdraw() {
    const sure = await confirm(`Withdraw the token of ${this.found.value.number}?`, 'Calls that bring it go by the dialled number from now on.', 'Withdraw');
    if (!sure) return;
    if (await this.act(() => api.delete(`/phone-numbers/${this.params.id}/call-token`))) {
      this.token = null;
      this.#load();
    }
  }

  /** For a trunk that many share. */
  #callToken() {
    const {call_token_set: isSet} = this.found.value;
    return html`<section class="panel pad stack">
      <h2>Call token</h2>
      <p class="small quiet">
        For a trunk that many share: a call that brings it in <code>X-Call-Token</code> comes to this number, whatever was dialled.
        ${isSet && !this.token ? 'One is set. It is never shown again.' : nothing}
      </p>
      ${this.token ? html`<vb-copy .value=${this.token} name="call token"></vb-copy>` : nothing}
      <div class="row">
        <button ?disabled=${this.busy} @click=${() => this.#issue()}>${isSet ? 'New token…' : 'Make a token'}</button>
        ${isSet ? html`<button class="danger" ?disabled=${this.busy} @click=${() => this.#withdraw()}>Withdraw…</button>` : nothing}
      </div>
    </section>`;
  }

  #form() {
    const {value} = this.found;
    return html`<form class="panel pad stack" @submit=${(event) => this.#save(event)}>
      <h2>SIP trunk and agent</h2>
      <fieldset class="fields" ?disabled=${!session.canChange}>
        <legend class="visually-hidden">SIP trunk and agent</legend>
        ${trunkFields(value, {fresh: false, sipUri: session.me.sip_uri.replace(/^sips?:/, '')})} ${agentField(this.agents, value.agent_id)}
      </fieldset>
      ${session.canChange
        ? html`<div class="row">
            <button class="primary" ?disabled=${this.busy}>Save</button>
            <span class="grow"></span>
            <button type="button" class="danger" @click=${() => this.#remove()}>Delete…</button>
          </div>`
        : nothing}
    </form>`;
  }

  #five9() {
    const {value} = this.found;
    return html`<section class="panel pad stack">
      <h2>For Five9</h2>
      <div class="label">
        Full dial destination
        <vb-copy .value=${`${value.number}@${session.me.sip_uri.replace(/^sips?:/, '')}`} name="dial destination"></vb-copy>
      </div>
      ${session.canChange
        ? html`<label>
              Skill for customers of whom nothing is known
              <input maxlength="100" .value=${this.skill ?? ''} @input=${(event) => (this.skill = event.target.value.trim())} placeholder=${value.default_route?.value || 'Your Skill'}>
            </label>
            <button @click=${() => this.#kit()}>${icon('down')}Script kit</button>
            <p class="small quiet">A set-up sheet and IVR scripts to import: the transfer, Query, Case and Skill Transfer, filled in for this number.</p>`
        : nothing}
    </section>`;
  }

  render() {
    if (!this.found || !this.agents) return html`<h1 class="visually-hidden">Phone number</h1>${this.problem ? problem(this.problem) : loading()}`;
    const {value} = this.found;
    return html`<div class="page-head">
        <div class="grow">
          <a class="crumb" href=${link('/numbers')}>Phone numbers</a>
          <h1 class="num">${number(value.number)} <span class="quiet">${value.name}</span></h1>
        </div>
        <a class="button" href="${link('/conversations')}?number=${encodeURIComponent(value.number)}">Its conversations</a>
      </div>
      ${problem(this.problem)}
      <div class="call">
        <div class="stack">${this.#form()}</div>
        <div class="stack">
          ${session.canChange
            ? html`<section class="panel">
                <header><h2 class="grow">Would a call be answered?</h2><button @click=${() => this.#test()} ?disabled=${this.busy}>Test</button></header>
                ${this.tested ? checks(this.tested) : loading()}
              </section>`
            : nothing}
          ${this.#five9()} ${session.canChange ? this.#callToken() : nothing}
        </div>
      </div>`;
  }
}

customElements.define('vb-number', PhoneNumber);
