import { openDayFileForWriting } from '../../../src/main/collector/store/day-file.ts';

/** Creates the day files named on the command line, one after the other. */
for (const path of process.argv.slice(2)) openDayFileForWriting(path, {}).close();
