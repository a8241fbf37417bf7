import { useEffect, useState } from 'react';

/** Nothing is asked while somebody is still typing, ms. */
const TYPING_MS = 250;

/** A plain value as it was when it last stayed the same for a moment. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as T), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
