import {html, nothing} from 'lit';
import {api} from '../api.js';
import {day, number, time} from '../format.js';
import {icon} from '../icons.js';
import {Listing} from '../parts/listing.js';
import {pager} from '../parts/pager.js';
import {badge, empty, loading, problem} from '../parts/show.js';
import {DO, table} from '../parts/table.js';
import {link} from '../router.js';
import {session} from '../session.js';

/** Every call that was turned away, and what to do so that the next one is not. */
class Rejected extends Listing {
  connectedCallback() {
    super.connectedCallback();
    this.renew(5000);
  }

  ask({cursor}) {
    return api.get('/rejected-calls', {cursor, limit: 50}, {signal: this.signal});
  }

  #row(call) {
    return html`<tr>
      <td class="nowrap num"><span>${time(call.at)}</span><span class="sub">${day(call.at)}</span></td>
      <td class="nowrap num">${number(call.dnis) || 'none'}<span class="sub">from ${number(call.ani) || 'nobody'}</span></td>
      <td class="nowrap">${badge(call.status, 'bad')}<span class="sub mono">${call.source}</span></td>
      <td class="wide">
        ${call.diagnosis || call.reason}
        <span class="sub">${call.reason} · <code>${call.condition}</code></span>
      </td>
      <td class="end nowrap">
        ${session.canChange && call.condition === 'number-not-registered'
          ? html`<a class="button" href="${link('/numbers')}?add=${encodeURIComponent(call.dnis)}">${icon('plus')}Register this number</a>`
          : nothing}
      </td>
    </tr>`;
  }

  #table() {
    if (!this.page) return this.problem ? nothing : loading();
    if (this.page.items.length === 0) return empty('good', 'No call was turned away', 'If Five9 says that a transfer failed and nothing stands here, the call never came: ask the doctor.');
    const heads = ['At', 'Called', 'Answer', 'Why, and what to do', DO];
    return html`${table('Rejected calls, newest first', heads, this.page.items.map((call) => this.#row(call)))}
      ${pager(this.page)}`;
  }

  render() {
    return html`<div class="page-head"><h1>Rejected calls</h1></div>
      ${problem(this.problem)} ${this.#table()}`;
  }
}

customElements.define('vb-rejected', Rejected);
