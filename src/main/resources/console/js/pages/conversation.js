import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {day, full, length, number, span, time, verdict, version} from '../format.js';
import {icon} from '../icons.js';
import {confirm} from '../parts/confirm.js';
import '../parts/ladder.js';
import '../parts/player.js';
import '../parts/share.js';
import {evidence} from '../parts/evidence.js';
import {rehearsed} from '../parts/rehearsed.js';
import {asked, committed, five9Tasks} from '../parts/outcome.js';
import {badge, loading, outcome, problem, toast} from '../parts/show.js';
import {transcript} from '../parts/transcript.js';
import {variables} from '../parts/variables.js';
import {go, link} from '../router.js';
import {session} from '../session.js';

const ENDED_BY = {agent: 'the agent', caller: 'the caller’s side', bridge: 'the bridge', api: 'somebody over the API', fault: 'a fault', interrupted: 'a restart of the bridge'};
const WAITS = [['turn_gap_ms', 'Turn gap'], ['stt_ms', 'Understanding'], ['brain_ms', 'Thinking'], ['tts_ms', 'Speaking'], ['tool_latency_ms', 'Tools']];

/** One call: what went wrong first, then all that is known of it. */
class Conversation extends Element {
  static properties = {params: {}, query: {}, call: {state: true}, timeline: {state: true}, lines: {state: true}, variables: {state: true}, evidence: {state: true}, at: {state: true}, problem: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.at = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.every(2000, () => this.#due && this.#load());
  }

  /** While it lasts, and until it is judged for the last time. */
  get #due() {
    if (!this.call) return this.problem?.passes;
    return this.call.state !== 'ended' || Date.now() - Date.parse(this.call.ended_at) < 20_000;
  }

