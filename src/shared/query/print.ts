import type { QueryNode, Term } from './syntax.ts';
import { bareOrQuoted, quote } from './tokenize.ts';

/** A filter as text, in one way of writing; `parseQuery` reads back the same, places apart. */
export function printQuery(node: QueryNode | null): string {
  return node === null ? '' : print(node, 'top');
}

/** @param inside what the node stands in: says whether it needs brackets to read back the same */
function print(node: QueryNode, inside: 'top' | 'or' | 'and' | 'not'): string {
  switch (node.kind) {
    case 'or':
    case 'and': {
      const { kind, parts } = node;
      const text = parts.map((part) => print(part, kind)).join(` ${kind} `);
      return inside === 'top' || (inside === 'or' && kind === 'and') ? text : `(${text})`;
    }
    case 'not':
      return `not ${print(node.part, 'not')}`;
    case 'has':
      return `has(${print(node.part, 'top')})`;
    case 'count': {
      const inner = node.part === null ? '' : print(node.part, 'top');
      return `count(${inner}) ${node.operator} ${term(node.value)}`;
    }
    case 'compare':
      return `${term(node.key)} ${node.operator} ${term(node.value)}`;
    case 'in':
      return `${term(node.key)} in (${node.values.map(term).join(', ')})`;
    case 'between':
      return `${term(node.key)} between ${term(node.low)} and ${term(node.high)}`;
    case 'exists':
      return `exists ${term(node.key)}`;
    default:
      return bareOrQuoted(node.text);
  }
}

function term({ text, isQuoted, path }: Term): string {
  if (path !== undefined) {
    const names = path.map((name) => `[${quote(name)}]`);
    return (isQuoted ? quote(text) : text) + names.join('');
  }
  if (isQuoted) return quote(text);
  const [, before = '', name = ''] = /^((?:(?:trace|span)\.)?score\.)(.+)$/is.exec(text) ?? [];
  // Only the name of a score may have signs in it without being in quotes as a whole.
  return before !== '' && /[\s"(),=!<>~]/.test(name) ? before + quote(name) : text;
}
