import type { AnnotationService } from '../annotations/annotation-service.ts';
import type { Annotator } from '../annotations/author.ts';
import type { KeptAnnotation } from '../annotations/kept-annotation.ts';
import { annotationFromJson } from './bundle-annotations.ts';

/**
 * Writes lines of a bundle's annotations down.
 *
 * @returns for each why it was left out, or undefined
 */
export async function keepLines(
  annotations: Pick<AnnotationService, 'keep'>,
  projectId: string,
  lines: readonly string[],
  actor: Annotator,
): Promise<(string | undefined)[]> {
  const now = Date.now();
  const read = lines.map((line) => annotationFromJson(line, now));
  const good = read.filter((one): one is KeptAnnotation => typeof one !== 'string');
  const reasons = good.length === 0 ? [] : await annotations.keep(projectId, good, actor);
  const left = reasons.values();
  return read.map((one) => (typeof one === 'string' ? one : left.next().value));
}
