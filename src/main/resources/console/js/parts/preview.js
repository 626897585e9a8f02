import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {badge, problem} from './show.js';

/** The draft with values in the place of its variables, and which are missing. */
class Preview extends Element {
  static properties = {agent: {}, samples: {}, shown: {state: true}, problem: {state: true}, busy: {state: true}};

  async #show(event) {
    event.preventDefault();
    const variables = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value !== ''));
    this.shown = await this.attempt(() => api.post(`/agents/${this.agent.id}/preview`, {variables}));
  }

  render() {
    const {variables} = this.agent;
    return html`<form class="panel pad stack" @submit=${(event) => this.#show(event)}>
      <div>
        <h2>Preview</h2>
        <p class="quiet small">The saved draft, as a call with these variables would have it. The values are those of the last call, where there was one.</p>
      </div>
      ${variables.length === 0 ? html`<p class="quiet">The draft refers to no variable. Write <code>{{first_name}}</code> where X-first_name is to stand.</p>` : nothing}
      <div class="fields two">
        ${variables.map((name) => html`<label><code>${name}</code><input name=${name} .value=${this.samples?.[name] ?? ''} autocomplete="off"></label>`)}
      </div>
      <button ?disabled=${this.busy}>Show</button>
      ${problem(this.problem)}
      ${this.shown
        ? html`${this.shown.missing.length ? html`<p>${badge('Missing', 'warn')} ${this.shown.missing.map((name) => html`<code>${name}</code> `)}</p>` : nothing}
            ${this.shown.prompt ? html`<h3>Prompt</h3><pre class="shown" tabindex="0">${this.shown.prompt}</pre>` : nothing}
            ${this.shown.dialogue ? html`<h3>Dialogue</h3><pre class="shown" tabindex="0">${this.shown.dialogue}</pre>` : nothing}`
        : nothing}
    </form>`;
  }
}

customElements.define('vb-preview', Preview);
