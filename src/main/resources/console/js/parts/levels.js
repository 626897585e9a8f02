import {html, nothing} from 'lit';
import {Element} from '../element.js';

/** Quieter than this nobody speaks. */
const QUIET = -60;

/** How loud both sides of one call are. */
class Levels extends Element {
  static properties = {of: {}, level: {state: true}};

  show(all) {
    this.level = all.find((each) => each.id === this.of);
  }

  #meter(name, role, dbfs) {
    return html`<label class="level ${role}">
      <span>${name}</span>
      <meter min=${QUIET} max="0" value=${Math.max(QUIET, dbfs)}>${dbfs} dBFS</meter>
    </label>`;
  }

  render() {
    if (!this.level) return nothing;
    return html`${this.#meter('Caller', 'caller', this.level.caller_dbfs)} ${this.#meter('Agent', 'agent', this.level.agent_dbfs)}`;
  }
}

customElements.define('vb-levels', Levels);
