import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {span} from '../format.js';
import {bars} from '../parts/bars.js';
import {firstRun} from '../parts/first-run.js';
import {loading, problem} from '../parts/show.js';
import {link, refine} from '../router.js';
import {session} from '../session.js';

const HOUR = 3600_000;
const RANGES = [['', 'Last 24 hours', 24 * HOUR, 24], ['week', 'Last 7 days', 168 * HOUR, 28], ['month', 'Last 30 days', 720 * HOUR, 30]];
const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)} %` : '–');

/** How calls go, and on a new bridge what is to be done first. */
class Overview extends Element {
  static properties = {params: {}, query: {}, figures: {state: true}, numbers: {state: true}, agents: {state: true}, ever: {state: true}, problem: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#setUp();
    this.every(10_000, () => this.#load());
  }

  updated(changed) {
    if (changed.has('query')) this.#load();
  }

  async #setUp() {
    await this.attempt(async () => {
      const options = {signal: this.signal};
      const [numbers, agents, calls] = await Promise.all([
        api.all('/phone-numbers', {}, options), api.all('/agents', {}, options), api.get('/conversations', {limit: 1}, options),
      ]);
      Object.assign(this, {numbers, agents, ever: calls.items.length});
    });
  }

  async #load() {
    const asked = this.query;
    const [, , length, periods] = RANGES.find(([name]) => name === (asked.range ?? '')) ?? RANGES[0];
    const to = Date.now();
    const figures = await this.attempt(() =>
      api.get('/statistics', {from: new Date(to - length).toISOString(), to: new Date(to).toISOString(), periods}, {signal: this.signal}),
    );
    if (figures && asked === this.query) this.figures = figures;
  }

  #tile(name, value, says, {path, kind = ''} = {}) {
    return html`<div class="panel tile ${kind}">
      <dt>${path ? html`<a href=${link(path)}>${name}</a>` : name}</dt>
      <dd><span class="big num">${value}</span><span class="says">${says}</span></dd>
    </div>`;
  }

  #tiles() {
    const {periods, sample, rejected, live} = this.figures;
    const calls = periods.reduce((total, each) => total + each.calls, 0);
    const count = (name) => periods.reduce((total, each) => total + (each.outcomes[name] ?? 0), 0);
    const {turn_gap_ms: gap, lookup_ms: lookup} = sample;
    return html`<dl class="tiles">
      ${this.#tile('Calls', calls, live ? `${live} up now` : 'none up now', {path: '/conversations'})}
      ${this.#tile('Qualified', percent(count('qualified'), calls), `${count('qualified')} of ${calls}`, {path: '/conversations?outcome=qualified'})}
      ${this.#tile('No outcome', sample.no_outcome, `of ${sample.calls} calls that ended`, {kind: sample.no_outcome ? 'warn' : ''})}
      ${this.#tile('Rejected', rejected, 'calls were turned away', {path: '/rejected', kind: rejected ? 'warn' : ''})}
      ${this.#tile('Turn gap', gap ? span(gap.median) : '–', gap ? `95 % within ${span(gap.p95)}` : 'nobody has talked yet')}
      ${this.#tile('Look-up', lookup ? span(lookup.median) : '–', lookup ? `95 % within ${span(lookup.p95)}; Five9 waits 5 s, ${sample.lookups_late} were later` : 'no script has asked yet', {kind: sample.lookups_late ? 'bad' : ''})}
      ${this.#tile('Returned', percent(sample.returned, sample.handed_back), `${sample.returned} of ${sample.handed_back} handed back were asked for`)}
    </dl>`;
  }

  render() {
    const range = this.query?.range ?? '';
    return html`<div class="page-head">
        <h1 class="grow">Overview</h1>
        <label class="visually-hidden" for="range">Time</label>
        <select id="range" class="auto" @change=${(event) => refine({range: event.target.value})}>
          ${RANGES.map(([name, text]) => html`<option value=${name} ?selected=${name === range}>${text}</option>`)}
        </select>
      </div>
      ${problem(this.problem)}
      <div class="stack">
        ${this.numbers && this.figures && session.canChange
          ? firstRun({numbers: this.numbers, agents: this.agents, calls: this.ever, asked: this.figures.sample.returned > 0})
          : nothing}
        ${this.figures
          ? html`${this.#tiles()}
              <section class="panel pad stack tight"><h2>Calls by outcome</h2>${bars(this.figures.periods)}</section>`
          : this.problem ? nothing : loading()}
      </div>`;
  }
}

customElements.define('vb-overview', Overview);
