import { expect, it } from 'vitest';
import { webOrigin } from './web-origin.ts';

it.each([
  ['https://app.example.com', 'https://app.example.com'],
  [' http://LOCALHOST:3000/ ', 'http://localhost:3000'],
  ['https://app.example.com/path', null],
  ['https://user@app.example.com', null],
  ['app.example.com', null],
  ['file:///etc', null],
  ['*', null],
  ['', null],
])('%s', (text, origin) => {
  expect(webOrigin(text)).toBe(origin);
});
