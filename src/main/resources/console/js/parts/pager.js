import {html, nothing} from 'lit';
import {query} from '../router.js';

/**
 * Links to the older page and back to the newest; the cursor stands in the address, so the browser's Back works. A page
 * of a search may be short and have older ones all the same.
 */
export function pager(page, older = 'Older') {
  const address = (cursor) => {
    const filters = {...query(), cursor};
    const set = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
    return location.pathname + (set.size ? `?${set}` : '');
  };
  const cursor = query().cursor;
  if (!cursor && !page.next_cursor) return nothing;
  return html`<nav class="pager" aria-label="Pages">
    ${cursor ? html`<a class="button" href=${address('')}>Newest</a>` : html`<span></span>`}
    ${page.next_cursor ? html`<a class="button" rel="next" href=${address(page.next_cursor)}>${older}</a>` : nothing}
  </nav>`;
}
