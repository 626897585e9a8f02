import {html, nothing} from 'lit';
import {icon} from '../icons.js';
import {link} from '../router.js';
import {session} from '../session.js';

const GROUPS = [
  ['Calls', [['/', 'overview', 'Overview'], ['/live', 'live', 'Live'], ['/conversations', 'conversations', 'Conversations'], ['/rejected', 'rejected', 'Rejected calls']]],
  ['Set-up', [['/numbers', 'numbers', 'Phone numbers'], ['/agents', 'agents', 'Agents'], ['/trunks', 'trunks', 'Trunks'], ['/doctor', 'doctor', 'Doctor', 'admin']]],
  ['Administration', [['/webhooks', 'webhooks', 'Webhooks', 'admin'], ['/keys', 'keys', 'Keys', 'admin'], ['/audit', 'audit', 'Audit', 'admin'], ['/configuration', 'configuration', 'Configuration', 'admin']]],
];

const isHere = (path, current) => current === path || (path !== '/' && current.startsWith(`${path}/`));

/** What the key may see, by subject. */
export function navigation(current, live) {
  return GROUPS.map(([title, all]) => {
    const items = all.filter(([, , , scope]) => !scope || session.has(scope));
    return items.length === 0
      ? nothing
      : html`<h2 id="nav-${title}">${title}</h2>
          <ul aria-labelledby="nav-${title}">
            ${items.map(
              ([path, name, label]) => html`<li>
                <a href=${link(path)} aria-current=${isHere(path, current) ? 'page' : nothing}>
                  ${icon(name)}${label}
                  ${name === 'live' && live ? html`<span class="count">${live}<span class="visually-hidden"> calls up</span></span>` : nothing}
                </a>
              </li>`,
            )}
          </ul>`;
  });
}
