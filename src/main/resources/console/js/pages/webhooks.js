import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {full} from '../format.js';
import {icon} from '../icons.js';
import {badge, empty, loading, problem} from '../parts/show.js';
import {table} from '../parts/table.js';
import {go, link} from '../router.js';
import {session} from '../session.js';

const EVENTS = ['conversation.started', 'conversation.ended', 'outcome.committed', 'transfer.completed', 'transfer.failed', 'call.rejected'];

/** Where events go. */
class Webhooks extends Element {
  static properties = {params: {}, query: {}, hooks: {state: true}, problem: {state: true}, refused: {state: true}, made: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => (this.hooks = await api.all('/webhooks', {}, {signal: this.signal})));
  }

  async #create(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    try {
      this.made = await api.post('/webhooks', {url: form.get('url').trim(), description: form.get('description').trim(), events: form.getAll('events')});
      this.refused = null;
    } catch (failure) {
      this.refused = failure;
    }
  }

  #state(hook) {
    if (!hook.enabled) return html`${badge('Disabled', 'bad')}${hook.disabled_reason ? html`<span class="sub">${hook.disabled_reason}</span>` : nothing}`;
    if (hook.health.failures > 0) return html`${badge(`${hook.health.failures} failures in a row`, 'warn')}<span class="sub">${hook.health.last_failure}</span>`;
    return html`${badge('Good', 'good')}${hook.health.last_success_at ? html`<span class="sub num">${full(hook.health.last_success_at)}</span>` : nothing}`;
  }

  #form() {
    if (this.made) {
      return html`<div class="body">
        <h2 id="hook-title">The webhook’s secret</h2>
        <p>It signs what is sent, and is shown this once.</p>
        <vb-copy .value=${this.made.secret} name="secret"></vb-copy>
        <div class="foot"><button class="primary" @click=${() => go(`/webhooks/${this.made.id}`)}>I have it</button></div>
      </div>`;
    }
    return html`<form @submit=${(event) => this.#create(event)}>
      <h2 id="hook-title">New webhook</h2>
      ${problem(this.refused)}
      <label>URL<input name="url" type="url" required maxlength="2000" placeholder="https://receiver.example.com/voice-bridge"></label>
      <label>Description<input name="description" maxlength="200"></label>
      <fieldset class="fields">
        <legend class="label">Events <span class="hint">None chosen means all, those to come included.</span></legend>
        ${EVENTS.map((name) => html`<label class="check"><input type="checkbox" name="events" value=${name}><code>${name}</code></label>`)}
      </fieldset>
      <div class="foot">
        <button type="button" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
        <button class="primary">Create</button>
      </div>
    </form>`;
  }

  #row(hook) {
    return html`<tr>
      <td class="wide"><a class="main" href=${link(`/webhooks/${hook.id}`)}>${hook.url}</a><span class="sub">${hook.description}</span></td>
      <td>${hook.events.length ? hook.events.map((name) => html`<code>${name}</code> `) : 'All'}</td>
      <td>${this.#state(hook)}</td>
    </tr>`;
  }

  #table() {
    if (!this.hooks) return this.problem ? nothing : loading();
    if (this.hooks.length === 0) return empty('webhooks', 'No webhook yet', 'A webhook tells your systems when a call begins or ends, and what its outcome is.');
    return table('Webhooks', ['Receiver', 'Events', 'State'], this.hooks.map((hook) => this.#row(hook)));
  }

  render() {
    return html`<div class="page-head">
        <h1 class="grow">Webhooks</h1>
        ${session.canChange ? html`<button class="primary" @click=${() => this.querySelector('dialog').showModal()}>${icon('plus')}New webhook</button>` : nothing}
      </div>
      ${problem(this.problem)} ${this.#table()}
      <dialog aria-labelledby="hook-title">${this.#form()}</dialog>`;
  }
}

customElements.define('vb-webhooks', Webhooks);
