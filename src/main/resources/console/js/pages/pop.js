import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {day, full, length, number, time} from '../format.js';
import {committed} from '../parts/outcome.js';
import {badge, loading, outcome, problem} from '../parts/show.js';
import {transcript} from '../parts/transcript.js';
import {variables} from '../parts/variables.js';

const TOKEN = 'voice-bridge.link';

/** One conversation, for the person who takes the call over: what a link shows to somebody without a key. */
class Pop extends Element {
  static properties = {params: {}, query: {}, seen: {state: true}, problem: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#take();
    this.#load();
    this.every(2000, () => this.#due && this.#load());
  }

  /** The token leaves the address, and so the browser's history; this tab keeps it, so that it can be loaded again. */
  #take() {
    const token = location.hash.slice(1);
    if (!token) return;
    sessionStorage.setItem(TOKEN, token);
    history.replaceState(null, '', location.pathname);
  }

  /** While it lasts, and a moment longer, because an outcome may come with the end. */
  get #due() {
    if (this.problem) return this.problem.status === 0 || this.problem.status >= 500;
    const call = this.seen?.conversation;
    return !call?.ended_at || Date.now() - Date.parse(call.ended_at) < 20_000;
  }

  async #load() {
    const link = sessionStorage.getItem(TOKEN) ?? '';
    const seen = await this.attempt(() => api.get('/linked-conversation', {}, {link, signal: this.signal}));
    if (!seen) return;
    this.seen = seen;
    document.title = `${number(seen.conversation.ani)} · Voice Bridge`;
  }

  #head(call) {
    return html`<div class="page-head">
      <h1 class="grow num">${number(call.ani) || 'No number'}, ${day(call.started_at).toLowerCase()} ${time(call.started_at)}</h1>
      ${call.ended_at ? html`<span class="quiet num">${length(call.duration_s)}</span>` : badge('In progress', 'good')} ${outcome(call.outcome)}
    </div>`;
  }

  render() {
    const title = html`<h1 class="visually-hidden">Conversation</h1>`;
    if (this.problem?.status === 401) return html`${title}${problem(this.problem)}`;
    if (!this.seen) return html`${title}${this.problem ? problem(this.problem) : loading()}`;
    const {conversation: call, transcript: lines, variables: known, expires_at: end} = this.seen;
    return html`${this.#head(call)} ${this.problem ? problem(this.problem) : nothing}
      <div class="call">
        <div class="stack">
          <section class="panel pad stack tight"><h2>Outcome</h2>${committed({...call, state: call.ended_at ? 'ended' : 'talking'})}</section>
          <section class="panel pad stack tight"><h2>What was said</h2>${transcript(lines, 0)}</section>
        </div>
        <div class="stack">
          <section class="panel"><header><h2>Dynamic variables</h2></header><div class="inset">${variables(known, call)}</div></section>
          <p class="quiet small">Agent ${call.agent}, called at <span class="num">${number(call.number)}</span>. This page opens until ${full(end)}.</p>
        </div>
      </div>`;
  }
}

customElements.define('vb-pop', Pop);
