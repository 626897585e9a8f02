import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {full} from '../format.js';
import {icon} from '../icons.js';
import {badge, empty, loading, problem} from '../parts/show.js';
import {table} from '../parts/table.js';
import {go, link} from '../router.js';
import {session} from '../session.js';

/** The agents, and which of their versions answers calls. */
class Agents extends Element {
  static properties = {params: {}, query: {}, agents: {state: true}, problem: {state: true}, refused: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => (this.agents = await api.all('/agents', {}, {signal: this.signal})));
  }

  async #create(event) {
    event.preventDefault();
    try {
      const made = await api.post('/agents', Object.fromEntries(new FormData(event.target)));
      go(`/agents/${made.id}`);
    } catch (failure) {
      this.refused = failure;
    }
  }

  #row(agent) {
    return html`<tr>
      <td><a class="main" href=${link(`/agents/${agent.id}`)}>${agent.name}</a><span class="sub">${agent.provider}${agent.voice ? `, voice ${agent.voice}` : ''}</span></td>
      <td>
        ${agent.published_version ? badge(`Version ${agent.published_version}`, 'good') : badge('Not published', 'warn')}
        ${agent.draft_changed && agent.published_version ? badge('Draft differs', 'info') : nothing}
      </td>
      <td>${agent.variables.slice(0, 6).map((name) => html`<code>${name}</code> `)}${agent.variables.length > 6 ? `and ${agent.variables.length - 6} more` : nothing}</td>
      <td class="nowrap num">${full(agent.updated_at)}</td>
    </tr>`;
  }

  #table() {
    if (!this.agents) return this.problem ? nothing : loading();
    if (this.agents.length === 0) return empty('agents', 'No agent yet', 'An agent has a prompt or a dialogue, and answers calls once it is published.');
    return table('Agents', ['Agent', 'Answers calls', 'Variables', 'Changed'], this.agents.map((agent) => this.#row(agent)));
  }

  render() {
    return html`<div class="page-head">
        <h1 class="grow">Agents</h1>
        ${session.canChange ? html`<button class="primary" @click=${() => this.querySelector('dialog').showModal()}>${icon('plus')}New agent</button>` : nothing}
      </div>
      ${problem(this.problem)} ${this.#table()}
      <dialog aria-labelledby="new-agent">
        <form @submit=${(event) => this.#create(event)}>
          <h2 id="new-agent">New agent</h2>
          ${problem(this.refused)}
          <label>
            Name
            <input name="name" required maxlength="64" pattern="[a-z0-9][a-z0-9\\-]*" placeholder="qualify-solar" autocomplete="off" spellcheck="false">
            <span class="hint">Small letters, digits and hyphens.</span>
          </label>
          <div class="foot">
            <button type="button" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
            <button class="primary">Create</button>
          </div>
        </form>
      </dialog>`;
  }
}

customElements.define('vb-agents', Agents);
