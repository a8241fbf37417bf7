/** Head of the arrows of a drawing, for `markerEnd="url(#id)"` of its lines; `id` is its own in the page. */
export function ArrowMarker({ id }: { id: string }) {
  return (
    <defs>
      <marker
        id={id}
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="8"
        markerHeight="8"
        markerUnits="userSpaceOnUse"
        orient="auto"
      >
        <path d="M0 0.5 L8 4 L0 7.5 z" />
      </marker>
    </defs>
  );
}
