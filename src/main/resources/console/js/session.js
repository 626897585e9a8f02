/** Who is signed in. The key is kept in this tab's sessionStorage: never in a URL, a cookie, or on the disk. */
const KEY = 'voice-bridge.key';

class Session extends EventTarget {
  me = null;
  reason = '';

  get key() {
    return sessionStorage.getItem(KEY) ?? '';
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
    this.me = null;
    this.reason = reason;
    this.dispatchEvent(new Event('change'));
  }
}

export const session = new Session();
