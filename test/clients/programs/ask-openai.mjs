// What a program does with the openai package: a chat with a tool, and a streamed chat.
import { trace } from '@opentelemetry/api';
import OpenAI from 'openai';

const model = 'gpt-4.1-mini';
const tools = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'Weather of a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } } },
    },
  },
];

/** Asks everything inside one span, so that all of it is one trace. */
export async function askOpenAi() {
  const openai = new OpenAI({
    baseURL: process.env.OPENAI_BASE_URL,
    apiKey: 'not-a-key',
    maxRetries: 0,
  });
  await trace.getTracer('app').startActiveSpan('answer question', async (span) => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'How is the weather in Lima?' },
    ];
    const first = await openai.chat.completions.create({
      model,
      tools,
      messages,
      temperature: 0.2,
    });
    const call = first.choices[0].message;
    const result = { role: 'tool', tool_call_id: call.tool_calls[0].id, content: '{"celsius":19}' };
    await openai.chat.completions.create({ model, tools, messages: [...messages, call, result] });

    const streamed = await openai.chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'Count to three' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    let answer = '';
    for await (const { choices } of streamed) answer += choices[0]?.delta.content ?? '';
    span.setAttribute('app.answer', answer);
    span.end();
  });
}
