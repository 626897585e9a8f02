import {api} from '../api.js';
import {session} from '../session.js';

const RETURN = 'voice-bridge.return';

const REFUSED = {
  denied: 'The provider has not let you in.',
  unasked: 'That took too long, or began in another window. Try again.',
  provider: 'The provider does not answer as it should. Try again, or ask who runs this bridge.',
  token: 'The provider’s answer is not good. Ask who runs this bridge.',
  role: 'You are known to the provider, and have no role here. Ask an administrator for one.',
  tenant: 'The provider does not say which organisation of this bridge you are of.',
};

/** Notes where somebody wants to be after the provider has let them in. */
export const leave = () => sessionStorage.setItem(RETURN, location.pathname + location.search);

/** After the provider has sent somebody back: how it went, and where they wanted to be. */
export function comeBack() {
  const went = new URLSearchParams(location.search).get('signed-in');
  if (went === null) return;
  const place = sessionStorage.getItem(RETURN) ?? '/console/';
  sessionStorage.removeItem(RETURN);
  history.replaceState(null, '', place.startsWith('/console/') ? place : '/console/');
  if (went === 'yes') session.signedIn();
  else session.reason = REFUSED[went] ?? REFUSED.provider;
}

/** Ends a session here, and at the provider if it wants that; a key is only forgotten. */
export async function signOut() {
  const ended = session.maybe ? await api.delete('/session').catch(() => null) : null;
  session.end();
  sessionStorage.clear();
  if (ended?.provider_url) location.assign(ended.provider_url);
}
