import {session} from './session.js';

const BASE = '/api/v1';

/** What the API answers when it does not do what was asked: a problem document (RFC 9457). */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The bridge answered ${status}`);
    this.status = status;
    this.code = body.code ?? '';
    this.errors = body.errors ?? [];
    this.trace = body.trace_id ?? '';
  }

  /** Whether the same question may well be answered a little later. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

function url(path, query = {}) {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return BASE + path + (set.length ? `?${new URLSearchParams(set)}` : '');
}

/** Without a key the browser adds the cookie of a session, which counts only beside a header that is ours. */
function credentials(key, link) {
  if (link !== undefined) return {Authorization: `Bearer ${link}`};
  return key ? {'X-API-Key': key} : {'X-Voice-Bridge-Console': '1'};
}

async function send(method, path, {query, body, type = 'application/json', headers = {}, signal, key, link} = {}) {
  const credential = credentials(key ?? session.key, link);
  const request = {method, signal, cache: 'no-store', headers: {...credential, ...headers}};
  if (body !== undefined) {
    request.headers['Content-Type'] = type;
    request.body = type === 'application/json' ? JSON.stringify(body) : body;
  }
  let answer;
  try {
    answer = await fetch(url(path, query), request);
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem(0, {detail: 'The bridge does not answer. Is it running, and can this browser reach it?'});
  }
  if (!answer.ok) {
    const problem = new Problem(answer.status, await answer.json().catch(() => ({})));
    if (answer.status === 401 && key === undefined && link === undefined) session.end('The key, or the session, is no longer good. Sign in again.');
    throw problem;
  }
  return answer;
}

const parsed = async (answer) => (answer.status === 204 ? null : answer.json());

/** A client of /api/v1. Paths begin after that. */
export const api = {
  get: async (path, query, options) => parsed(await send('GET', path, {...options, query})),
  post: async (path, body, options) => parsed(await send('POST', path, {...options, body})),
  delete: async (path) => parsed(await send('DELETE', path)),

  /** What is there, with the ETag that a change of it has to name. */
  async read(path, options) {
    const answer = await send('GET', path, options);
    return {etag: answer.headers.get('ETag'), value: await answer.json()};
  },

  async change(method, path, body, etag) {
    const answer = await send(method, path, {body, headers: {'If-Match': etag}});
    return {etag: answer.headers.get('ETag'), value: await answer.json()};
  },

  text: async (path, query) => (await send('GET', path, {query})).text(),
  bytes: async (path, options) => (await send('GET', path, options)).arrayBuffer(),

  /** All items of a list that is short by nature, such as the agents of a tenant. */
  async all(path, query, options) {
    const items = [];
    let cursor;
    do {
      const page = await api.get(path, {...query, limit: 200, cursor}, options);
      items.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor && items.length < 2000);
    return items;
  },

  /** Lets the browser keep a file that needs the key. */
  async download(path, name, query) {
    const blob = await (await send('GET', path, {query})).blob();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  },
};
