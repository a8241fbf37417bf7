import { expect, it } from 'vitest';
import type { JsonValue, LlmView, Message, Part } from '../../../shared/genai/llm-view.ts';
import { conversationTurns } from './conversation.ts';

const say = (role: string, ...parts: (string | Part)[]): Message => ({
  role,
  name: '',
  parts: parts.map((part) => (typeof part === 'string' ? { kind: 'text', text: part } : part)),
});
const call = (args: JsonValue, id = 'c1'): Part => ({
  kind: 'tool_call',
  id,
  name: 'search',
  arguments: args,
});
const view = (input: Message[], output: Message[], system: Part[] = []): LlmView => ({
  input,
  output,
  system,
  tools: [],
  parameters: [],
  finishReasons: [],
  usage: [],
  documents: [],
  toolCall: undefined,
  embeddings: undefined,
});
const placesOf = (views: LlmView[]): string[][] =>
  conversationTurns(views).map((turn) => turn.messages.map(({ at }) => at));

it('shows of each call only what no earlier one showed', () => {
  const system = say('system', 'Be brief.');
  const question = say('user', 'Weather?');
  const asked = say(
    'assistant',
    { kind: 'reasoning', text: 'hm' },
    call({ city: 'Lisbon', days: 1 }),
  );
  const askedAgain = say('assistant', call({ days: 1, city: 'Lisbon' }, 'other-id'));
  const result = say('tool', {
    kind: 'tool_result',
    id: 'c1',
    name: '',
    content: { sky: 'sunny' },
  });
  const turns = [
    view([system, question], [asked]),
    view([system, question, askedAgain, result], [say('assistant', 'Sunny.')]),
  ];
  expect(placesOf(turns)).toEqual([
    ['/input/0', '/input/1', '/output/0'],
    ['/input/3', '/output/0'],
  ]);
  expect(conversationTurns(turns)[1]!.repeated).toBe(3);
});

it('keeps the same words said twice', () => {
  const yes = say('user', 'yes');
  expect(placesOf([view([yes], []), view([yes, say('assistant', 'sure?'), yes], [])])).toEqual([
    ['/input/0'],
    ['/input/1', '/input/2'],
  ]);
});

it('shows instructions once, and again when they change', () => {
  const first: Part[] = [{ kind: 'text', text: 'Be brief.' }];
  const second: Part[] = [{ kind: 'text', text: 'Be long.' }];
  expect(placesOf([view([], [], first), view([], [], first), view([], [], second)])).toEqual([
    ['/system'],
    [],
    ['/system'],
  ]);
});
