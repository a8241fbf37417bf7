import { expect, it } from 'vitest';
import { NOWHERE, openWithCallers } from './every-caller.ts';
import { CALLERS, CALLS, foreignPlace, mayCall, ownPlace } from './permission-table.ts';

/** Of each way to call one who may much and one who may little; what others may is for the table alone to say. */
const CALLING = [
  'Instance owner',
  'Org Admin',
  'Project Admin',
  'Project Read-only',
  'External Admin',
  'No role',
  'Key: ingest',
  'Key: read',
  'Key: admin',
  'No key',
  'Nobody',
];
/** Those who ask about what is somebody else's too. */
const ASKING_ELSEWHERE = new Set(['Org Admin', 'Project Admin', 'Key: admin', 'No key']);

it('everybody is answered over the wire as the table says, and about others as about nothing', async () => {
  const { own, foreign, ask } = await openWithCallers(CALLING);
  const wrong: string[] = [];
  for (const title of CALLING) {
    const caller = CALLERS.find((one) => one.title === title)!;
    const isKey = title.startsWith('Key: ');
    const isUnknown = title === 'No key' || title === 'Nobody';
    const asking = CALLS.map(async (call) => {
      // Keys have no way to the calls of windows.
      const isOut = isKey && call.route.path === undefined;
      const refusal = isUnknown || isOut ? 'unauthenticated' : 'forbidden';
      const expected = (place: ReturnType<typeof ownPlace>): string =>
        mayCall(caller, call.meta.permission, place) && !isOut ? 'invalid' : refusal;
      const place = ownPlace(call);
      const here = await ask(title, call, own);
      if (here.code !== expected(place)) wrong.push(`${title}, ${call.name}: ${here.code}`);
      const elsewhere = foreignPlace(place);
      if (elsewhere === place || !ASKING_ELSEWHERE.has(title)) return;
      const there = await ask(title, call, foreign);
      if (there.code !== expected(elsewhere)) {
        wrong.push(`${title}, ${call.name} elsewhere: ${there.code}`);
      }
      const nowhere = await ask(title, call, NOWHERE);
      if (nowhere.code !== there.code || nowhere.message !== there.message) {
        wrong.push(`${title}, ${call.name}: ${there.message} But: ${nowhere.message}`);
      }
    });
    await Promise.all(asking);
  }
  expect(wrong).toEqual([]);
});
