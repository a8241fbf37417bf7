import { expect, it } from 'vitest';
import type { SpanDetail } from '../../../shared/span-detail.ts';
import { sampleOf } from './span-sample.ts';

const text = (key: string, value: string) => ({ key, value: { type: 'string' as const, value } });
const span = (attributes: SpanDetail['attributes']) =>
  ({
    name: 'chat',
    status: { code: 2, message: 'no answer' },
    attributes,
    events: [{ name: 'e', attributes: [text('event.key', 'b')] }],
    resource: { attributes: [text('service.name', 'shop')] },
  }) as unknown as SpanDetail;

it('takes name, status and all attributes that are shown', () => {
  const hidden = { ...text('user.email', '[hidden]'), hidden: true as const };
  expect(sampleOf(span([text('a', '1'), hidden]))).toEqual({
    kind: 'span',
    name: 'chat',
    fields: [
      { key: 'name', text: 'chat' },
      { key: 'status.message', text: 'no answer' },
      { key: 'a', text: '1' },
      { key: 'event.key', text: 'b' },
      { key: 'service.name', text: 'shop' },
    ],
    leftOut: 0,
  });
});

it('leaves out what is too long to be tried at once', () => {
  const sample = sampleOf(span([text('long', 'x'.repeat(100_001)), text('short', 'y')]));
  expect(sample).toMatchObject({ leftOut: 1 });
  expect(sample.kind === 'span' && sample.fields.map(({ key }) => key)).not.toContain('long');
});
