import { RE2JS } from 're2js';
import { AppError } from '../../../shared/errors.ts';
import { MAX_KEYWORD, MAX_KEYWORDS, MAX_PATTERN } from '../../../shared/redaction.ts';
import { patternStates } from '../pattern-states.ts';
import { searchMs, TRIED_FROM } from '../search-ms.ts';
import { KeywordList } from './keyword-list.ts';
import { patternProblem } from './pattern-problem.ts';
import type { CustomRule } from './policy.ts';
import type { Hit } from './pii-type.ts';
import { BUDGET_MS, startBudget } from './rule-budget.ts';

/** States of a compiled pattern; a search may be in each of them at every character. */
const MAX_STATES = 1000;
/** Patterns with more are not even compiled; the engine may find that some of them are one and the same. */
const COMPILED_STATES = 10 * MAX_STATES;

/** A rule ran over its budget; the value is treated like one that could not be examined. */
export class RuleBudgetError extends Error {
  readonly ruleId: string;

  constructor(ruleId: string) {
    super(`Rule ${ruleId} took longer than ${BUDGET_MS} ms on one value.`);
    this.name = 'RuleBudgetError';
    this.ruleId = ruleId;
  }
}

/** A rule ready for use: adds what it finds in a text. */
export type RuleFinder = (text: string, hits: Hit[]) => void;

/**
 * Makes a rule ready for use.
 *
 * @throws AppError `invalid` with the reason, to be shown to the author of the rule
 */
export function compileRule(rule: CustomRule): RuleFinder {
  return rule.kind === 'keywords' ? keywordFinder(rule) : patternFinder(rule);
}

function patternFinder(rule: CustomRule): RuleFinder {
  const source = rule.pattern ?? '';
  if (source === '' || source.length > MAX_PATTERN) {
    throw new AppError(
      'invalid',
      `The pattern of the rule ${rule.id} must have 1 to ${MAX_PATTERN} characters.`,
    );
  }
  // Counted exactly by compiling, for which everybody waits.
  const about = patternStates(source, rule.ignoreCase);
  if (about > COMPILED_STATES) throw tooManyStates(rule.id, `about ${Math.round(about)}`);
  const pattern = compilePattern(source, rule.ignoreCase === true, rule.id);
  if (pattern.matcher('').find()) {
    throw new AppError(
      'invalid',
      `The pattern of the rule ${rule.id} matches the empty text, so it would match everywhere.`,
    );
  }
  const states = pattern.programSize();
  if (states > MAX_STATES) throw tooManyStates(rule.id, String(states));
  return (text, hits) => {
    if (text.length * states > TRIED_FROM && searchMs(pattern, text) > BUDGET_MS * 4) {
      throw new RuleBudgetError(rule.id);
    }
    const isOver = startBudget();
    const matcher = pattern.matcher(text);
    while (matcher.find()) {
      const start = matcher.start();
      const end = matcher.end();
      if (end > start) hits.push({ start, end, type: rule.type, rule: rule.id });
      if (isOver()) throw new RuleBudgetError(rule.id);
    }
  };
}

const tooManyStates = (id: string, states: string): AppError =>
  new AppError(
    'invalid',
    `The pattern of the rule ${id} has ${states} states, and at most ${MAX_STATES} are allowed: repetitions such as {1,500} multiply.`,
  );

function compilePattern(source: string, ignoreCase: boolean, id: string): RE2JS {
  try {
    return RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    const reason = patternProblem(source, error);
    throw new AppError('invalid', `The pattern cannot be used: ${reason} (rule ${id}).`, {
      cause: error,
    });
  }
}

/**
 * A list for each rule of which a word is in every text in which the rule finds something; `undefined` where that is not
 * known of a rule, or one may find a bare number.
 */
export function keywordLists(rules: readonly CustomRule[]): KeywordList[] | undefined {
  const isKnown = rules.every(
    ({ kind, keywords = [] }) =>
      kind === 'keywords' && keywords.every((word) => /[^\d\s-]/.test(word)),
  );
  return isKnown ? rules.map((rule) => keywordList(rule)) : undefined;
}

function keywordList(rule: CustomRule): KeywordList {
  let list = lists.get(rule);
  if (list === undefined) {
    const { keywords = [], ignoreCase } = rule;
    const words = keywords.map((word) => word.trim()).filter((word) => word !== '');
    list = new KeywordList(words, ignoreCase !== false);
    lists.set(rule, list);
  }
  return list;
}
/** One of a rule is asked for twice, and takes some milliseconds to make. */
const lists = new WeakMap<CustomRule, KeywordList>();

/** Whole words of a list; upper and lower case are the same unless the rule says otherwise. */
function keywordFinder(rule: CustomRule): RuleFinder {
  const keywords = (rule.keywords ?? []).map((word) => word.trim()).filter((word) => word !== '');
  if (keywords.length === 0 || keywords.length > MAX_KEYWORDS) {
    throw new AppError('invalid', `A rule has 1 to ${MAX_KEYWORDS} keywords.`);
  }
  if (keywords.some((word) => word.length > MAX_KEYWORD)) {
    throw new AppError('invalid', `A keyword has at most ${MAX_KEYWORD} characters.`);
  }
  const list = keywordList(rule);
  return (text, hits) => {
    list.find(text, (start, end) => hits.push({ start, end, type: rule.type, rule: rule.id }));
  };
}
