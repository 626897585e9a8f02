import {html} from 'lit';
import {link} from '../router.js';
import {badge} from './show.js';

const SOURCES = {registered: 'registered before the call', agent: 'set by the agent'};

const unused = (call) =>
  call.agent_id ? html`<a href=${link(`/agents/${call.agent_id}`)} title="No prompt refers to it">Unused</a>` : badge('Unused');

/**
 * The dynamic variables (S26, S29): those that the prompt refers to, and what came besides. Without the agent's id nothing
 * leads to the agent.
 */
export function variables(items, call) {
  if (items.length === 0) {
    return html`<p class="quiet">
      None came. In Five9, check Send Data to 3rd Party, the chosen KVList, and that each key starts with <code>X-</code>.
    </p>`;
  }
  return html`<table>
    <caption class="visually-hidden">Dynamic variables</caption>
    <thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">Prompt</th></tr></thead>
    <tbody>
      ${items.map(
        (each) => html`<tr>
          <td><code>${each.name}</code><span class="sub">${each.header || (SOURCES[each.source] ?? each.source)}</span></td>
          <td>${each.value}</td>
          <td>${each.used ? badge('Used', 'good') : unused(call)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
