/** A session ends this long after it began, whatever happens, ms. */
export const SESSION_LIFE_MS = 7 * 86_400_000;
/** Longest time that owners can let a session live without anybody using it, ms. */
export const SESSION_MAX_IDLE_MS = 24 * 3_600_000;
/** The time of the last call is written down at most this often, ms. */
export const SESSION_SEEN_MS = 60_000;
/** The row of a session that has ended is kept this long, ms. */
export const SESSION_KEPT_MS = 30 * 86_400_000;
/** An invitation is worth nothing after this, ms. */
export const INVITATION_LIFE_MS = 7 * 86_400_000;
/** A one-time code for a new password is worth nothing after this, ms. */
export const RESET_LIFE_MS = 24 * 3_600_000;
