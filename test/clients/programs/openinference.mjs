// OpenInference's instrumentation of the openai package, registered by Phoenix's own package.
import { context } from '@opentelemetry/api';
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import { register, setSession, setUser } from '@arizeai/phoenix-otel';
import OpenAI from 'openai';
import { askOpenAi } from './ask-openai.mjs';

const instrumentation = new OpenAIInstrumentation();
// Endpoint and key come from PHOENIX_COLLECTOR_ENDPOINT and PHOENIX_API_KEY.
const provider = register({ projectName: 'weather', instrumentations: [instrumentation] });
instrumentation.manuallyInstrument(OpenAI);

const session = setSession(context.active(), { sessionId: 'session-42' });
await context.with(setUser(session, { userId: 'ada' }), askOpenAi);
await provider.shutdown();
