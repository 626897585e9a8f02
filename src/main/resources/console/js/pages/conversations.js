import {html, nothing} from 'lit';
import {api} from '../api.js';
import {day, instant, length, number, OUTCOMES, time, words} from '../format.js';
import {choice, date, search} from '../parts/filters.js';
import {pager} from '../parts/pager.js';
import {Searching} from '../parts/searching.js';
import {badge, diagnosis, empty, loading, outcome, problem} from '../parts/show.js';
import {table} from '../parts/table.js';
import {link, refine} from '../router.js';

const FILTERS = ['q', 'outcome', 'number', 'agent_id', 'status', 'from', 'to', 'ani', 'correlation'];

const LINES = 50;

/** The list of calls, with filters that stand in the address (S51). */
class Conversations extends Searching {
  static properties = {numbers: {state: true}, agents: {state: true}};

  #named = false;

  connectedCallback() {
    super.connectedCallback();
    this.renew(5000);
  }

  /** The names that filters offer can wait, the calls cannot. */
  updated(changed) {
    super.updated(changed);
    if (this.page && !this.#named) {
      this.#named = true;
      this.#names();
    }
  }

  async #names() {
    const options = {signal: this.signal};
    await this.attempt(async () => {
      [this.numbers, this.agents] = await Promise.all([
        api.all('/phone-numbers', {}, options),
        api.all('/agents', {}, options),
      ]);
    });
  }

  ask({from, to, ...rest}) {
    const known = Object.fromEntries(Object.entries(rest).filter(([name]) => FILTERS.includes(name) || name === 'cursor'));
    return api.get('/conversations', {...known, from: instant(from), to: instant(to, {after: 1}), limit: LINES}, {signal: this.signal});
  }

  #filters() {
    const {q, outcome: chosen, number: dialled, agent_id: agent, status, from, to} = this.query;
    return html`<div class="filters" role="search">
      ${search('Search', 'q', q)}
      ${choice('Outcome', 'outcome', chosen, OUTCOMES.map((value) => [value, words(value)]))}
      ${choice('Number', 'number', dialled, (this.numbers ?? []).map((each) => [each.number, each.name || each.number]))}
      ${choice('Agent', 'agent_id', agent, (this.agents ?? []).map((each) => [each.id, each.name]))}
      ${choice('State', 'status', status, [['live', 'In progress'], ['ended', 'Ended']])}
      ${date('From', 'from', from)} ${date('To', 'to', to)}
      ${this.#filtered()
        ? html`<button class="plain" @click=${() => refine(Object.fromEntries([...FILTERS, 'cursor'].map((name) => [name, ''])))}>Clear</button>`
        : nothing}
    </div>`;
  }

  get lines() {
    return LINES;
  }

  #filtered() {
    return FILTERS.some((name) => this.query[name]);
  }

  #row(call) {
    return html`<tr>
      <td class="nowrap num">
        <a class="main" href=${link(`/conversations/${call.id}`)}>${time(call.started_at)}</a>
        <span class="sub">${day(call.started_at)}</span>
      </td>
      <td class="nowrap num">${number(call.ani)}<span class="sub mono clip" title=${call.correlation}>${call.correlation}</span></td>
      <td class="nowrap">${call.agent}<span class="sub num">${number(call.number)}</span></td>
      <td class="num">${call.state === 'ended' ? length(call.duration_s) : badge('In progress', 'good')}</td>
      <td>${outcome(call.outcome)} ${call.rehearsal ? badge('Rehearsal', 'info') : nothing}</td>
      <td class="wide">${diagnosis(call.diagnosis, {short: true})}</td>
    </tr>`;
  }

  /** The eye sees how far a search has come; a screen reader is told what came of it. */
  #progress() {
    if (!this.query.q || !this.page) return nothing;
    const found = this.page.items.length;
    return html`${this.searching ? html`<p class="loading">Looking through older calls…</p>` : nothing}
      <p class="visually-hidden" role="status">${this.searching ? 'Searching' : found === 1 ? '1 call found' : `${found} calls found`}</p>`;
  }

  #nothing() {
    if (this.searching) return nothing;
    if (this.page.next_cursor) {
      return empty('conversations', 'Nothing found so far', 'The search has looked at the newest calls, and can go on with older ones.');
    }
    return this.#filtered()
      ? empty('conversations', 'No call fits', 'Try fewer filters, or a longer time.')
      : empty('conversations', 'No calls yet', 'A call stands here as soon as it arrives. One that was turned away is under rejected calls.',
          html`<a class="button" href=${link('/rejected')}>Rejected calls</a>`);
  }

  #table() {
    if (!this.page) return this.problem ? nothing : loading();
    const heads = ['Started', 'Customer', 'Agent', 'Length', 'Outcome', 'Diagnosis'];
    return html`${this.page.items.length === 0
        ? this.#nothing()
        : table('Conversations, newest first', heads, this.page.items.map((call) => this.#row(call)))}
      ${this.#progress()} ${this.searching ? nothing : pager(this.page, this.query.q ? 'Search older calls' : 'Older')}`;
  }

  render() {
    return html`<div class="page-head"><h1>Conversations</h1></div>
      ${this.#filters()} ${problem(this.problem)} ${this.#table()}`;
  }
}

customElements.define('vb-conversations', Conversations);
