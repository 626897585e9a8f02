import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {full} from '../format.js';
import {icon} from '../icons.js';
import {badge, empty, loading, problem} from '../parts/show.js';
import {table} from '../parts/table.js';
import {go, link} from '../router.js';
import {session} from '../session.js';

export const PROVIDERS = {twilio: 'Twilio', telnyx: 'Telnyx', five9_pop: 'Five9 point of presence', byo: 'Another carrier'};
export const STATES = {draft: ['Draft', ''], pending: ['To be applied', 'warn'], applied: ['Applied', 'good']};

const list = (text) => text.split(/[\s,]+/).filter(Boolean);
const clean = (draft) => Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0)));

/** What the form says, as the API wants it for this provider. */
function drafted(form) {
  const {name, provider, secret, sid, sip_uri, numbers, addresses} = Object.fromEntries(form);
  return provider === 'twilio' || provider === 'telnyx'
    ? clean({name, provider, sip_uri, numbers: list(numbers), account: clean({secret, sid: provider === 'twilio' ? sid : ''})})
    : clean({name, provider, data_centres: [{name, addresses: list(addresses)}]});
}

/** The trunks to carriers and to Five9. */
class Trunks extends Element {
  static properties = {params: {}, query: {}, trunks: {state: true}, secrets: {state: true}, provider: {state: true}, problem: {state: true}, refused: {state: true}};

  constructor() {
    super();
    this.provider = 'twilio';
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      const options = {signal: this.signal};
      [this.trunks, this.secrets] = await Promise.all([api.all('/trunks', {}, options), api.all('/secrets', {}, options)]);
    });
  }

  async #create(event) {
    event.preventDefault();
    try {
      const made = await api.post('/trunks', drafted(new FormData(event.target)));
      go(`/trunks/${made.id}`);
    } catch (failure) {
      this.refused = failure;
    }
  }

  #account() {
    return html`<div class="fields two">
        <label>
          Secret with the account’s key
          <input name="secret" required list="secrets" maxlength="64" autocomplete="off">
          <datalist id="secrets">${(this.secrets ?? []).map((each) => html`<option value=${each.name}></option>`)}</datalist>
        </label>
        ${this.provider === 'twilio' ? html`<label>Account SID<input name="sid" required pattern="AC[0-9a-fA-F]{32}" autocomplete="off"></label>` : nothing}
      </div>
      <label>Where calls arrive<input name="sip_uri" required .value=${`${session.me.sip_uri};transport=tls`} maxlength="255"></label>
      <label>Numbers<textarea name="numbers" placeholder="+13453453453"></textarea><span class="hint">One a line. None is bought.</span></label>`;
  }

  #dialog() {
    const carrier = this.provider === 'twilio' || this.provider === 'telnyx';
    return html`<dialog aria-labelledby="trunk-title">
      <form @submit=${(event) => this.#create(event)}>
        <h2 id="trunk-title">New trunk</h2>
        ${problem(this.refused)}
        <div class="fields two">
          <label>
            Provider
            <select name="provider" @change=${(event) => (this.provider = event.target.value)}>
              ${Object.entries(PROVIDERS).map(([name, text]) => html`<option value=${name} ?selected=${name === this.provider}>${text}</option>`)}
            </select>
          </label>
          <label>Name<input name="name" required maxlength="40" autocomplete="off"></label>
        </div>
        ${carrier
          ? this.#account()
          : html`<label>Addresses of the other side<textarea name="addresses" required placeholder="203.0.113.7"></textarea><span class="hint">One a line. Calls from them are taken.</span></label>`}
        <p class="small quiet">The rest is written on the trunk’s page. Nothing is made before you apply it.</p>
        <div class="foot">
          <button type="button" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
          <button class="primary">Create</button>
        </div>
      </form>
    </dialog>`;
  }

  #table() {
    if (!this.trunks) return this.problem ? nothing : loading();
    if (this.trunks.length === 0) return empty('trunks', 'No trunk yet', 'A trunk says what shall be set up at a carrier or at Five9; the bridge plans it, applies it, and notices when it drifts.');
    return table('Trunks', ['Trunk', 'Provider', 'State', 'Changed'], this.trunks.map((trunk) => html`<tr>
      <td><a class="main" href=${link(`/trunks/${trunk.id}`)}>${trunk.name}</a></td>
      <td>${PROVIDERS[trunk.provider] ?? trunk.provider}</td>
      <td>${badge(...(STATES[trunk.state] ?? [trunk.state]))}</td>
      <td class="num nowrap">${full(trunk.updated_at)}</td>
    </tr>`));
  }

  render() {
    return html`<div class="page-head">
        <h1 class="grow">Trunks</h1>
        ${session.canChange ? html`<button class="primary" @click=${() => this.querySelector('dialog').showModal()}>${icon('plus')}New trunk</button>` : nothing}
      </div>
      ${problem(this.problem)} ${this.#table()} ${this.#dialog()}`;
  }
}

customElements.define('vb-trunks', Trunks);
