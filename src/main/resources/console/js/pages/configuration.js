import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {icon} from '../icons.js';
import {badge, problem, toast} from '../parts/show.js';

/** The tenant's configuration as a file: out, and in again after a look at what it would change. */
class Configuration extends Element {
  static properties = {params: {}, query: {}, text: {state: true}, plan: {state: true}, problem: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.text = '';
  }

  async #take(event) {
    const [file] = event.target.files;
    if (file) this.#write(await file.text());
  }

  #write(text) {
    this.text = text;
    this.plan = null;
  }

  async #bring(dryRun) {
    const plan = await this.attempt(() => api.post('/config/import', this.text, {type: 'application/yaml', query: {dry_run: dryRun}}));
    if (plan) this.plan = plan;
    if (plan && !dryRun) toast('Brought in');
  }

  #changes() {
    if (!this.plan) return nothing;
    const {changes, notes, dry_run: dry} = this.plan;
    return html`<section class="stack tight" aria-live="polite">
      <h3>${changes.length === 0 ? 'All is as the file says.' : dry ? 'It would change:' : 'It changed:'}</h3>
      <ul class="changes">${changes.map((each) => html`<li>${badge(each.action, each.action === 'create' ? 'good' : 'info')} ${each.kind} <strong>${each.target}</strong> <span class="quiet">${each.detail}</span></li>`)}</ul>
      ${notes.length ? html`<ul class="changes quiet">${notes.map((note) => html`<li>${note}</li>`)}</ul>` : nothing}
    </section>`;
  }

  render() {
    return html`<div class="page-head"><h1>Configuration</h1></div>
      <div class="stack">
        <section class="panel pad stack tight">
          <h2>Export</h2>
          <p class="quiet">Settings, agents with their versions, numbers and webhooks, without ids and secrets. Keep it in version control.</p>
          <div><button @click=${() => this.attempt(() => api.download('/config/export', 'voice-bridge.yaml'))}>${icon('down')}Export</button></div>
        </section>
        <section class="panel pad stack">
          <div><h2>Import</h2><p class="quiet">What the file does not name stays as it is; nothing is deleted.</p></div>
          <label>File<input type="file" accept=".yaml,.yml,.json" @change=${(event) => this.#take(event)}></label>
          <label>
            Content
            <textarea class="code short" spellcheck="false" .value=${this.text} @input=${(event) => this.#write(event.target.value)}></textarea>
          </label>
          ${problem(this.problem)} ${this.#changes()}
          <div class="row">
            <button class="primary" ?disabled=${this.busy || !this.text} @click=${() => this.#bring(true)}>What would it change?</button>
            <button ?disabled=${this.busy || !this.plan?.dry_run || this.plan.changes.length === 0} @click=${() => this.#bring(false)}>Import</button>
          </div>
        </section>
      </div>`;
  }
}

customElements.define('vb-configuration', Configuration);
