/**
 * Who is signed in: with a key, which is kept in this tab's sessionStorage and never in a URL or on the disk; or at an
 * OpenID provider, with a cookie that no script can read, so that only the fact is noted here.
 */
const KEY = 'voice-bridge.key';
const SIGNED_IN = 'voice-bridge.signed-in';

class Session extends EventTarget {
  me = null;
  reason = '';

  get key() {
    return sessionStorage.getItem(KEY) ?? '';
  }

  /** Whether there may be a session that was begun at a provider. */
  get maybe() {
    return !this.key && localStorage.getItem(SIGNED_IN) !== null;
  }

  /** The provider has let somebody in. */
  signedIn() {
    sessionStorage.removeItem(KEY);
    localStorage.setItem(SIGNED_IN, '');
  }

  /** Whether the key may change things; one that may only read sees no buttons that would be refused. */
  get canChange() {
    return this.has('admin');
  }

  has(scope) {
    const scopes = this.me?.scopes ?? [];
    return scopes.includes(scope) || scopes.includes('operator');
  }

  begin(key, me) {
    sessionStorage.setItem(KEY, key);
    this.me = me;
    this.reason = '';
    this.dispatchEvent(new Event('change'));
  }

  end(reason = '') {
    sessionStorage.removeItem(KEY);
    localStorage.removeItem(SIGNED_IN);
    this.me = null;
    this.reason = reason;
    this.dispatchEvent(new Event('change'));
  }
}

export const session = new Session();
