import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {checks, worst} from '../parts/checks.js';
import {empty, problem} from '../parts/show.js';
import {icon} from '../icons.js';

const SAYS = {
  good: 'Everything is set up for calls.',
  warn: 'Calls can come, but something should be looked at.',
  bad: 'Something is wrong. Begin at the top.',
};

/** The check list of the doctor, run from here. */
class Doctor extends Element {
  static properties = {params: {}, query: {}, findings: {state: true}, numbers: {state: true}, number: {state: true}, problem: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => (this.numbers = await api.all('/phone-numbers', {}, {signal: this.signal})));
  }

  async #run(event) {
    event.preventDefault();
    const number = new FormData(event.target).get('number');
    this.findings = undefined;
    this.findings = await this.attempt(() => api.post('/doctor', number ? {number} : {}, {signal: this.signal}));
  }

  #list() {
    if (this.busy) return html`<p class="loading" role="status">Looking: each check has ten seconds…</p>`;
    if (!this.findings) return empty('doctor', 'Not looked yet', 'The doctor goes the way of a call as far as that is possible without one.');
    const kind = worst(this.findings);
    return html`<div class="note ${kind}" role="status">${icon(kind)}<strong>${SAYS[kind]}</strong></div>
      <section class="panel">${checks(this.findings)}</section>`;
  }

  render() {
    return html`<div class="page-head"><h1>Doctor</h1></div>
      <form class="filters" @submit=${(event) => this.#run(event)}>
        <label>
          Numbers
          <select name="number">
            <option value="">All</option>
            ${(this.numbers ?? []).map((each) => html`<option value=${each.number}>${each.number} ${each.name}</option>`)}
          </select>
        </label>
        <button class="primary" ?disabled=${this.busy}>Look</button>
      </form>
      ${problem(this.problem)} ${this.problem ? nothing : this.#list()}`;
  }
}

customElements.define('vb-doctor', Doctor);
