/** What is redacted of a project; without a row the default of the instance. */
interface RedactionRuleTable {
  project_id: string;
  /** JSON of `RedactionRules`. */
  rules: string;
}

/** One row at most. */
interface RedactionInstanceTable {
  id: 1;
  /** JSON of `InstanceRedaction`. */
  rules: string;
}

/** How often something was found in one hour. */
export interface RedactionCountTable {
  project_id: string;
  /** Hours since the Unix epoch. */
  hour: number;
  type: string;
  rule: string;
  key: string;
  service: string;
  environment: string;
  mode: 'detect' | 'on';
  count: number;
}

export interface RedactionTables {
  redaction_rule: RedactionRuleTable;
  redaction_instance: RedactionInstanceTable;
  redaction_count: RedactionCountTable;
}
