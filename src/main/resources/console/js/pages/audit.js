import {html, nothing} from 'lit';
import {api} from '../api.js';
import {full, instant} from '../format.js';
import {icon} from '../icons.js';
import {date, search} from '../parts/filters.js';
import {Listing} from '../parts/listing.js';
import {pager} from '../parts/pager.js';
import {empty, loading, problem} from '../parts/show.js';
import {table} from '../parts/table.js';

/** Who changed what. */
class Audit extends Listing {
  static properties = {checked: {state: true}};

  ask({action, actor, target, from, to, cursor}) {
    return api.get('/audit', {action, actor, target, cursor, from: instant(from), to: instant(to, {after: 1}), limit: 50}, {signal: this.signal});
  }

  async #check() {
    this.checked = await this.attempt(() => api.get('/audit/check'));
  }

  #verdict() {
    if (!this.checked) return nothing;
    const {intact, entries, head, first_broken: broken} = this.checked;
    return intact
      ? html`<div class="note good" role="status">${icon('good')}<div class="grow"><p>All ${entries} entries are as they were written.</p>
          ${entries === 0 ? nothing : html`<p class="small">The last is number ${head.seq}, <code>${head.digest}</code>. Keep that elsewhere: with it, a missing end shows too.</p>`}</div></div>`
      : html`<div class="note bad" role="alert">${icon('bad')}<div class="grow"><p>Entry ${broken.seq} <code>${broken.id}</code>: ${broken.reason}.</p></div></div>`;
  }

  #row(entry) {
    return html`<tr>
      <td class="num nowrap">${full(entry.at)}</td>
      <td class="mono">${entry.actor}</td>
      <td><code>${entry.action}</code></td>
      <td class="mono">${entry.target}</td>
      <td class="wide">${entry.detail}</td>
    </tr>`;
  }

  #table() {
    if (!this.page) return this.problem ? nothing : loading();
    if (this.page.items.length === 0) return empty('audit', 'Nothing fits', 'Filters look for the whole word.');
    return html`${table('Audit, newest first', ['At', 'By', 'What', 'Of what', 'Detail'], this.page.items.map((entry) => this.#row(entry)))}
      ${pager(this.page)}`;
  }

  render() {
    const {action, actor, target, from, to} = this.query ?? {};
    return html`<div class="page-head"><h1 class="grow">Audit</h1><button ?disabled=${this.busy} @click=${() => this.#check()}>Check</button></div>
      ${this.#verdict()}
      <div class="filters" role="search">
        ${search('Action, such as agent.publish', 'action', action)} ${search('By key', 'actor', actor)} ${search('Of what', 'target', target)}
        ${date('From', 'from', from)} ${date('To', 'to', to)}
      </div>
      ${problem(this.problem)} ${this.#table()}`;
  }
}

customElements.define('vb-audit', Audit);
