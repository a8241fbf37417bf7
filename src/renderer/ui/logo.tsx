/** The mark of the app: a ward in the shape of a shield, with spans on it. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M12 1.8 21 5v7c0 5-3.8 8.6-9 10.2C6.8 20.6 3 17 3 12V5z" fill="var(--accent)" />
      <path
        d="M7 8.6h10M7 12.1h6.5M10 15.6h5.5"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}
