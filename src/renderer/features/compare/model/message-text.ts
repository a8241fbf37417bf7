import type { LlmView, Message } from '../../../../shared/genai/llm-view.ts';
import { formatJson } from '../../trace/values/json-value.ts';
import { textOfPart } from '../../llm/part-text.ts';

/** Parts of a model call that are compared with each other. */
export interface CallTexts {
  readonly instructions: string;
  readonly input: string;
  readonly output: string;
}

/** What was said in a model call, an agent or a tool, as text: each message under its role. */
export function callTexts(view: LlmView): CallTexts {
  const { toolCall } = view;
  return {
    instructions: view.system.map(textOfPart).join('\n'),
    input: join(messages(view.input), toolCall && valueText(toolCall.arguments)),
    output: join(
      messages(view.output),
      toolCall && valueText(toolCall.result),
      view.documents
        .map((document) => `${document.id}\n${valueText(document.content)}`)
        .join('\n\n'),
    ),
  };
}

function messages(list: readonly Message[]): string {
  return list
    .map(({ role, name, parts }) =>
      [`${role || 'message'}${name === '' ? '' : ` ${name}`}:`, ...parts.map(textOfPart)].join(
        '\n',
      ),
    )
    .join('\n\n');
}

const join = (...texts: (string | undefined)[]): string =>
  texts.filter((text) => text !== undefined && text !== '').join('\n\n');

const valueText = (value: Parameters<typeof formatJson>[0]): string =>
  typeof value === 'string' ? value : value === null ? '' : formatJson(value);
