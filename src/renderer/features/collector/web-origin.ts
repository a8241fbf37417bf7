/** The origin (`https://app.example.com`) in what a person typed, or null when it is none. */
export function webOrigin(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return null;
  }
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  const isBare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  return isWeb && isBare ? url.origin : null;
}
