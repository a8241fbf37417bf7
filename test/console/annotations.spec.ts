import type { Page } from '@playwright/test';
import { expect, test } from './console.ts';
import { expectAccessibleInBothThemes } from './expect-accessible.ts';
import { sendTraces } from './send-traces.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Traces' });
const rowOf = (page: Page, name: string) => grid(page).getByRole('row').filter({ hasText: name });
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

/** Goes to the list of traces, whatever is on screen. */
async function showList(page: Page, rows: number): Promise<void> {
  await page.getByRole('link', { name: 'Traces', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();
  await expect(grid(page).getByRole('row')).toHaveCount(rows + 1);
}

/** Puts a tag on what the open dialog is about. */
async function addTag(page: Page, name: string): Promise<void> {
  const tags = dialog(page, 'Tags');
  await tags.getByLabel('New tag').fill(name);
  await page.keyboard.press('Enter');
  await expect(tags.getByRole('group', { name: 'Tags now' })).toContainText(name);
}

test('traces are chosen with the pointer and by keys, pinned and tagged together', async ({
  signedIn: page,
  collector,
}) => {
  await sendTraces(
    collector.otlpHttp,
    ['first', 'second', 'third', 'fourth'].map((name, i) => ({ name, agoMs: i * 60_000 })),
  );
  await showList(page, 4);
  const bar = page.getByRole('toolbar', { name: 'Selected traces' });
  await rowOf(page, 'first').getByRole('checkbox').click();
  await rowOf(page, 'third')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await expect(bar.getByRole('status')).toHaveText('3 selected');
  await bar.getByRole('button', { name: 'Pin' }).click();
  await expect(rowOf(page, 'second').getByRole('img', { name: 'Pinned' })).toBeVisible();
  await expect(rowOf(page, 'fourth').getByRole('img', { name: 'Pinned' })).toHaveCount(0);
  await expect(bar.getByRole('button', { name: 'Take pins off' })).toBeVisible();
  await bar.getByRole('button', { name: 'Tags' }).click();
  await addTag(page, 'Überprüfen 🧪');
  await dialog(page, 'Tags').getByRole('button', { name: 'Done' }).click();
  await expect(
    rowOf(page, 'third').getByRole('img', { name: 'Tags: Überprüfen 🧪' }),
  ).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);

  await grid(page).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(bar.getByRole('status')).toHaveText('1 selected');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(bar.getByRole('status')).toHaveText('2 selected');
  await page.keyboard.press('p');
  await expect(rowOf(page, 'second').getByRole('img', { name: 'Pinned' })).toHaveCount(0);
  await bar.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('heading', { name: /Compare/, level: 1 })).toBeVisible();
});

test('a trace is pinned, tagged, noted and scored where it is read; what was said is changed and deleted', async ({
  signedIn: page,
  collector,
}) => {
  const [traceId] = await sendTraces(collector.otlpHttp, [{ name: 'checkout', children: 2 }]);
  await expect(page.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Pin this trace' }).click();
  await expect(page.getByRole('button', { name: 'Take the pin off' })).toBeVisible();
  await page.getByRole('button', { name: /^Tags(?:: \d+)?$/ }).click();
  await addTag(page, 'bug');
  await dialog(page, 'Tags').getByRole('button', { name: 'Take the tag bug off' }).click();
  await addTag(page, 'regression');
  await dialog(page, 'Tags').getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: /^Tags(?:: \d+)?$/ })).toBeFocused();

  await page.getByRole('button', { name: 'Notes and scores' }).click();
  const details = page.getByRole('region', { name: 'Span details' });
  const text = '# Slow\n<b>since</b> Monday';
  await details.getByLabel('Write a note').fill(text);
  await page.keyboard.press('Control+Enter');
  const note = details.getByRole('article');
  await expect(note).toContainText('<b>since</b> Monday');
  await note.getByRole('button', { name: 'Edit the note' }).click();
  await note.getByLabel('Text of the note').fill('Slow since Tuesday');
  await note.getByRole('button', { name: 'Save' }).click();
  await expect(note).toContainText('Slow since Tuesday');
  await expect(note).toContainText('edited');

  await details.getByRole('button', { name: 'Add a score' }).click();
  const form = details.getByRole('form', { name: 'New score' });
  await form.getByLabel('Name of the score').fill('helpful');
  await form.getByLabel('Value of the score').fill('yes');
  await form.getByRole('checkbox').click();
  await form.getByRole('button', { name: 'Save score' }).click();
  const scores = details.getByRole('list', { name: 'Scores' });
  await expect(scores).toContainText('helpful');
  await expect(scores).toContainText('this span');
  await scores.getByRole('button', { name: 'Delete the score helpful' }).click();
  await expect(scores).toHaveCount(0);
  await note.getByRole('button', { name: 'Delete the note' }).click();
  await expect(note).toHaveCount(0);
  await showList(page, 1);
  await expect(grid(page).getByRole('img', { name: 'Tags: regression' })).toBeAttached();
  expect(traceId).toMatch(/^[0-9a-f]{32}$/);
});

