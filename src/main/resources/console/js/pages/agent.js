import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import '../parts/preview.js';
import '../parts/prompt-editor.js';
import '../parts/rehearse.js';
import '../parts/versions.js';
import {kept} from '../parts/kept.js';
import {badge, loading, problem, toast} from '../parts/show.js';
import {link, refine} from '../router.js';
import {session} from '../session.js';

const PROVIDERS = ['embedded', 'cascade', 'openai-realtime', 'deepgram', 'elevenlabs', 'media-streams'];
const FIELDS = ['provider', 'voice', 'prompt', 'dialogue'];
const TABS = [['', 'Draft'], ['call', 'Call it'], ['versions', 'Versions']];

/** One agent: its draft, what a call would hear, and what was published. */
class Agent extends Element {
  static properties = {params: {}, query: {}, found: {state: true}, draft: {state: true}, samples: {state: true}, problem: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    const found = await this.attempt(() => api.read(`/agents/${this.params.id}`, {signal: this.signal}));
    if (found) this.#take(found);
    this.#lastCall();
  }

  #take(found) {
    this.found = found;
    this.draft = kept.of(found) ?? {...Object.fromEntries(FIELDS.map((name) => [name, found.value[name]])), settings: JSON.stringify(found.value.settings, null, 2)};
  }

  /** What came with the last call offers names and values. */
  async #lastCall() {
    try {
      const options = {signal: this.signal};
      const {items} = await api.get('/conversations', {agent_id: this.params.id, limit: 1}, options);
      const known = items.length ? (await api.get(`/conversations/${items[0].id}/variables`, {}, options)).items : [];
      this.samples = Object.fromEntries(known.map((each) => [each.name, each.value]));
    } catch {
      this.samples = {};
    }
  }

  get #changed() {
    const {value} = this.found;
    return FIELDS.some((name) => this.draft[name] !== value[name]) || this.draft.settings !== JSON.stringify(value.settings, null, 2);
  }

  #write(name, value) {
    this.draft = {...this.draft, [name]: value};
    kept.keep(this.found, this.draft);
  }

  async #save() {
    let settings;
    try {
      settings = JSON.parse(this.draft.settings || '{}');
    } catch (failure) {
      this.problem = {message: `The settings are not JSON: ${failure.message}`};
      return false;
    }
    const saved = await this.attempt(() => api.change('PATCH', `/agents/${this.params.id}`, {...this.draft, settings}, this.found.etag));
    if (saved) {
      kept.forget(this.found);
      this.#take(saved);
    }
    return !!saved;
  }

  #discard() {
    kept.forget(this.found);
    this.#take(this.found);
  }

  async #publish() {
    if (this.#changed && !(await this.#save())) return;
    const agent = await this.attempt(() => api.post(`/agents/${this.params.id}/publish`));
    if (agent) {
      toast(`Version ${agent.published_version} answers calls from now on`);
      this.#load();
    }
  }

  #head() {
    const {value} = this.found;
    return html`<div class="page-head">
      <div class="grow">
        <a class="crumb" href=${link('/agents')}>Agents</a>
        <h1>${value.name}</h1>
      </div>
      ${value.published_version ? badge(`Version ${value.published_version} answers calls`, 'good') : badge('Not published', 'warn')}
      ${this.#changed ? badge('Not saved', 'warn') : value.draft_changed ? badge('Draft differs', 'info') : nothing}
      ${session.canChange
        ? html`${this.#changed ? html`<button class="plain" ?disabled=${this.busy} @click=${() => this.#discard()}>Discard</button>` : nothing}
            <button ?disabled=${this.busy || !this.#changed} @click=${async () => (await this.#save()) && toast('The draft is saved')}>Save draft</button>
            <button class="primary" ?disabled=${this.busy || !(this.#changed || value.draft_changed || !value.published_version)} @click=${() => this.#publish()}>Publish</button>`
        : nothing}
    </div>`;
  }

  #editor() {
    const names = [...new Set([...this.found.value.variables, ...Object.keys(this.samples ?? {})])].sort();
    const {draft} = this;
    const readonly = !session.canChange;
    return html`<div class="call">
      <form class="panel pad stack" @submit=${(event) => event.preventDefault()}>
        <h2 class="visually-hidden">Draft</h2>
        <div class="fields two">
          <label>
            Provider
            <input list="providers" ?readonly=${readonly} .value=${draft.provider} @input=${(event) => this.#write('provider', event.target.value)}>
            <datalist id="providers">${PROVIDERS.map((name) => html`<option value=${name}></option>`)}</datalist>
          </label>
          <label>Voice<input ?readonly=${readonly} maxlength="100" .value=${draft.voice} @input=${(event) => this.#write('voice', event.target.value)}></label>
        </div>
        <vb-prompt-editor id="prompt" label="Prompt" .value=${draft.prompt} .names=${names} ?readonly=${readonly} @typed=${(event) => this.#write('prompt', event.detail)}></vb-prompt-editor>
        <vb-prompt-editor id="dialogue" label="Dialogue" code .value=${draft.dialogue} .names=${names} ?readonly=${readonly} @typed=${(event) => this.#write('dialogue', event.detail)}></vb-prompt-editor>
        <label>
          Settings and tools, as JSON
          <textarea class="code short" spellcheck="false" ?readonly=${readonly} .value=${draft.settings} @input=${(event) => this.#write('settings', event.target.value)}></textarea>
        </label>
      </form>
      <vb-preview .agent=${this.found.value} .samples=${this.samples}></vb-preview>
    </div>`;
  }

  render() {
    if (!this.found) return html`<h1 class="visually-hidden">Agent</h1>${this.problem ? problem(this.problem) : loading()}`;
    const tab = this.query?.tab ?? '';
    return html`${this.#head()} ${problem(this.problem)}
      <nav class="tabs" aria-label="Parts of the agent">
        ${TABS.map(([name, text]) => html`<button aria-current=${tab === name ? 'page' : nothing} @click=${() => refine({tab: name}, {push: true})}>${text}</button>`)}
      </nav>
      ${tab === 'call'
        ? html`<vb-rehearse .agent=${this.found.value}></vb-rehearse>`
        : tab === 'versions'
        ? html`<vb-versions .agent=${this.found.value} @rolled-back=${() => { toast('The version before answers calls again'); this.#load(); }}></vb-versions>`
        : this.#editor()}`;
  }
}

customElements.define('vb-agent', Agent);
