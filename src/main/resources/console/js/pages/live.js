import {html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {api} from '../api.js';
import {Element} from '../element.js';
import {length, number, version} from '../format.js';
import {icon} from '../icons.js';
import {badge, empty, loading, problem, toast} from '../parts/show.js';
import '../parts/levels.js';
import '../parts/transfer.js';
import {link} from '../router.js';
import {session} from '../session.js';

const EVERY_MS = 1500;
const LEVELS_MS = 300;
const HEARD = 20;

/** The calls that are up, with the last words of each; the newest twenty are listened to. */
class Live extends Element {
  static properties = {params: {}, query: {}, calls: {state: true}, words: {state: true}, problem: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.words = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.every(EVERY_MS, () => this.#load());
    this.#listen();
  }

  /** Each call is told its own levels; one that another bridge has is told none. */
  async #listen() {
    while (this.isConnected) {
      const loud = !document.hidden && this.calls?.length ? await api.get('/levels', {}, {signal: this.signal}).catch(() => null) : null;
      if (loud) this.querySelectorAll('vb-levels').forEach((meters) => meters.show(loud.items));
      await new Promise((resume) => setTimeout(resume, LEVELS_MS));
    }
  }

  async #load() {
    const options = {signal: this.signal};
    await this.attempt(async () => {
      this.calls = (await api.get('/conversations', {status: 'live', limit: 100}, options)).items;
      const last = await Promise.all(
        this.calls.slice(0, HEARD).map(async ({id}) => {
          const said = await api.get(`/conversations/${id}/transcript`, {}, options).catch(() => ({items: []}));
          return [id, said.items.at(-1)];
        }),
      );
      this.words = Object.fromEntries(last);
    });
  }

  async #hangUp(call) {
    if (await this.act(() => api.post(`/conversations/${call.id}/hangup`))) toast('The call goes back with what was committed');
    this.#load();
  }

  #call(call) {
    const last = this.words[call.id];
    const seconds = (Date.now() - Date.parse(call.started_at)) / 1000;
    return html`<li class="panel live">
      <div class="row">
        <a class="main num" href=${link(`/conversations/${call.id}`)}>${number(call.ani) || 'No number'}</a>
        ${call.state === 'talking' ? badge('Talking', 'good') : badge('Ringing', 'info')}
        ${call.rehearsal ? badge('Rehearsal', 'info') : nothing}
        <span class="grow"></span>
        <span class="num clock">${length(seconds)}</span>
      </div>
      <p class="quiet small">${call.agent}, ${version(call)} · <span class="num">${number(call.number)}</span></p>
      <vb-levels .of=${call.id}></vb-levels>
      <p class="words">${last ? html`<span class="who ${last.role}">${last.role === 'caller' ? 'Caller' : 'Agent'}</span> ${last.text}` : html`<span class="quiet">No words yet</span>`}</p>
      ${session.canChange
        ? html`<div class="row">
            <button @click=${() => this.querySelector('vb-transfer').open(call)}>Transfer…</button>
            <button class="danger" ?disabled=${this.busy} @click=${() => this.#hangUp(call)}>${icon('hangup')}Hang up</button>
          </div>`
        : nothing}
    </li>`;
  }

  render() {
    return html`<div class="page-head"><h1>Live calls</h1>${this.calls?.length ? badge(this.calls.length, 'good') : nothing}</div>
      ${problem(this.problem)}
      ${!this.calls
        ? loading()
        : this.calls.length === 0
          ? empty('live', 'No call is up', 'A call appears here the moment it arrives.')
          : html`<ul class="lives">${repeat(this.calls, (call) => call.id, (call) => this.#call(call))}</ul>`}
      <vb-transfer></vb-transfer>`;
  }
}

customElements.define('vb-live', Live);