  async #load() {
    const {id} = this.params;
    const options = {signal: this.signal};
    await this.attempt(async () => {
      const [call, timeline, said, known, proof] = await Promise.all([
        api.get(`/conversations/${id}`, {}, options),
        api.get(`/conversations/${id}/timeline`, {}, options),
        api.get(`/conversations/${id}/transcript`, {}, options),
        api.get(`/conversations/${id}/variables`, {}, options),
        api.get(`/conversations/${id}/evidence`, {}, options),
      ]);
      Object.assign(this, {call, timeline: timeline.items, lines: said.items, variables: known.items, evidence: proof});
    });
  }

  async #hangUp() {
    await this.act(() => api.post(`/conversations/${this.call.id}/hangup`));
    this.#load();
  }

  async #erase() {
    const sure = await confirm('Erase this conversation?', 'Who called, what was said, the recording and the variables are gone for good. Time, agent and outcome stay for the statistics.', 'Erase');
    if (!sure) return;
    if (await this.act(() => api.delete(`/conversations/${this.call.id}`))) {
      toast('The conversation was erased');
      go('/conversations');
    }
  }

  #diagnosis() {
    const kind = verdict(this.call.diagnosis);
    if (!kind) return nothing;
    const [what, ...fix] = this.call.diagnosis.split(': ');
    return html`<div class="note ${kind}" id="diagnosis">
      ${icon(kind)}
      <div><strong>${what}</strong>${fix.length ? html`<p>${fix.join(': ').replace(/^./, (first) => first.toUpperCase())}</p>` : nothing}</div>
    </div>`;
  }

  #facts() {
    const {call} = this;
    return html`<dl class="facts">
      <dt>Correlation</dt><dd class="mono">${call.correlation || 'none'}</dd>
      <dt>Agent</dt><dd><a href=${link(`/agents/${call.agent_id}`)}>${call.agent}</a>, ${version(call)}</dd>
      <dt>Called number</dt><dd class="num">${number(call.number)}</dd>
      <dt>Started</dt><dd>${full(call.started_at)}</dd>
      ${call.ended_at ? html`<dt>Ended by</dt><dd>${ENDED_BY[call.ended_by] ?? call.ended_by}<span class="sub quiet small">${call.end_detail ? ` · ${call.end_detail}` : nothing}</span></dd>` : nothing}
      <dt>Call-ID</dt><dd class="mono">${call.call_id}</dd>
      <dt>Conversation</dt><dd class="mono">${call.id}</dd>
    </dl>`;
  }

  #measures() {
    const measured = this.call.metrics;
    if (!measured) return nothing;
    return html`<section class="panel pad stack tight">
      <h2>Waits</h2>
      <dl class="facts">
        ${WAITS.filter(([name]) => measured[name]).map(([name, text]) => html`<dt>${text}</dt><dd class="num">${this.#times(measured[name])}</dd>`)}
        ${measured.dead_air_max_ms === undefined ? nothing : html`<dt>Longest silence</dt><dd class="num">${span(measured.dead_air_max_ms)}</dd>`}
      </dl>
    </section>`;
  }

  #times({median, max}) {
    return `${span(median)}, at most ${span(max)}`;
  }

  #head() {
    const {call} = this;
    return html`<div class="page-head">
      <div class="grow">
        <a class="crumb" href=${link('/conversations')}>Conversations</a>
        <h1 class="num">${number(call.ani)}, ${day(call.started_at).toLowerCase()} ${time(call.started_at)}</h1>
      </div>
      ${call.state === 'ended' ? html`<span class="quiet num">${length(call.duration_s)}</span>` : badge('In progress', 'good')}
      ${call.rehearsal ? badge('Rehearsal', 'info') : nothing}
      ${outcome(call.outcome)}
      ${session.canChange ? html`<button @click=${() => this.querySelector('vb-share').open(call)}>Link…</button>` : nothing}
      ${!session.canChange
        ? nothing
        : call.state === 'ended'
          ? html`<button class="plain" ?disabled=${this.busy} @click=${() => this.#erase()}>Erase…</button>`
          : html`<button class="danger" ?disabled=${this.busy} @click=${() => this.#hangUp()}>${icon('hangup')}Hang up</button>`}
    </div>`;
  }

  render() {
    if (!this.call) return html`<h1 class="visually-hidden">Conversation</h1>${this.problem ? problem(this.problem) : loading()}`;
    const hear = (ms) => this.querySelector('vb-player').hear(ms);
    return html`${this.#head()} ${problem(this.problem)}
      <div class="stack">
        ${this.#diagnosis()}
        <div class="call">
          <div class="stack">
            <section class="panel pad stack">
              <h2 class="visually-hidden">Recording and transcript</h2>
              <vb-player .call=${this.call} @moved-to=${(event) => (this.at = event.detail)}></vb-player>
              ${transcript(this.lines, this.at, hear)}
            </section>
            <vb-ladder class="panel" .call=${this.call} .timeline=${this.timeline} .lines=${this.lines}></vb-ladder>
          </div>
          <div class="stack">
            ${this.call.rehearsed ? html`<section class="panel pad stack tight" id="rehearsed"><h2>Rehearsal</h2>${rehearsed(this.call.rehearsed)}</section>` : nothing}
            <section class="panel pad stack tight"><h2>Outcome</h2>${committed(this.call)}</section>
            ${five9Tasks(this.call)}
            <section class="panel pad stack tight"><h2>What Five9 asked and got</h2>${asked(this.timeline)}</section>
            <section class="panel"><header><h2>Dynamic variables</h2></header><div class="inset">${variables(this.variables, this.call)}</div></section>
            <section class="panel pad stack tight" id="evidence"><h2>Evidence</h2>${evidence(this.evidence, hear)}</section>
            ${this.#measures()}
            <section class="panel pad stack tight"><h2>Call</h2>${this.#facts()}</section>
          </div>
        </div>
        <vb-share></vb-share>
      </div>`;
  }
}

customElements.define('vb-conversation', Conversation);
