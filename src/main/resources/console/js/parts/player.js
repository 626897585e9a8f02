import {html, nothing, svg} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {length} from '../format.js';
import {icon} from '../icons.js';
import {problem} from './show.js';
import {peaks} from './wav.js';

const PARTS = 600;
const AT_ONCE_MS = 10 * 60_000;

/** Plays a recording, and shows when each side spoke. Tells where it is by the event moved-to. */
class Player extends Element {
  static properties = {call: {}, src: {state: true}, sides: {state: true}, at: {state: true}, playing: {state: true}, problem: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.at = 0;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    URL.revokeObjectURL(this.src);
    this.src = undefined;
  }

  updated(changed) {
    if (changed.has('call') && this.#recorded && !this.src && !this.busy && !this.problem && this.call.recording_ms <= AT_ONCE_MS) this.#load();
  }

  get #recorded() {
    return ['complete', 'truncated'].includes(this.call.recording_state) && this.call.recording_ms > 0;
  }

  async #load() {
    await this.attempt(async () => {
      const bytes = await api.bytes(`/conversations/${this.call.id}/recording`, {signal: this.signal});
      this.sides = peaks(bytes, PARTS);
      this.src = URL.createObjectURL(new Blob([bytes], {type: 'audio/wav'}));
    });
  }

  async #keep() {
    await this.attempt(() => api.download(`/conversations/${this.call.id}/recording`, `${this.call.id}.wav`));
  }

  get #audio() {
    return this.querySelector('audio');
  }

  /** Plays from this moment of the call on. */
  async hear(ms) {
    if (!this.src && this.#recorded) await this.#load();
    await this.updateComplete;
    if (!this.#audio) return;
    this.#seek(ms);
    await this.#audio.play().catch(() => {});
  }

  #seek(ms) {
    this.#audio.currentTime = ms / 1000;
    this.#moved(ms);
  }

  #moved(ms) {
    this.at = ms;
    this.dispatchEvent(new CustomEvent('moved-to', {detail: ms}));
  }

  #wave(levels, side, top) {
    const path = levels.map((level, i) => `M${i} ${top - Math.max(0.5, level * 26)}v${Math.max(1, level * 52)}`).join('');
    return svg`<path class=${side} d=${path}></path>`;
  }

  #waves() {
    const x = (this.at / this.call.recording_ms) * PARTS;
    return html`<svg
      class="waves" viewBox="0 0 ${PARTS} 112" preserveAspectRatio="none" aria-hidden="true"
      @click=${(event) => this.#seek((event.offsetX / event.currentTarget.clientWidth) * this.call.recording_ms)}>
      ${this.#wave(this.sides[0] ?? [], 'caller', 28)} ${this.#wave(this.sides[1] ?? [], 'agent', 84)}
      <line x1=${x} x2=${x} y1="0" y2="112"></line>
    </svg>`;
  }

  #controls() {
    const total = this.call.recording_ms;
    return html`<div class="controls">
      <button class="primary" @click=${() => (this.playing ? this.#audio.pause() : this.#audio.play())}>
        ${icon(this.playing ? 'pause' : 'play')}${this.playing ? 'Pause' : 'Play'}
      </button>
      <input
        type="range" min="0" max=${total} step="100" .value=${String(this.at)} aria-label="Position"
        aria-valuetext="${length(this.at / 1000)} of ${length(total / 1000)}" @input=${(event) => this.#seek(+event.target.value)}>
      <span class="num nowrap">${length(this.at / 1000)} / ${length(total / 1000)}</span>
      <button class="plain" @click=${() => this.#keep()}>
        ${icon('down')}<span class="visually-hidden">Download the recording</span>
      </button>
    </div>`;
  }

  render() {
    if (this.call.recording_state === 'writing') return html`<p class="quiet">The recording is there when the call is over.</p>`;
    if (!this.#recorded) return html`<p class="quiet">This call has no recording.</p>`;
    if (!this.src) {
      return html`${problem(this.problem)}<div class="row">
        <button ?disabled=${this.busy} @click=${() => this.#load()}>${icon('play')}Load the recording</button>
        <span class="quiet">${length(this.call.recording_ms / 1000)}, ${Math.ceil((this.call.recording_ms * 32) / 1e6)} MB</span>
      </div>`;
    }
    return html`${problem(this.problem)} ${this.#waves()}
      <audio
        src=${this.src} @timeupdate=${(event) => this.#moved(event.target.currentTime * 1000)}
        @play=${() => (this.playing = true)} @pause=${() => (this.playing = false)}></audio>
      ${this.#controls()}
      ${this.call.recording_state === 'truncated' ? html`<p class="small quiet">The end is missing: the disk was full or too slow.</p>` : nothing}`;
  }
}

customElements.define('vb-player', Player);
