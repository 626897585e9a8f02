import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {full, instant} from '../format.js';
import {icon} from '../icons.js';
import {confirm} from '../parts/confirm.js';
import {badge, loading, problem, toast} from '../parts/show.js';
import {DO, table} from '../parts/table.js';
import {session} from '../session.js';

const SCOPES = {five9: 'Five9 scripts: register calls, read outcomes', ingest: 'AI platforms: commit outcomes', read: 'Look at everything', admin: 'Change everything'};

/** The tenant's API keys. */
class Keys extends Element {
  static properties = {params: {}, query: {}, keys: {state: true}, issued: {state: true}, problem: {state: true}, refused: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    await this.attempt(async () => (this.keys = await api.all('/keys', {}, {signal: this.signal})));
  }

  async #create(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const until = form.get('until');
    const body = {label: form.get('label').trim(), scopes: form.getAll('scopes'), ...(until ? {expires_at: instant(until, {after: 1})} : {})};
    try {
      this.issued = await api.post('/keys', body);
      this.refused = null;
      this.#load();
    } catch (failure) {
      this.refused = failure;
    }
  }

  async #rotate(key) {
    if (!(await confirm(`A new secret for ${key.label}?`, 'The secret it has now opens for one hour more.', 'Rotate'))) return;
    this.issued = await this.attempt(() => api.post(`/keys/${key.id}/rotate`, {grace_s: 3600}));
    if (this.issued) this.querySelector('dialog').showModal();
  }

  async #remove(key) {
    if (!(await confirm(`Delete ${key.label}?`, 'It opens nothing from now on.', 'Delete'))) return;
    if (await this.act(() => api.delete(`/keys/${key.id}`))) toast('Deleted');
    this.#load();
  }

  #dialog() {
    if (this.issued) {
      return html`<div class="body">
        <h2 id="key-title">The key</h2>
        <p>It is shown this once.</p>
        <vb-copy .value=${this.issued.secret} name="key"></vb-copy>
        <div class="foot"><button class="primary" @click=${() => this.querySelector('dialog').close()}>I have it</button></div>
      </div>`;
    }
    return html`<form @submit=${(event) => this.#create(event)}>
      <h2 id="key-title">New key</h2>
      ${problem(this.refused)}
      <label>For whom<input name="label" required maxlength="100" placeholder="Five9 script" autocomplete="off"></label>
      <fieldset class="fields">
        <legend class="label">Good for</legend>
        ${Object.entries(SCOPES).map(([scope, text]) => html`<label class="check"><input type="checkbox" name="scopes" value=${scope}><code>${scope}</code> ${text}</label>`)}
      </fieldset>
      <label>Until<input type="date" name="until"><span class="hint">To the end of that day. Without a date it does not end.</span></label>
      <div class="foot">
        <button type="button" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
        <button class="primary">Create</button>
      </div>
    </form>`;
  }

  #row(key) {
    const own = key.id === session.me.key_id;
    return html`<tr>
      <td>${key.label}${own ? html` ${badge('You')}` : nothing}<span class="sub mono">${key.id}</span></td>
      <td>${key.scopes.map((scope) => html`${badge(scope, scope === 'admin' || scope === 'operator' ? 'warn' : '')} `)}</td>
      <td class="num nowrap">${full(key.created_at)}</td>
      <td class="num nowrap">${key.expires_at ? full(key.expires_at) : html`<span class="quiet">Does not end</span>`}</td>
      <td class="end nowrap">
        <button @click=${() => this.#rotate(key)}>Rotate…</button>
        ${own ? nothing : html`<button class="danger" @click=${() => this.#remove(key)}>Delete…</button>`}
      </td>
    </tr>`;
  }

  render() {
    return html`<div class="page-head">
        <h1 class="grow">Keys</h1>
        <button class="primary" @click=${() => this.querySelector('dialog').showModal()}>${icon('plus')}New key</button>
      </div>
      ${problem(this.problem)}
      ${this.keys
        ? table('API keys', ['Key', 'Good for', 'Made', 'Until', DO], this.keys.map((key) => this.#row(key)))
        : loading()}
      <dialog aria-labelledby="key-title" @close=${() => (this.issued = null)}>${this.#dialog()}</dialog>`;
  }
}

customElements.define('vb-keys', Keys);
