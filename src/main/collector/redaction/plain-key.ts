/** `http.request.header.X-Api-Key`, `apiKey`, `user[phone]` in words parted by underscores, lower case. */
export function plainKey(key: string): string {
  return key
    .slice(-128)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .toLowerCase();
}

/** `ssh_password`, `SSH_PASSWORD`: words joined as names of keys, variables and constants are, and values seldom. */
export const isJoinedName = (text: string): boolean =>
  /^(?:[a-z]+(?:_[a-z]+)+|[A-Z]+(?:_[A-Z]+)+)$/.test(text);
