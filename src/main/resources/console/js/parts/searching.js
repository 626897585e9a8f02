import {Listing} from './listing.js';

/** So many parts of the calls are looked at without anybody asking for more. */
const MOST_PARTS = 100;

/**
 * A list that can be searched. The API looks at a part of the calls and says where to go on: so the list goes on by itself until
 * a page is full, and shows at once what each part has.
 */
export class Searching extends Listing {
  static properties = {searching: {state: true}};

  async load() {
    const asked = this.query;
    this.searching = Boolean(asked.q);
    if (!this.searching) {
      await super.load();
      return;
    }
    let parts = 0;
    let found = [];
    let cursor = asked.cursor;
    do {
      const part = await this.attempt(() => this.ask({...asked, cursor}));
      if (asked !== this.query || !this.isConnected) return;
      if (!part) break;
      found = [...found, ...part.items];
      cursor = part.next_cursor;
      parts++;
      this.page = {items: found, next_cursor: cursor};
    } while (cursor && found.length < this.lines && parts < MOST_PARTS);
    this.searching = false;
  }

  /** What came since is put before what was found; a search that goes on is left alone. */
  async again() {
    const asked = this.query;
    if (!asked.q) {
      await super.again();
      return;
    }
    if (this.searching || !this.page) return;
    const newest = await this.attempt(() => this.ask(asked));
    if (!newest || asked !== this.query) return;
    const renewed = new Set(newest.items.map((each) => each.id));
    this.page = {...this.page, items: [...newest.items, ...this.page.items.filter((each) => !renewed.has(each.id))]};
  }
}
