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
      <path d={raised ? "M4 20V4M20 20V4M4 15l6.5-7M20 15l-6.5-7" : "M4 20V4l8 11 8-11v16M4 15h16"} />
    </svg>
  );
}
