/** Light, dark, or as the machine has it. The choice is of this browser, and no secret. */
const KEY = 'voice-bridge.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

export const chosen = () => localStorage.getItem(KEY) ?? 'auto';

function apply() {
  const theme = chosen() === 'auto' ? (dark.matches ? 'dark' : 'light') : chosen();
  document.documentElement.dataset.theme = theme;
}

export function choose(theme) {
  localStorage.setItem(KEY, theme);
  apply();
}

dark.addEventListener('change', apply);
apply();
