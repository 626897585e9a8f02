import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {day, number, time} from '../format.js';
import {icon} from '../icons.js';
import {pager} from '../parts/pager.js';
import {badge, empty, loading, problem} from '../parts/show.js';
import {link} from '../router.js';
import {session} from '../session.js';

/** Every call that was turned away, and what to do so that the next one is not. */
class Rejected extends Element {
  static properties = {params: {}, query: {}, page: {state: true}, problem: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.every(5000, () => !this.query.cursor && this.#load());
  }

  updated(changed) {
    if (changed.has('query')) this.#load();
  }

  async #load() {
    const asked = this.query;
    const page = await this.attempt(() => api.get('/rejected-calls', {cursor: asked.cursor, limit: 50}, {signal: this.signal}));
    if (page && asked === this.query) this.page = page;
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
    return html`<div class="panel scroll">
        <table class="cards">
          <caption class="visually-hidden">Rejected calls, newest first</caption>
          <thead><tr><th scope="col">At</th><th scope="col">Called</th><th scope="col">Answer</th><th scope="col">Why, and what to do</th><th scope="col"><span class="visually-hidden">Do it</span></th></tr></thead>
          <tbody>${this.page.items.map((call) => this.#row(call))}</tbody>
        </table>
      </div>
      ${pager(this.page)}`;
  }

  render() {
    return html`<div class="page-head"><h1>Rejected calls</h1></div>
      ${problem(this.problem)} ${this.#table()}`;
  }
}

customElements.define('vb-rejected', Rejected);
