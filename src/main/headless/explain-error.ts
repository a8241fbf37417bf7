const PATH_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not do that',
  EPERM: 'this user may not do that',
  EROFS: 'it is on a disk that may only be read',
  ENOSPC: 'the disk is full',
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/** Fields of calls by the options that fill them. An id is told by what is wrong with it. */
const OPTIONS: Readonly<Record<string, string>> = {
  allowedAddresses: '--allow',
  expiresInSeconds: '--expires',
  overlapSeconds: '--overlap',
  groupBy: '--by',
  by: '--group-by',
  values: '--values',
};

/** A message about a field of a call, in the words of who typed a command. */
function aboutOption(message: string): string {
  const [begin, field = ''] = /^([a-z]\w*)(?:\.\d+)*: /i.exec(message) ?? [''];
  if (/^\w+Ids?$/.test(field)) return message.slice(begin.length);
  const option = Object.hasOwn(OPTIONS, field) ? OPTIONS[field] : undefined;
  return option === undefined ? message : `${option}: ${message.slice(begin.length)}`;
}

/**
 * What the command says of an error: ours say what to do already; those of the system about a path, and those of a
 * connection that broke, get the words for it.
 */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const reason = PATH_REASONS[codeOf(error) ?? ''];
  if (reason !== undefined && 'path' in error) {
    return `"${String(error.path)}" cannot be opened: ${reason}.`;
  }
  if (reason !== undefined && 'syscall' in error && error.syscall === 'write') {
    return `Not all could be written: ${reason}.`;
  }
  // What Node says when a request gets no answer; the cause knows more.
  if (error instanceof TypeError && /^(?:fetch failed|terminated)$/.test(error.message)) {
    const code = codeOf(error.cause);
    return `The collector ended or cannot be reached any more${code ? ` (${code})` : ''}. Start the command again; "spanward doctor" tells whether the data is whole.`;
  }
  return codeOf(error) === 'invalid' ? aboutOption(error.message) : error.message;
}
