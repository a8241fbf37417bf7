import { isAlone } from './is-alone.ts';
import type { Scan } from './scan.ts';

/** Numbers of books, articles, orders and the like have groups too. */
const ARTICLE_BEFORE =
  /(?:^|[^a-z])(?:(?:isbn|issn|asin|skus?|ean|upc|gtin|mpn|nhs|ndc|part|ticket|cas)(?:\W{0,2}1[03])?|(?:part|case|docket|model|claim|policy|article|item|invoice|file|order|product|catalog|tracking|shipment|booking|batch)[\W_]{0,2}(?:no|nr|num|number|id)|ref(?:erence)?(?:\W{0,2}(?:no|nr|num|number|id))?|serial(?:[\W_]{0,2}(?:no|nr|num|number|id))?)\W{0,5}$/;

/** The key, or what stands before a number of groups from `at` to `end`, says that it is one of a thing. */
export const saysArticle = (scan: Scan, at: number, end: number): boolean =>
  ARTICLE_BEFORE.test(scan.before(at, 32)) ||
  (scan.key.words.has('article') && isAlone(scan, at, end));
