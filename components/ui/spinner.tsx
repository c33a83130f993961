/** Progress without a known end. Wrap it in `after-300ms` where the answer may be quick. */
export function Spinner({ label }: { label: string }) {
  return (
    <span role="status" className="inline-flex">
      <svg viewBox="0 0 16 16" className="size-4 animate-spin motion-reduce:animate-none" aria-hidden="true">
        <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeOpacity="0.25" strokeWidth="1.5" />
        <path d="M8 1.75A6.25 6.25 0 0 1 14.25 8" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
      <span className="sr-only">{label}</span>
    </span>
  );
}

/** A line that says what is going on; appears only when it lasts. */
export function Progress({ children }: { children: string }) {
  return (
    <p className="after-300ms flex items-center gap-2 text-ink-soft">
      <Spinner label="" />
      {children}
    </p>
  );
}
