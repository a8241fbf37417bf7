// Runs before the first paint, as a file of its own because the content security policy allows no
// inline script. The key and the values are those of `app/theme.ts`.
(() => {
  let stored = null;
  try {
    stored = localStorage.getItem('spanward.theme');
  } catch {
    // Storage is blocked: the system's choice holds.
  }
  const wanted = window.spanward?.initialTheme ?? stored?.replaceAll('"', '');
  const chosen = wanted === 'dark' || wanted === 'light' ? wanted : null;
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset.theme = chosen ?? system;
})();
