import {Element} from '../element.js';

/** A page with one page of a long list, whose filters and cursor stand in the address. */
export class Listing extends Element {
  static properties = {params: {}, query: {}, page: {state: true}, problem: {state: true}, busy: {state: true}};

  updated(changed) {
    if (changed.has('query')) this.load();
  }

  /** Asks for the page of a query; to be written by each list. */
  ask() {
    throw new Error(`${this.localName} asks for nothing`);
  }

  /** An answer to a question that nobody asks any more is left alone. */
  async load() {
    const asked = this.query;
    const page = await this.attempt(() => this.ask(asked));
    if (page && asked === this.query) this.page = page;
  }

  /** The newest page is asked for again and again. */
  renew(milliseconds) {
    this.every(milliseconds, () => !this.query.cursor && this.again());
  }

  again() {
    return this.load();
  }
}
