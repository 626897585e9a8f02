import {html, nothing} from 'lit';
import {api} from './api.js';
import {Element} from './element.js';
import {icon} from './icons.js';
import {navigation} from './parts/navigation.js';
import './parts/copy.js';
import {comeBack, signOut} from './parts/provider.js';
import './parts/signin.js';
import {followLinks, here, link, query} from './router.js';
import {session} from './session.js';
import {choose, chosen} from './theme.js';

const THEMES = {auto: 'As this machine', light: 'Light', dark: 'Dark'};

/** The frame: who is signed in, where one can go, and the page that the address names. */
class App extends Element {
  static properties = {ready: {state: true}, open: {state: true}, live: {state: true}, place: {state: true}};

  #page = null;

  connectedCallback() {
    super.connectedCallback();
    followLinks();
    window.addEventListener('moved', () => this.#show());
    session.addEventListener('change', () => this.#show());
    this.#resume();
  }

  /** A tab that is loaded again still has its key, or its session. */
  async #resume() {
    comeBack();
    if ((session.key || session.maybe) && here().tag !== 'vb-pop') {
      try {
        session.me = await api.get('/me');
      } catch (failure) {
        session.end(session.reason || failure.message);
      }
    }
    this.ready = true;
    this.#show();
    this.every(5000, () => this.#count());
  }

  async #count() {
    if (!session.me) return;
    try {
      this.live = (await api.get('/conversations', {status: 'live', limit: 100}, {signal: this.signal})).items.length;
    } catch {
      // the page that is open says what is wrong
    }
  }

  /** A page that a link opens shows one conversation to somebody who has no key. */
  get #linked() {
    return this.place?.tag === 'vb-pop';
  }

  async #show() {
    this.place = here();
    this.open = false;
    if (!session.me && !this.#linked) {
      this.#page = null;
      document.title = 'Sign in · Voice Bridge';
      this.requestUpdate();
      return;
    }
    document.title = `${this.place.title} · Voice Bridge`;
    const {tag, file, params} = this.place;
    await import(`./pages/${file}.js`);
    if (this.place.tag !== tag) return;
    const same = this.#page?.localName === tag && JSON.stringify(this.#page.params) === JSON.stringify(params);
    if (!same) this.#page = Object.assign(document.createElement(tag), {params});
    this.#page.query = query();
    this.requestUpdate();
  }

  render() {
    if (!this.ready) return nothing;
    if (this.#linked) return html`<main id="main">${this.#page}</main>`;
    if (!session.me) return html`<vb-sign-in></vb-sign-in>`;
    return html`<a class="skip" href="#main">Skip to the page</a>
      <div class="frame ${this.open ? 'open' : ''}" @keydown=${(event) => event.key === 'Escape' && (this.open = false)}>
        <header class="topbar">
          <button class="plain" aria-expanded=${!!this.open} aria-controls="side" @click=${() => (this.open = !this.open)}>
            ${icon('menu')}<span class="visually-hidden">Menu</span>
          </button>
          <strong>${this.place.title}</strong>
        </header>
        ${this.open ? html`<button class="scrim" aria-label="Close the menu" @click=${() => (this.open = false)}></button>` : nothing}
        ${this.#side()}
        <main id="main" tabindex="-1">${this.#page}</main>
      </div>`;
  }

  #side() {
    return html`<div class="side" id="side">
      <a class="brand" href=${link('/')}>
        <img src="/console/css/icon.svg" alt="">
        <span><strong>Voice Bridge</strong><span>${session.me.tenant.name}</span></span>
      </a>
      <nav aria-label="Console">${navigation(this.place.path, this.live)}</nav>
      <footer>
        <label class="visually-hidden" for="theme">Colours</label>
        <select id="theme" @change=${(event) => choose(event.target.value)}>
          ${Object.entries(THEMES).map(([name, text]) => html`<option value=${name} ?selected=${name === chosen()}>${text}</option>`)}
        </select>
        <button @click=${() => signOut()}>Sign out</button>
        <p class="who">${session.canChange ? 'May change' : 'May read'} · version ${session.me.version}</p>
      </footer>
    </div>`;
  }
}

customElements.define('vb-app', App);
