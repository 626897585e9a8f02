/** How times, lengths and words of the API are written for people. */
const TIME = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
const DAY = new Intl.DateTimeFormat(undefined, {weekday: 'short', day: 'numeric', month: 'short'});
const FULL = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23'});

export const time = (iso) => TIME.format(new Date(iso));
export const full = (iso) => (iso ? FULL.format(new Date(iso)) : '');
export const day = (iso) => {
  const date = new Date(iso);
  return date.toDateString() === new Date().toDateString() ? 'Today' : DAY.format(date);
};

/** 125 as 2:05. */
export function length(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** 1250 milliseconds as 1.3 s. */
export const span = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`);

/** 2023-04-05 as the beginning of that day here, or of the one after. */
export function instant(date, {after = 0} = {}) {
  if (!date) return '';
  const at = new Date(`${date}T00:00:00`);
  at.setDate(at.getDate() + after);
  return at.toISOString();
}

/** What answers a call: version 0 is the draft, in a rehearsal. */
export const version = (call) => (call.version ? `version ${call.version}` : 'draft');

export const words = (name) => name.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase());

/** +13035550101 as +1 303 555 0101; other numbers stay. */
export const number = (text) => text.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3');

export const OUTCOMES = ['qualified', 'not_qualified', 'callback', 'do_not_call', 'voicemail', 'no_input', 'failed'];

const TONES = {qualified: 'good', callback: 'info', failed: 'bad', do_not_call: 'warn', no_input: 'warn'};
export const tone = (outcome) => TONES[outcome] ?? '';

/** How a diagnosis is shown: empty while the call lasts. */
export const verdict = (diagnosis) => (!diagnosis ? '' : diagnosis.startsWith('As expected') ? 'good' : 'warn');
