import { expect, it } from 'vitest';
import { excludePicked, pickedValues, togglePicked } from './facet-query.ts';

it('adds a value, then others beside it, and takes them away again', () => {
  const one = togglePicked('duration > 1s', 'service', 'api');
  expect(one).toBe('duration > 1s and service = api');
  const two = togglePicked(one, 'service', 'my shop');
  expect(two).toBe('duration > 1s and service in (api, "my shop")');
  expect(pickedValues(two, 'service')).toEqual(['api', 'my shop']);
  expect(togglePicked(two, 'service', 'api')).toBe('duration > 1s and service = "my shop"');
  expect(togglePicked(one, 'service', 'api')).toBe('duration > 1s');
  expect(togglePicked('env = prod', 'environment', 'prod')).toBe('');
});

it('leaves alone what is not a plain choice of the field', () => {
  const query = '(service = a or service = b) and "service" = c';
  expect(pickedValues(query, 'service')).toEqual([]);
  expect(togglePicked(query, 'service', 'd')).toBe(`${query} and service = d`);
});

it('excludes a value, also one that was picked', () => {
  expect(excludePicked('', 'model', 'gpt 4')).toBe('model != "gpt 4"');
  expect(excludePicked('status = ok', 'status', 'ok')).toBe('status != ok');
  expect(excludePicked('status != ok', 'status', 'ok')).toBe('status != ok');
});

it('picks tags and pins, however the pin is asked for', () => {
  expect(togglePicked('', 'pinned', 'true')).toBe('pinned = true');
  expect(pickedValues('pinned and duration > 1s', 'pinned')).toEqual(['true']);
  expect(togglePicked('pinned and duration > 1s', 'pinned', 'true')).toBe('duration > 1s');
  expect(togglePicked('tag = bug', 'tag', 'of Monday')).toBe('tag in (bug, "of Monday")');
  expect(pickedValues('span.tag = bug', 'tag')).toEqual([]);
});
