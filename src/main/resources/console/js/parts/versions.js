import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {full} from '../format.js';
import {diff} from './diff.js';
import {badge, loading, problem} from './show.js';
import {session} from '../session.js';

const pretty = (settings) => JSON.stringify(settings, null, 2);

/** What was published, what is different in the draft, and the way back. Tells of a rollback by the event rolled-back. */
class Versions extends Element {
  static properties = {agent: {}, versions: {state: true}, chosen: {state: true}, problem: {state: true}, busy: {state: true}};

  updated(changed) {
    if (changed.has('agent')) this.#load();
  }

  async #load() {
    this.versions = await this.attempt(async () => (await api.get(`/agents/${this.agent.id}/versions`, {limit: 50}, {signal: this.signal})).items);
  }

  async #rollBack(version) {
    const agent = await this.attempt(() => api.post(`/agents/${this.agent.id}/rollback`, {version}));
    if (agent) this.dispatchEvent(new CustomEvent('rolled-back', {detail: agent}));
  }

  #row(each) {
    return html`<tr>
      <td class="nowrap">Version ${each.version} ${each.live ? badge('Answers calls', 'good') : nothing}</td>
      <td class="nowrap num">${full(each.published_at)}</td>
      <td class="mono small">${each.published_by}</td>
      <td class="end nowrap">
        <button aria-pressed=${this.chosen === each.version} @click=${() => (this.chosen = each.version)}>Compare with the draft</button>
        ${session.canChange && !each.live ? html`<button ?disabled=${this.busy} @click=${() => this.#rollBack(each.version)}>Roll back to it</button>` : nothing}
      </td>
    </tr>`;
  }

  #difference() {
    const version = this.versions.find((each) => each.version === this.chosen);
    if (!version) return nothing;
    const {agent} = this;
    return html`<section class="panel pad stack tight" aria-live="polite">
      <h2>From version ${version.version} to the draft</h2>
      ${diff('Prompt', version.prompt, agent.prompt)} ${diff('Dialogue', version.dialogue, agent.dialogue)}
      ${diff('Settings', pretty(version.settings), pretty(agent.settings))}
      ${diff('Provider and voice', `${version.provider} ${version.voice}`, `${agent.provider} ${agent.voice}`)}
    </section>`;
  }

  render() {
    if (!this.versions) return this.problem ? problem(this.problem) : loading();
    if (this.versions.length === 0) return html`<p class="quiet">Nothing was published yet.</p>`;
    return html`<div class="stack">
      ${problem(this.problem)}
      <div class="panel scroll">
        <table>
          <caption class="visually-hidden">Versions, newest first</caption>
          <thead><tr><th scope="col">Version</th><th scope="col">Published</th><th scope="col">By key</th><th scope="col"><span class="visually-hidden">Do</span></th></tr></thead>
          <tbody>${this.versions.map((each) => this.#row(each))}</tbody>
        </table>
      </div>
      ${this.#difference()}
    </div>`;
  }
}

customElements.define('vb-versions', Versions);
