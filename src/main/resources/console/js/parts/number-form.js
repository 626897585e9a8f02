import {html, nothing} from 'lit';

/** The tab Connect via SIP Trunking of the guide (S13 to S16): number, Terminal URI, and the trunk's password if it has one. */
export function trunkFields(number, {fresh, sipUri}) {
  return html`
    ${fresh
      ? html`<label>
          Phone number
          <input name="number" required .value=${number.number ?? ''} placeholder="+13453453453" autocomplete="off" maxlength="64">
          <span class="hint">The number that Five9 transfers to. Pseudo numbers and extensions go, too.</span>
        </label>`
      : nothing}
    <label>
      Name
      <input name="name" .value=${number.name ?? ''} placeholder="Solar West" maxlength="100" autocomplete="off">
    </label>
    <label>
      Terminal URI
      <input name="terminal_uri" .value=${number.terminal_uri ?? ''} placeholder="f111.dialmake.com" maxlength="255" autocomplete="off" spellcheck="false">
      <span class="hint">Your carrier’s or trunk’s termination host, for transfers out. Not this bridge (${sipUri}): that belongs into Five9.</span>
    </label>
    <div class="fields two">
      <label>
        SIP trunk user name
        <input name="trunk_username" .value=${number.trunk_username ?? ''} maxlength="100" autocomplete="off">
        <span class="hint">Only if the carrier asks for one.</span>
      </label>
      <label>
        SIP trunk password
        <input name="trunk_password" type="password" maxlength="200" autocomplete="new-password">
        <span class="hint">${number.trunk_password_set ? 'One is set. It is never shown; type to replace it.' : 'Never shown again.'}</span>
      </label>
    </div>
    <label>
      Variables of consent
      <input name="consent_variables" .value=${(number.consent_variables ?? []).join(', ')} placeholder="consent_text, consent_time" autocomplete="off" spellcheck="false">
      <span class="hint">Headers, without <code>X-</code>, that say what the lead has agreed to. They are shown as evidence of each call.</span>
    </label>
    <label>
      Sensitive variables
      <input name="sensitive_variables" .value=${(number.sensitive_variables ?? []).join(', ')} placeholder="ssn, account_pin" autocomplete="off" spellcheck="false">
      <span class="hint">The agent gets them; nothing else does. Their values are not written down anywhere.</span>
    </label>`;
}

export function agentField(agents, chosen) {
  return html`<label>
    AI agent
    <select name="agent_id">
      <option value="">None yet</option>
      ${agents.map(
        (agent) => html`<option value=${agent.id} ?selected=${agent.id === chosen}>
          ${agent.name}${agent.published_version ? '' : ' (not published)'}
        </option>`,
      )}
    </select>
    <span class="hint">Answers the calls to this number. It has to be published.</span>
  </label>`;
}

/** What was filled in; empty fields are left out, or cleared where a number is changed. */
export function filled(form, {fresh}) {
  const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  if (!values.trunk_password) delete values.trunk_password;
  if (!values.trunk_username) fresh ? delete values.trunk_username : (values.trunk_username = null);
  for (const names of ['consent_variables', 'sensitive_variables']) values[names] = values[names].split(/[\s,]+/).filter(Boolean);
  if (values.agent_id === '') values.agent_id = null;
  return values;
}
