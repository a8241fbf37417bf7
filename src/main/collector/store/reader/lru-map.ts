/** A map that forgets what was used least recently once its entries weigh more than `budget` together. */
export class LruMap<K, V> {
  private readonly entries = new Map<K, { value: V; weight: number }>();
  private total = 0;
  private readonly budget: number;
  private readonly onDrop: (value: V) => void;

  constructor(budget: number, onDrop: (value: V) => void = () => undefined) {
    this.budget = budget;
    this.onDrop = onDrop;
  }

  get(key: K): V | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  /** The value, without making it recently used. */
  peek(key: K): V | undefined {
    return this.entries.get(key)?.value;
  }

  delete(key: K): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.total -= entry.weight;
    this.onDrop(entry.value);
  }

  /** Keys, least recently used first. */
  keys(): readonly K[] {
    return [...this.entries.keys()];
  }

  /** Adds or reweighs an entry; the newest one is kept even when it alone is over the budget. */
  set(key: K, value: V, weight = 1): void {
    const old = this.entries.get(key);
    if (old !== undefined) {
      this.total -= old.weight;
      this.entries.delete(key);
    }
    this.entries.set(key, { value, weight });
    this.total += weight;
    for (const [oldest, entry] of this.entries) {
      if (this.total <= this.budget || oldest === key) break;
      this.entries.delete(oldest);
      this.total -= entry.weight;
      this.onDrop(entry.value);
    }
  }

  /** Drops everything. */
  clear(): void {
    const dropped = [...this.entries.values()];
    this.entries.clear();
    this.total = 0;
    for (const { value } of dropped) this.onDrop(value);
  }
}
