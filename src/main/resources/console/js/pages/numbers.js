import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {number} from '../format.js';
import {icon} from '../icons.js';
import {agentField, filled, trunkFields} from '../parts/number-form.js';
import {badge, empty, loading, problem, toast} from '../parts/show.js';
import {table} from '../parts/table.js';
import {go, link, refine} from '../router.js';
import {session} from '../session.js';

/** The numbers that Five9 dials, and who answers them (S13 to S20). */
class Numbers extends Element {
  static properties = {params: {}, query: {}, numbers: {state: true}, agents: {state: true}, problem: {state: true}, refused: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    await this.attempt(async () => {
      const options = {signal: this.signal};
      [this.numbers, this.agents] = await Promise.all([api.all('/phone-numbers', {}, options), api.all('/agents', {}, options)]);
    });
  }

  updated() {
    const dialog = this.querySelector('dialog');
    const wanted = this.query?.add !== undefined && session.canChange && this.agents;
    if (wanted && !dialog.open) dialog.showModal();
    if (!wanted && dialog?.open) dialog.close();
  }

  #close() {
    this.refused = null;
    if (this.query.add !== undefined) refine({add: ''});
  }

  async #save(event) {
    event.preventDefault();
    try {
      const made = await api.post('/phone-numbers', filled(event.target, {fresh: true}));
      toast(`${made.number} is registered`);
      go(`/numbers/${made.id}`);
    } catch (failure) {
      this.refused = failure;
    }
  }

  #dialog() {
    if (!session.canChange) return nothing;
    return html`<dialog aria-labelledby="add-title" @close=${() => this.#close()}>
      <form @submit=${(event) => this.#save(event)}>
        <div>
          <h2 id="add-title">Add phone number</h2>
          <p class="quiet">Connect via SIP trunking</p>
        </div>
        ${problem(this.refused)}
        <div class="fields">
          ${trunkFields({number: this.query?.add === 'new' ? '' : this.query?.add}, {fresh: true, sipUri: this.#host})}
          ${agentField(this.agents ?? [], '')}
        </div>
        <div class="foot">
          <button type="button" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
          <button class="primary">Save</button>
        </div>
      </form>
    </dialog>`;
  }

  get #host() {
    return session.me.sip_uri.replace(/^sips?:/, '');
  }

  #row(each) {
    const agent = this.agents.find((one) => one.id === each.agent_id);
    return html`<tr>
      <td class="num nowrap"><a class="main" href=${link(`/numbers/${each.id}`)}>${number(each.number)}</a><span class="sub">${each.name}</span></td>
      <td>
        ${agent
          ? html`<a href=${link(`/agents/${agent.id}`)}>${agent.name}</a>
              <span class="sub">${agent.published_version ? `version ${agent.published_version}` : badge('Not published', 'warn')}</span>`
          : badge('No agent', 'warn')}
      </td>
      <td>${each.terminal_uri ? html`<span class="mono">${each.terminal_uri}</span>` : html`<span class="quiet">No transfers out</span>`}</td>
      <td>${each.trunk_username ? html`${each.trunk_username}<span class="sub">${each.trunk_password_set ? 'password set' : 'no password'}</span>` : nothing}</td>
    </tr>`;
  }

  #table() {
    if (!this.numbers) return this.problem ? nothing : loading();
    if (this.numbers.length === 0) return empty('numbers', 'No number yet', 'Register the number that Five9 transfers to, so that its calls find an agent.');
    return table('Phone numbers', ['Number', 'Agent', 'Terminal URI', 'Trunk user'], this.numbers.map((each) => this.#row(each)));
  }

  render() {
    return html`<div class="page-head">
        <h1 class="grow">Phone numbers</h1>
        ${session.canChange ? html`<a class="button primary" href="${link('/numbers')}?add=new">${icon('plus')}Add</a>` : nothing}
      </div>
      <section class="panel pad host">
        <h2>Our SIP server</h2>
        <p class="quiet">Where Five9, or your carrier’s Origination URI, sends calls: the number before the @.</p>
        <vb-copy .value=${this.#host} name="SIP server"></vb-copy>
      </section>
      ${problem(this.problem)} ${this.#table()} ${this.#dialog()}`;
  }
}

customElements.define('vb-numbers', Numbers);
