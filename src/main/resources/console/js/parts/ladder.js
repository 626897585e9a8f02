import {html, nothing} from 'lit';
import {Element} from '../element.js';

/** Which lanes an entry goes between: Five9, the bridge, the agent. A dot stays in its lane. */
const ARROWS = {
  'call-arrived': ['five9', 'bridge', 'INVITE'],
  answered: ['bridge', 'five9', '200 OK'],
  'call-ended': ['bridge', 'five9', 'BYE'],
  'outcome-read': ['five9', 'bridge', 'Query'],
  'outcome-committed': ['agent', 'bridge', 'Commit'],
  'outcome-checkpoint': ['agent', 'bridge', 'Checkpoint'],
  'hangup-asked': ['agent', 'bridge', 'End call'],
  caller: ['five9', 'agent', 'Caller'],
  agent: ['agent', 'five9', 'Agent'],
};
const LANES = {five9: 0, caller: 0, bridge: 1, agent: 2};
const NAMES = ['Five9', 'Bridge', 'Agent'];

/** Everything that happened on a call on one time axis: SIP, headers, look-up, tools, commit, BYE and Query. */
class Ladder extends Element {
  static properties = {call: {}, timeline: {}, lines: {}, speech: {state: true}, measures: {state: true}};

  constructor() {
    super();
    this.speech = true;
  }

  #entries() {
    const begin = Date.parse(this.call.started_at);
    const answered = Date.parse(this.call.answered_at ?? this.call.started_at);
    const happened = (this.timeline ?? [])
      .filter((entry) => this.measures || entry.kind !== 'metric')
      .map((entry) => ({...entry, ms: Date.parse(entry.t) - begin}));
    const said = this.speech
      ? (this.lines ?? []).map((line) => ({kind: line.role, actor: line.role, summary: line.text, detail: {}, ms: answered - begin + line.start_ms}))
      : [];
    return [...happened, ...said].sort((a, b) => a.ms - b.ms);
  }

  #way(entry) {
    const [from, to, name] = ARROWS[entry.kind] ?? [entry.actor, entry.actor, ''];
    const [start, end] = [LANES[from] ?? 1, LANES[to] ?? 1];
    return entry.kind === 'call-ended' && entry.detail.by === 'caller' ? {start: 0, end: 1, name} : {start, end, name};
  }

  #row(entry, before) {
    const {start, end, name} = this.#way(entry);
    const later = before === undefined ? 0 : entry.ms - before;
    const details = Object.entries(entry.detail ?? {});
    return html`<li class=${entry.kind in {caller: 1, agent: 1} ? 'speech' : ''}>
      <span class="num when">${(entry.ms / 1000).toFixed(2)}</span>
      <span class="lanes ${later > 2000 ? 'gap' : ''}" aria-hidden="true">
        <i></i><i></i><i></i>
        <b class="from${Math.min(start, end)} to${Math.max(start, end)} ${start === end ? 'dot' : end > start ? 'right' : 'left'}"></b>
      </span>
      <span class="what">
        <span class="visually-hidden">${start === end ? NAMES[start] : `${NAMES[start]} to ${NAMES[end]}`}:</span>
        ${name ? html`<strong>${name}</strong> ` : nothing}${entry.summary}
        ${details.length
          ? html`<details><summary>${entry.kind}</summary><dl class="facts small">${details.map(([key, value]) => html`<dt>${key}</dt><dd class="mono">${String(value)}</dd>`)}</dl></details>`
          : nothing}
      </span>
    </li>`;
  }

  render() {
    const entries = this.#entries();
    return html`<header>
        <h2>Ladder</h2>
        <span class="grow"></span>
        <label class="check"><input type="checkbox" .checked=${this.speech} @change=${(event) => (this.speech = event.target.checked)}>Speech</label>
        <label class="check"><input type="checkbox" .checked=${!!this.measures} @change=${(event) => (this.measures = event.target.checked)}>Measurements</label>
      </header>
      <div class="ladder">
        <div class="heads" aria-hidden="true"><span class="num">Seconds</span><span class="lanes">${NAMES.map((name) => html`<span>${name}</span>`)}</span></div>
        <ol>${entries.map((entry, i) => this.#row(entry, entries[i - 1]?.ms))}</ol>
      </div>`;
  }
}

customElements.define('vb-ladder', Ladder);
