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
      <path d={raised ? "M6 20V4M18 20V4M2 16h4l5-8M22 16h-4l-5-8" : "M6 20V4l6 12 6-12v16M2 16h20"} />
    </svg>
  );
}
