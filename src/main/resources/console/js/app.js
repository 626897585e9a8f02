import {html, nothing} from 'lit';
import {api} from './api.js';
import {Element} from './element.js';
import {icon, LOGO} from './icons.js';
import {navigation} from './parts/navigation.js';
import './parts/copy.js';
import {comeBack, signOut} from './parts/provider.js';
import {problem} from './parts/show.js';
import './parts/signin.js';
import {followLinks, here, link, PAGES, query} from './router.js';
import {session} from './session.js';
import {choose, chosen} from './theme.js';

const RETRY_MS = 5000;

const THEMES = {auto: 'As this machine', light: 'Light', dark: 'Dark'};

const fetched = (file) => import(`./pages/${file}.js`);

const idle = (step) => (window.requestIdleCallback ? requestIdleCallback(step) : setTimeout(step, 200));

/** While there is nothing else to do, the other pages are fetched, so that nobody waits for one that is opened. */
function fetchPages([file, ...rest] = PAGES) {
  if (file) idle(() => fetched(file).catch(() => {}).then(() => fetchPages(rest)));
}

/** The frame: who is signed in, where one can go, and the page that the address names. */
class App extends Element {
  static properties = {ready: {state: true}, open: {state: true}, live: {state: true}, place: {state: true}, problem: {state: true}, lost: {state: true}};

  #page = null;

  connectedCallback() {
    super.connectedCallback();
    followLinks();
    window.addEventListener('moved', () => this.#show());
    session.addEventListener('change', () => this.#show());
    this.#resume();
  }

  /** A tab that is loaded again still has its key, or its session; a bridge that does not answer takes neither away. */
  async #resume() {
    comeBack();
    fetched(here().file).catch(() => {});
    if ((session.key || session.maybe) && here().tag !== 'vb-pop') {
      session.me = await this.attempt(() => api.get('/me'));
      if (this.problem?.passes) {
        setTimeout(() => this.#resume(), RETRY_MS);
        return;
      }
      if (this.problem) session.end(session.reason || this.problem.message);
    }
    this.ready = true;
    await this.#show();
    fetchPages();
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
    this.lost = await fetched(file).then(() => false, () => true);
    if (this.place.tag !== tag) return;
    const same = this.#page?.localName === tag && JSON.stringify(this.#page.params) === JSON.stringify(params);
    const other = this.#page && !same;
    if (!same) this.#page = Object.assign(document.createElement(tag), {params});
    this.#page.query = query();
    this.requestUpdate();
    if (other) await this.#arrive();
  }

  /** Who uses the keyboard, or hears the page, is at its beginning; a dialog that it has opened keeps the focus. */
  async #arrive() {
    await this.updateComplete;
    if (!this.querySelector('dialog[open]')) this.querySelector('#main')?.focus({preventScroll: true});
  }

  #main() {
    return this.lost
      ? html`${problem({message: 'This page did not come from the bridge: it does not answer, or has been renewed.'})}
          <p><button class="primary" @click=${() => location.reload()}>Load again</button></p>`
      : this.#page;
  }

  render() {
    if (!this.ready) return this.problem ? html`<main class="signin"><div>${problem(this.problem)}<p class="quiet">Trying again…</p></div></main>` : nothing;
    if (this.#linked) return html`<main id="main">${this.#main()}</main>`;
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
        <main id="main" tabindex="-1">${this.#main()}</main>
      </div>`;
  }

  #side() {
    return html`<div class="side" id="side">
      <a class="brand" href=${link('/')}>
        <img src=${LOGO} alt="">
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
