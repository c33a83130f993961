import Link from "next/link";
import type { ReactNode } from "react";

/** A name in a table that leads to its page. Not fetched ahead: a table may have a thousand of them. */
export function NameLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="w-fit font-mono underline decoration-edge/50 underline-offset-3 [overflow-wrap:anywhere] hover:text-accent hover:decoration-current"
    >
      {children}
    </Link>
  );
}
