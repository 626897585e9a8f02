import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {full} from '../format.js';
import {link} from '../router.js';
import {session} from '../session.js';
import {ending} from './rehearsed.js';
import {badge, empty, loading, problem, toast} from './show.js';
import {DO, table} from './table.js';

const EVERY_MS = 2000;

/** The simulated customers who can call an agent, and what became of those who did. */
class Rehearse extends Element {
  static properties = {agent: {}, customers: {state: true}, rehearsals: {state: true}, draft: {state: true}, problem: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.draft = !this.agent.published_version;
    this.attempt(async () => (this.customers = (await api.get('/customers', {}, {signal: this.signal})).items));
    this.#load();
    this.every(EVERY_MS, () => this.rehearsals?.some((row) => row.state === 'running') && this.#load());
  }

  async #load() {
    const found = await this.attempt(() => api.get(`/agents/${this.agent.id}/rehearsals`, {}, {signal: this.signal}));
    if (found) this.rehearsals = found.items;
  }

  async #call({campaign, name}) {
    const begun = await this.attempt(() => api.post(`/agents/${this.agent.id}/rehearsals`, {campaign, customer: name, draft: this.draft}));
    if (begun) {
      toast(`The customer who ${name} calls ${this.agent.name}`);
      this.#load();
    }
  }

  #customer(each) {
    return html`<tr>
      <td><strong>${each.name}</strong><span class="sub">${each.campaign}</span></td>
      <td class="wide">${each.says.map((words) => html`<span class="says">“${words}”</span> `)}</td>
      <td>${each.expected}</td>
      <td class="end nowrap">${session.canChange ? html`<button ?disabled=${this.busy} aria-label="Call: ${each.name}" @click=${() => this.#call(each)}>Call</button>` : nothing}</td>
    </tr>`;
  }

  #past(row) {
    return html`<tr>
      <td class="nowrap num">${full(row.started_at)}<span class="sub">${row.draft ? 'Draft' : 'Published version'}</span></td>
      <td>${row.customer}<span class="sub">${row.campaign}</span></td>
      <td class="wide">${row.result || '…'}<span class="sub">Expected: ${row.expected || 'any end'}</span>${row.deviations.map((each) => html`<span class="sub">${each}</span>`)}</td>
      <td>${ending(row)}</td>
      <td class="end nowrap">
        ${row.conversation_id ? html`<a class="button" href=${link(`/conversations/${row.conversation_id}`)}>Conversation</a>` : nothing}
        ${row.state === 'running' ? html` <a class="button" href=${link('/live')}>Live</a>` : nothing}
      </td>
    </tr>`;
  }

  #which() {
    return html`<fieldset class="row">
      <legend class="visually-hidden">Which version answers</legend>
      <label class="check"><input type="radio" name="version" ?disabled=${!this.agent.published_version} .checked=${!this.draft} @change=${() => (this.draft = false)}>
        ${this.agent.published_version ? `Version ${this.agent.published_version}` : 'Not published yet'}</label>
      <label class="check"><input type="radio" name="version" .checked=${this.draft} @change=${() => (this.draft = true)}>The draft, as it is saved</label>
    </fieldset>`;
  }

  render() {
    if (!this.customers || !this.rehearsals) return this.problem ? problem(this.problem) : loading();
    return html`<div class="stack">
      ${problem(this.problem)}
      <div class="row"><h2 class="grow">Who shall call</h2>${this.#which()}</div>
      ${this.customers.length === 0
        ? empty('agents', 'No simulated customer', 'They stand in files of the folder bridge.rehearsal.folder on the bridge.')
        : table('Simulated customers', ['Customer', 'Says', 'Has to become', DO], this.customers.map((each) => this.#customer(each)))}
      <p class="small quiet">A customer calls over SIP and RTP, with a Five9 script as in the kit. It is a rehearsal: it counts in no figure, nobody is told of it, and nobody is transferred.</p>
      ${this.rehearsals.length === 0
        ? nothing
        : html`<h2>Who has called ${badge(this.rehearsals.length)}</h2>
            ${table('Rehearsals, newest first', ['Started', 'Customer', 'Came to', 'Ending', DO], this.rehearsals.map((row) => this.#past(row)))}`}
    </div>`;
  }
}

customElements.define('vb-rehearse', Rehearse);
