/** Ending of a data file that is being written; whatever has it at a start is left over. */
export const STAGED_SUFFIX = '.rewrite';
/** Ending of a data file that was put aside to be removed. */
export const GONE_SUFFIX = '.gone';
