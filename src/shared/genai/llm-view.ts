/** A value of a JSON document. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };

/** Data that is no text: given inline, by address, or by the provider's file id. */
export interface MediaPart {
  readonly kind: 'image' | 'blob' | 'file' | 'uri';
  /** IANA media type, or ''. */
  readonly mimeType: string;
  /** File name or file id, or ''. */
  readonly name: string;
  /** Address, or '' for inline data and files known by id. */
  readonly uri: string;
  /** Inline data in base64, or ''. */
  readonly base64: string;
  /** Size of the inline data in bytes; 0 when it is not inline. */
  readonly bytes: number;
}

/** A call of a tool; `arguments` is the parsed document where it parses, else the text as sent. */
export interface ToolCallPart {
  readonly kind: 'tool_call';
  readonly id: string;
  readonly name: string;
  readonly arguments: JsonValue;
}

/** One piece of a message, whatever the provider calls it. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | ToolCallPart
  | {
      readonly kind: 'tool_result';
      readonly id: string;
      readonly name: string;
      readonly content: JsonValue;
    }
  | MediaPart
  /** Structured content without a known meaning. */
  | { readonly kind: 'json'; readonly value: JsonValue }
  /** A part whose `type` this reader does not know; `value` is the whole part. */
  | { readonly kind: 'unknown'; readonly type: string; readonly value: JsonValue };

/** One message of a conversation. */
export interface Message {
  /** `system`, `user`, `assistant` or `tool` where the dialect's word means one of them, else that word. */
  readonly role: string;
  /** Name of the participant, or ''. */
  readonly name: string;
  readonly parts: readonly Part[];
}

/** A tool the model could call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments, or null. */
  readonly parameters: JsonValue;
}

/** A named value as the span sends it. */
export interface NamedValue {
  readonly key: string;
  readonly value: JsonValue;
}

/** A document found by a retrieval or ordered by a reranker. */
export interface RetrievedDocument {
  readonly id: string;
  readonly content: JsonValue;
  /** Score as sent, null when there is none. */
  readonly score: number | null;
  readonly metadata: JsonValue;
}

/** The execution of one tool. */
export interface ToolExecution {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly arguments: JsonValue;
  readonly result: JsonValue;
}

/** What was embedded. */
export interface EmbeddingView {
  readonly texts: readonly string[];
  /** Length of the vectors, 0 when unknown. */
  readonly dimensions: number;
}

/** What the span of a model call, agent, tool or retrieval has to show, in one form for every dialect. */
export interface LlmView {
  readonly input: readonly Message[];
  readonly output: readonly Message[];
  /** Instructions sent apart from the messages. */
  readonly system: readonly Part[];
  readonly tools: readonly ToolDefinition[];
  /** Request parameters: temperature, max_tokens, ... without the dialect's prefix. */
  readonly parameters: readonly NamedValue[];
  readonly finishReasons: readonly string[];
  /** Token and cost attributes as sent; the sums to show are the span's extracted fields. */
  readonly usage: readonly NamedValue[];
  readonly documents: readonly RetrievedDocument[];
  readonly toolCall: ToolExecution | undefined;
  readonly embeddings: EmbeddingView | undefined;
  /** Milliseconds to the first piece of a streamed answer; absent where the span does not tell. */
  readonly firstChunkMs?: number;
}
