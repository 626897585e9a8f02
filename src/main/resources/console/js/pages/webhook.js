import {html, nothing} from 'lit';
import {api} from '../api.js';
import {full, span} from '../format.js';
import {confirm} from '../parts/confirm.js';
import {choice} from '../parts/filters.js';
import {Listing} from '../parts/listing.js';
import {pager} from '../parts/pager.js';
import {badge, empty, loading, problem, toast} from '../parts/show.js';
import {DO, table} from '../parts/table.js';
import {go, link} from '../router.js';

const TONES = {delivered: 'good', dead: 'bad', pending: 'info', waiting: ''};
const STATES = [['waiting', 'Waiting'], ['pending', 'Pending'], ['delivered', 'Delivered'], ['dead', 'Given up']];

/** One webhook, and what became of each event. */
class Webhook extends Listing {
  static properties = {hook: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.renew(3000);
  }

  async ask({state, cursor}) {
    const options = {signal: this.signal};
    const [hook, page] = await Promise.all([
      api.read(`/webhooks/${this.params.id}`, options),
      api.get(`/webhooks/${this.params.id}/deliveries`, {state, cursor, limit: 50}, options),
    ]);
    this.hook = hook;
    return page;
  }

  async #does(step, says) {
    if (await this.act(step)) toast(says);
    this.load();
  }

  #turn() {
    const enabled = !this.hook.value.enabled;
    this.#does(() => api.change('PATCH', `/webhooks/${this.params.id}`, {enabled}, this.hook.etag), enabled ? 'Enabled' : 'Disabled');
  }

  async #remove() {
    if (!(await confirm('Delete this webhook?', 'What waits for it is not sent any more.', 'Delete'))) return;
    if (await this.act(() => api.delete(`/webhooks/${this.params.id}`))) go('/webhooks');
  }

  #row(delivery) {
    const last = delivery.tries.at(-1);
    return html`<tr>
      <td class="nowrap num">${full(delivery.created_at)}<span class="sub mono">${delivery.event_id}</span></td>
      <td><code>${delivery.type}</code>${delivery.subject.startsWith('cv_') ? html`<span class="sub"><a href=${link(`/conversations/${delivery.subject}`)}>Conversation</a></span>` : nothing}</td>
      <td>${badge(delivery.state === 'dead' ? 'Given up' : delivery.state.replace(/^./, (c) => c.toUpperCase()), TONES[delivery.state])}</td>
      <td>${last ? html`${last.status || 'no answer'} in ${span(last.took_ms)}<span class="sub">${last.error}</span>` : nothing}
        ${delivery.attempts > 1 ? html`<span class="sub">${delivery.attempts} attempts</span>` : nothing}</td>
      <td class="end nowrap">
        ${['delivered', 'dead'].includes(delivery.state)
          ? html`<button @click=${() => this.#does(() => api.post(`/deliveries/${delivery.id}/replay`), 'It goes out again')}>Send again</button>`
          : nothing}
      </td>
    </tr>`;
  }

  #deliveries() {
    if (this.page.items.length === 0) return empty('webhooks', 'Nothing to see', 'Send a test, or wait for a call.');
    const heads = ['Event', 'Type', 'State', 'Last answer', DO];
    return html`${table('Deliveries, newest first', heads, this.page.items.map((delivery) => this.#row(delivery)))}
      ${pager(this.page)}`;
  }

  render() {
    if (!this.page) return html`<h1 class="visually-hidden">Webhook</h1>${this.problem ? problem(this.problem) : loading()}`;
    const {value} = this.hook;
    return html`<div class="page-head">
        <div class="grow"><a class="crumb" href=${link('/webhooks')}>Webhooks</a><h1>${value.url}</h1></div>
        <button ?disabled=${!value.enabled} @click=${() => this.#does(() => api.post(`/webhooks/${this.params.id}/ping`), 'A test is on its way')}>Send a test</button>
        <button @click=${() => this.#turn()}>${value.enabled ? 'Disable' : 'Enable'}</button>
        <button class="danger" @click=${() => this.#remove()}>Delete…</button>
      </div>
      ${problem(this.problem)}
      ${value.enabled ? nothing : html`<p class="note warn">Disabled${value.disabled_reason ? `: ${value.disabled_reason}` : '.'}</p>`}
      <div class="filters">${choice('State', 'state', this.query.state, STATES)}</div>
      ${this.#deliveries()}`;
  }
}

customElements.define('vb-webhook', Webhook);
