/** The sign: a bridge between two towers. It is down, as you are connected; `raised` where you are not. */
export function Mark({ raised = false, className = "size-6" }: { raised?: boolean; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={raised ? "M2 20h3V6h3v14M8 15.5 13.5 8M10.5 8.5 15.5 15.5M16 20V6h3v14h3" : "M2 20h3V5h3v15M8 15h8M8 6.5 12 15l4-8.5M16 20V5h3v15h3"} />
    </svg>
  );
}
