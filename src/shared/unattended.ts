/** Header of requests that a page makes while nobody is using it; such requests do not keep a session alive. */
export const UNATTENDED_HEADER = 'x-spanward-unattended';

/** Nobody uses a page after this long without a key, a click or a turn of the wheel, ms. */
export const UNATTENDED_MS = 60_000;
