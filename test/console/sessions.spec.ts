import type { Page } from '@playwright/test';
import { expect, test, type RunningCollector } from './console.ts';
import { expectAccessible } from './expect-accessible.ts';
import { sendSpans } from './send-spans.ts';
import { sendTraces } from './send-traces.ts';
import { newTraceId } from '../support/ids.ts';

const say = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] });
const QUESTIONS = ['Where is my order?', 'And the invoice?'];

/** Two turns of one session, in traces of their own, and a turn of another session by the same user. */
async function sendTurns(collector: RunningCollector): Promise<void> {
  const turn = async (session: string, turns: number, at: number): Promise<void> => {
    const input = QUESTIONS.slice(0, turns).flatMap((question, i) =>
      i === turns - 1
        ? [say('user', question)]
        : [say('user', question), say('assistant', `Answer ${i}`)],
    );
    await sendSpans(collector.otlpHttp, newTraceId(), Date.now() - 60_000 + at * 1000, [
      {
        name: `turn ${turns} of ${session}`,
        ms: 300,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': 'gpt-4o',
          'gen_ai.usage.input_tokens': 100,
          'gen_ai.usage.output_tokens': 20,
          'session.id': session,
          'user.id': 'ann',
          'gen_ai.input.messages': JSON.stringify(input),
          'gen_ai.output.messages': JSON.stringify([say('assistant', `Answer ${turns - 1}`)]),
        },
      },
    ]);
  };
  await turn('conv-1', 1, 0);
  await turn('conv-1', 2, 10);
  await turn('conv-2', 1, 20);
}

const list = (page: Page, name: string) => page.getByRole('table', { name });

test('sessions are listed, and one is read as a conversation over its traces', async ({
  signedIn: page,
  collector,
}) => {
  await sendTurns(collector);
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByRole('heading', { name: 'Sessions', level: 1 })).toBeVisible();
  await expect(list(page, 'Sessions').getByRole('row')).toHaveCount(3);
  const first = list(page, 'Sessions').getByRole('row', { name: /conv-1/ });
  await expect(first).toContainText('ann');
  await expect(first.getByRole('cell').nth(2)).toHaveText('2');
  await expect(first.getByRole('cell').nth(4)).toHaveText('240');
  await expectAccessible(page, 'list');

  await first.getByRole('link', { name: 'conv-1' }).click();
  await expect(page.getByRole('heading', { name: 'conv-1', level: 1 })).toBeVisible();
  const turns = page.getByRole('region', { name: /^Turn \d/ });
  await expect(turns).toHaveCount(2);
  await expect(turns.nth(0)).toContainText('Where is my order?');
  await expect(turns.nth(1)).toContainText('And the invoice?');
  // What the second call sent again is not shown again.
  await expect(turns.nth(1)).not.toContainText('Where is my order?');
  await expect(turns.nth(1)).toContainText('2 messages sent again');
  await expectAccessible(page, 'conversation');
  await turns.nth(1).getByRole('link', { name: 'turn 2 of conv-1' }).click();
  await expect(page.getByRole('treegrid')).toBeVisible();
});

test('end users lead to their sessions, and ids are searched', async ({
  signedIn: page,
  collector,
}) => {
  await sendTurns(collector);
  await page.getByRole('link', { name: 'Sessions' }).click();
  await page.getByRole('button', { name: 'End users' }).click();
  const ann = list(page, 'End users').getByRole('row', { name: /ann/ });
  await expect(ann.getByRole('cell').nth(1)).toHaveText('2');
  await expect(ann.getByRole('cell').nth(2)).toHaveText('3');
  await ann.getByRole('link', { name: 'ann' }).click();
  await expect(page.getByRole('heading', { name: 'Sessions of ann', level: 1 })).toBeVisible();
  await expect(list(page, 'Sessions').getByRole('row')).toHaveCount(3);
  await page.getByRole('searchbox', { name: 'Find a session by its id' }).fill('V-2');
  await expect(list(page, 'Sessions').getByRole('row')).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Find a session by its id' }).fill('nowhere');
  await expect(page.getByRole('heading', { name: 'Nothing of this id' })).toBeVisible();

  // Whoever opens one of a later page and comes back is on that page.
  const more = Array.from({ length: 60 }, (_, i) => ({ attributes: { 'session.id': `s-${i}` } }));
  await sendTraces(collector.otlpHttp, more);
  await page.getByRole('link', { name: 'Sessions' }).first().click();
  await page.getByRole('button', { name: 'Next page' }).click();
  const place = page.getByRole('navigation', { name: 'Pages' });
  await expect(place).toContainText('51 to 62 of 62');
  await list(page, 'Sessions').getByRole('link').first().click();
  await expect(page.getByRole('region', { name: /^Turn \d/ }).first()).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Sessions' }).click();
  await expect(place).toContainText('51 to 62 of 62');
  await page.goto(page.url().replace('page=2', 'page=9'));
  await expect(place).toContainText('51 to 62 of 62');
});

test('a project without sessions says how they are named', async ({
  signedIn: page,
  collector,
}) => {
  await sendSpans(collector.otlpHttp, newTraceId(), Date.now() - 5_000, [{ name: 'work' }]);
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByRole('heading', { name: 'No sessions yet' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '1 trace without one' })).toBeVisible();
  await expectAccessible(page, 'empty');
});
