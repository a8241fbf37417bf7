/** Ending of a data file that is being written; whatever has it at a start is left over. */
export const STAGED_SUFFIX = '.rewrite';
/** Ending of a data file that is being packed: kept at a start, and gone on with, while its day is the same. */
export const PACKING_SUFFIX = '.packing';
/** Ending of a data file that was put aside to be removed. */
export const GONE_SUFFIX = '.gone';
