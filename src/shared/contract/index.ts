import { collector } from './collector.ts';
import { keys } from './keys.ts';
import { prices } from './prices.ts';
import { projects } from './projects.ts';
import { traces } from './traces.ts';
import { transfer } from './transfer.ts';

/** Every call there is. Window, console, REST and tests are served from this one declaration. */
export const contract = { collector, projects, keys, traces, transfer, prices };
export type Contract = typeof contract;
