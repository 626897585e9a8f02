import {html, nothing} from 'lit';
import {api} from '../api.js';
import {Element} from '../element.js';
import {LOGO} from '../icons.js';
import {session} from '../session.js';
import {leave} from './provider.js';
import {problem} from './show.js';

/** Asks for a key, and whether it is good; where there is a provider, leads to it first. */
class SignIn extends Element {
  static properties = {openid: {state: true}, problem: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#ways();
  }

  async #ways() {
    this.openid = (await api.get('/sign-in').catch(() => null))?.openid;
  }

  async #enter(event) {
    event.preventDefault();
    const key = new FormData(event.target).get('key').trim();
    await this.attempt(async () => session.begin(key, await api.get('/me', {}, {key})));
    if (this.problem) this.querySelector('input').focus();
  }

  #why() {
    if (this.problem?.code === 'scope') {
      return {message: 'This key is for scripts. The console needs one of scope read or admin.'};
    }
    if (this.problem?.status === 401) {
      return {message: 'This key opens nothing: it is unknown, expired, or not copied whole.'};
    }
    return this.problem ?? (session.reason ? {message: session.reason} : null);
  }

  #provider() {
    return this.openid
      ? html`<a class="button primary" target="_self" href=${this.openid.url} @click=${leave}>Sign in with ${this.openid.name}</a>
          <p class="or quiet"><span>or</span></p>`
      : nothing;
  }

  render() {
    return html`<main class="signin">
      <form @submit=${(event) => this.#enter(event)}>
        <img src=${LOGO} alt="">
        <div>
          <h1>Voice Bridge</h1>
          <p class="quiet">Sign in with an API key of scope admin, or of scope read to look only.</p>
        </div>
        ${problem(this.#why())} ${this.#provider()}
        <label>
          API key
          <input name="key" type="password" required autocomplete="off" spellcheck="false" ?autofocus=${!this.openid}>
          <span class="hint">It stays in this tab, and is forgotten when you close it.</span>
        </label>
        <button class=${this.openid ? '' : 'primary'} ?disabled=${this.busy}>Sign in</button>
      </form>
    </main>`;
  }
}

customElements.define('vb-sign-in', SignIn);
