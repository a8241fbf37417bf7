import type { Test } from '../../../../../shared/query/plan.ts';
import type { AttributeValue } from '../../../../../shared/telemetry.ts';
import { attributeText, valueMatches } from '../attribute-text.ts';
import { patternTest } from './pattern-test.ts';

/** A test of texts, '' being none. */
export function textTest(test: Test): (text: string) => boolean {
  switch (test.kind) {
    case 'is': {
      const values = new Set(test.values);
      return (text) => values.has(text);
    }
    case 'matches': {
      const matches = patternTest(test.pattern);
      // What is not there matches nothing, not even a pattern that the empty text would match.
      return (text) => text !== '' && matches(text);
    }
    case 'between':
      return (text) => text !== '' && isWithin(text, test);
    case 'exists':
      return (text) => text !== '';
    default:
      return () => false;
  }
}

/** A test of numbers, NaN being none; of counts, where `exists` asks for more than none, see `zeroIsNone`. */
export function numberTest(test: Test, zeroIsNone = false): (value: number) => boolean {
  switch (test.kind) {
    case 'equals': {
      const numbers = new Set(test.numbers);
      return (value) => numbers.has(value);
    }
    case 'between':
      return (value) => isWithin(value, test);
    case 'exists':
      return zeroIsNone ? (value) => value > 0 : (value) => !Number.isNaN(value);
    default:
      return () => false;
  }
}

/** A test of attribute values, of arrays of any of their elements. */
export function attributeTest(test: Test): (value: AttributeValue) => boolean {
  switch (test.kind) {
    case 'is':
      return (value) => test.values.some((wanted) => valueMatches(value, wanted));
    case 'matches': {
      const matches = patternTest(test.pattern);
      return (value) =>
        value.type !== 'empty' &&
        (matches(attributeText(value)) || anyElement(value, (one) => matches(attributeText(one))));
    }
    case 'between': {
      const isNumber = typeof (test.low ?? test.high)!.value === 'number';
      const passes = (value: AttributeValue): boolean => {
        const own = isNumber ? numberOf(value) : value.type === 'string' ? value.value : undefined;
        return own !== undefined && isWithin(own, test);
      };
      return (value) => passes(value) || anyElement(value, passes);
    }
    case 'exists':
      return () => true;
    default:
      return () => false;
  }
}

function anyElement(value: AttributeValue, passes: (element: AttributeValue) => boolean): boolean {
  return (
    value.type === 'array' &&
    value.value.some((element) => passes(element) || anyElement(element, passes))
  );
}

/** Numbers, and texts that are written like one: many senders have nothing but texts. */
function numberOf(value: AttributeValue): number | undefined {
  if (value.type === 'int' || value.type === 'double') return Number(value.value);
  if (value.type !== 'string' || value.value.length > 40 || value.value.trim() === '')
    return undefined;
  const number = Number(value.value);
  return Number.isNaN(number) ? undefined : number;
}

function isWithin<T extends number | string>(
  value: T,
  { low, high }: Extract<Test, { kind: 'between' }>,
): boolean {
  if (low !== null && !(low.isOpen ? value > low.value : value >= low.value)) return false;
  return high === null || (high.isOpen ? value < high.value : value <= high.value);
}
