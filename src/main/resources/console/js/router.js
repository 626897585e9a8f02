/** Which page a path is. Pages are fetched when they are first opened. */
const BASE = '/console';

const ROUTES = [
  ['/', 'vb-overview', 'overview', 'Overview'],
  ['/live', 'vb-live', 'live', 'Live calls'],
  ['/conversations', 'vb-conversations', 'conversations', 'Conversations'],
  ['/conversations/:id', 'vb-conversation', 'conversation', 'Conversation'],
  ['/pop', 'vb-pop', 'pop', 'Conversation'],
  ['/rejected', 'vb-rejected', 'rejected', 'Rejected calls'],
  ['/numbers', 'vb-numbers', 'numbers', 'Phone numbers'],
  ['/numbers/:id', 'vb-number', 'number', 'Phone number'],
  ['/agents', 'vb-agents', 'agents', 'Agents'],
  ['/agents/:id', 'vb-agent', 'agent', 'Agent'],
  ['/trunks', 'vb-trunks', 'trunks', 'Trunks'],
  ['/trunks/:id', 'vb-trunk', 'trunk', 'Trunk'],
  ['/doctor', 'vb-doctor', 'doctor', 'Doctor'],
  ['/webhooks', 'vb-webhooks', 'webhooks', 'Webhooks'],
  ['/webhooks/:id', 'vb-webhook', 'webhook', 'Webhook'],
  ['/keys', 'vb-keys', 'keys', 'Keys'],
  ['/audit', 'vb-audit', 'audit', 'Audit'],
  ['/configuration', 'vb-configuration', 'configuration', 'Configuration'],
].map(([path, tag, file, title]) => ({
  pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
  tag,
  file,
  title,
}));

/** The modules of all pages. */
export const PAGES = [...new Set(ROUTES.map((route) => route.file))];

export const link = (path) => BASE + path;

/** The page at the address that the browser shows. */
export function here() {
  const path = location.pathname.slice(BASE.length).replace(/\/$/, '') || '/';
  for (const route of ROUTES) {
    const found = route.pattern.exec(path);
    if (found) return {...route, path, params: {...found.groups}};
  }
  return {tag: 'vb-nowhere', file: 'nowhere', title: 'Not found', path, params: {}};
}

/** The filters that stand in the address. */
export const query = () => Object.fromEntries(new URLSearchParams(location.search));

function moved() {
  window.dispatchEvent(new Event('moved'));
}

export function go(path) {
  history.pushState(null, '', link(path));
  moved();
}

/** Puts filters into the address; those that are empty leave it. */
export function refine(filters, {push = false} = {}) {
  const set = new URLSearchParams(Object.entries({...query(), ...filters}).filter(([, value]) => value));
  const address = location.pathname + (set.size ? `?${set}` : '');
  history[push ? 'pushState' : 'replaceState'](null, '', address);
  moved();
}

/** Follows links within the console without asking the server for the document again. */
export function followLinks() {
  window.addEventListener('popstate', moved);
  document.addEventListener('click', (event) => {
    const anchor = event.target.closest?.('a[href]');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.defaultPrevented;
    if (!anchor || !plain || anchor.target || anchor.download || anchor.origin !== location.origin) return;
    if (anchor.hash || !`${anchor.pathname}/`.startsWith(`${BASE}/`)) return;
    event.preventDefault();
    history.pushState(null, '', anchor.href);
    moved();
    window.scrollTo(0, 0);
  });
}
