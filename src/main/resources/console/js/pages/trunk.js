import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {full} from '../format.js';
import {confirm} from '../parts/confirm.js';
import {badge, loading, problem, toast} from '../parts/show.js';
import {go, link} from '../router.js';
import {session} from '../session.js';
import {PROVIDERS, STATES} from './trunks.js';

const TONES = {keep: '', create: 'good', update: 'info', delete: 'warn', blocked: 'bad', as_wanted: 'good', missing: 'bad', differs: 'warn', unwanted: 'warn', critical: 'bad', warning: 'warn'};
const say = (word) => badge(word.replaceAll('_', ' '), TONES[word]);

/** One trunk: what it shall be, and the way there: plan, apply, verify, drift. */
class Trunk extends Element {
  static properties = {params: {}, query: {}, found: {state: true}, spec: {state: true}, plan: {state: true}, report: {state: true}, problem: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    const found = await this.attempt(() => api.read(`/trunks/${this.params.id}`, {signal: this.signal}));
    if (found) {
      this.found = found;
      this.spec = JSON.stringify(found.value.spec, null, 2);
    }
  }

  async #save(event) {
    event.preventDefault();
    const saved = await this.attempt(() => {
      const {provider, ...spec} = JSON.parse(this.spec);
      return api.change('PATCH', `/trunks/${this.params.id}`, spec, this.found.etag);
    });
    if (!saved) return;
    this.found = saved;
    this.plan = null;
    toast('Saved; nothing is done about it before you apply it');
  }

  async #look(name, step) {
    this.plan = null;
    const rows = await this.attempt(step);
    this.report = rows ? {name, rows} : null;
  }

  async #plan() {
    this.report = null;
    this.plan = await this.attempt(() => api.get(`/trunks/${this.params.id}/plan`));
  }

  async #apply() {
    const {revision} = this.plan;
    this.plan = null;
    await this.act(async () => {
      const applied = await api.post(`/trunks/${this.params.id}/apply`, {plan: revision});
      toast(applied.state === 'applied' ? 'Applied' : 'Not all could be done');
    });
    await this.#load();
  }

  async #remove() {
    if (!(await confirm(`Delete ${this.found.value.name}?`, 'What was made at the provider has to be taken away first.', 'Delete'))) return;
    if (await this.act(() => api.delete(`/trunks/${this.params.id}`))) go('/trunks');
  }

  #actions() {
    if (!this.plan) return nothing;
    const todo = this.plan.actions.some((action) => !['keep', 'blocked'].includes(action.op));
    return html`<section class="panel pad stack tight" aria-live="polite">
      <h2>Plan</h2>
      <ul class="changes">
        ${this.plan.actions.map((action) => html`<li>
          ${say(action.op)} <code>${action.path}</code> ${action.note}
          ${action.changes.map((change) => html`<div class="small quiet"><code>${change.field}</code>: ${change.have || 'nothing'} → ${change.want || 'nothing'}</div>`)}
        </li>`)}
      </ul>
      ${todo ? html`<div><button class="primary" ?disabled=${this.busy} @click=${() => this.#apply()}>Apply this plan</button></div>` : html`<p class="quiet">There is nothing to apply.</p>`}
    </section>`;
  }

  #report() {
    if (!this.report) return nothing;
    const {name, rows} = this.report;
    return html`<section class="panel pad stack tight" aria-live="polite">
      <h2>${name}</h2>
      ${rows.length === 0 ? html`<p class="quiet">All is as it shall be.</p>` : nothing}
      <ul class="changes">
        ${rows.map((row) => html`<li>
          ${say(row.status ?? row.severity)} <code>${row.path}</code>
          ${row.detail ?? html`<span class="quiet">${row.have || 'nothing'}, and shall be ${row.want || 'nothing'}</span>`}
        </li>`)}
      </ul>
    </section>`;
  }

  #buttons() {
    return html`<div class="row">
      <button class="primary" ?disabled=${this.busy} @click=${() => this.#plan()}>Plan</button>
      <button ?disabled=${this.busy} @click=${() => this.#look('Verified', () => api.get(`/trunks/${this.params.id}/verify`))}>Verify</button>
      <button ?disabled=${this.busy} @click=${() => this.#look('Drift', () => api.get(`/trunks/${this.params.id}/drift`))}>Drift</button>
      ${this.busy ? html`<span class="quiet" role="status">Asking the provider…</span>` : nothing}
    </div>`;
  }

  render() {
    if (!this.found) return html`<h1 class="visually-hidden">Trunk</h1>${this.problem ? problem(this.problem) : loading()}`;
    const {value} = this.found;
    return html`<div class="page-head">
        <div class="grow"><a class="crumb" href=${link('/trunks')}>Trunks</a><h1>${value.name} <span class="quiet">${PROVIDERS[value.provider]}</span></h1></div>
        ${badge(...(STATES[value.state] ?? [value.state]))}
        ${session.canChange ? html`<button class="danger" @click=${() => this.#remove()}>Delete…</button>` : nothing}
      </div>
      ${problem(this.problem)}
      <div class="call">
        <form class="panel pad stack" @submit=${(event) => this.#save(event)}>
          <label>
            What it shall be
            <textarea class="code" spellcheck="false" ?readonly=${!session.canChange} .value=${this.spec} @input=${(event) => (this.spec = event.target.value)}></textarea>
          </label>
          ${session.canChange ? html`<div><button ?disabled=${this.busy}>Save</button></div>` : nothing}
        </form>
        <div class="stack">
          ${session.canChange ? this.#buttons() : nothing} ${this.#actions()} ${this.#report()}
          <section class="panel pad stack tight">
            <h2>Made at the provider</h2>
            ${value.pieces.length === 0 ? html`<p class="quiet">Nothing yet.</p>` : nothing}
            <ul class="changes">${value.pieces.map((piece) => html`<li><code>${piece.path}</code> <span class="small quiet mono">${piece.provider_id}</span> <span class="small quiet num">${full(piece.made_at)}</span></li>`)}</ul>
          </section>
        </div>
      </div>`;
  }
}

customElements.define('vb-trunk', Trunk);
