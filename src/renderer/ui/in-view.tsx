import { useEffect, useRef, type ReactNode } from 'react';
import styles from './in-view.module.css';

/** What a dialog says below its fields: it comes into view when it appears, or nobody would see it in a small window. */
export function InView(props: { className?: string | undefined; children: ReactNode }) {
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Not returned: in newer browsers it answers a promise, which is no way to clean up.
    shown.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={shown} className={`${styles.inView ?? ''} ${props.className ?? ''}`}>
      {props.children}
    </div>
  );
}