test('one trace, chosen traces and a filter’s result are deleted once the project was named', async ({
  signedIn: page,
  collector,
}) => {
  const names = ['one', 'two', 'three', 'broken', 'broken'];
  await sendTraces(
    collector.otlpHttp,
    names.map((name, i) => ({ name, agoMs: i * 60_000, error: name === 'broken' })),
  );
  await showList(page, 5);
  /** Types the project's name into the open dialog and deletes. */
  const confirm = async (title: string): Promise<void> => {
    const open = dialog(page, title);
    await expect(open.getByLabel('What is deleted')).toBeVisible();
    const remove = open.getByRole('button', { name: 'Delete for good' });
    await expect(remove).toBeDisabled();
    const name = open.getByLabel('Type the name of the project');
    await name.fill('Default Project');
    await name.press('Enter');
    await expect(open).toHaveCount(0);
  };
  await rowOf(page, 'three').getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'three', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete this trace…' }).click();
  await confirm('Delete 1 trace');
  await expect(page.getByRole('heading', { name: 'Traces', level: 1 })).toBeVisible();
  await expect(rowOf(page, 'three')).toHaveCount(0);

  await rowOf(page, 'one').hover();
  await rowOf(page, 'one').getByRole('button', { name: 'Actions of the trace' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await confirm('Delete 1 trace');
  await expect(rowOf(page, 'one')).toHaveCount(0);

  await rowOf(page, 'two').getByRole('checkbox').click();
  await page
    .getByRole('toolbar', { name: 'Selected traces' })
    .getByRole('button', { name: 'Delete' })
    .click();
  await confirm('Delete 1 trace');
  await expect(rowOf(page, 'two')).toHaveCount(0);

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete 2 traces that match…' }).click();
  await confirm('Delete 2 traces');
  await expect(grid(page)).toHaveCount(0);
});

test('axe finds nothing in what is said of traces and in deleting them', async ({
  signedIn: page,
  collector,
}) => {
  await sendTraces(collector.otlpHttp, [{ name: 'checkout', children: 1 }]);
  await expect(page.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Pin this trace' }).click();
  await expect(page.getByRole('button', { name: 'Take the pin off' })).toBeVisible();
  await page.getByRole('button', { name: 'Notes and scores' }).click();
  const details = page.getByRole('region', { name: 'Span details' });
  await details.getByLabel('Write a note').fill('A note');
  await details.getByRole('button', { name: 'Add note' }).click();
  await expect(details.getByRole('article')).toBeVisible();
  await details.getByRole('button', { name: 'Add a score' }).click();
  await expectAccessibleInBothThemes(page, 'notes and scores');
  await page.getByRole('button', { name: /^Tags(?:: \d+)?$/ }).click();
  await addTag(page, 'bug');
  await expectAccessibleInBothThemes(page, 'tags');
  await dialog(page, 'Tags').getByRole('button', { name: 'Done' }).click();
  await showList(page, 1);
  await rowOf(page, 'checkout').getByRole('checkbox').click();
  const bar = page.getByRole('toolbar', { name: 'Selected traces' });
  await expect(bar).toBeVisible();
  await expectAccessibleInBothThemes(page, 'chosen traces');
  await bar.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog(page, 'Delete 1 trace')).toBeVisible();
  await expectAccessibleInBothThemes(page, 'deletion');
});
