const grounds = [
  ["paper", "bg-paper"],
  ["surface", "bg-surface"],
  ["sunken", "bg-sunken"],
  ["pressed", "bg-pressed"],
  ["wash", "bg-wash"],
  ["warn-wash", "bg-warn-wash"],
  ["bad-wash", "bg-bad-wash"],
] as const;
const inks = [
  ["ink", "text-ink"],
  ["ink-soft", "text-ink-soft"],
  ["accent", "text-accent"],
  ["good", "text-good"],
  ["warn", "text-warn"],
  ["bad", "text-bad"],
] as const;
const fills = [
  ["accent", "bg-accent text-on-accent"],
  ["accent-strong", "bg-accent-strong text-on-accent"],
  ["bad", "bg-bad text-on-bad"],
  ["bad-strong", "bg-bad-strong text-on-bad"],
] as const;
const lines = [
  ["line", "border-line"],
  ["rim", "border-rim"],
  ["edge", "border-edge"],
] as const;

/** Each text colour on each ground. */
export function ColourSamples() {
  return (
    <div className="flex flex-col gap-3 font-mono text-small">
      <ul className="flex flex-col">
        {grounds.map(([ground, groundClass]) => (
          <li key={ground} className={`flex flex-wrap gap-x-4 px-3 py-2 ${groundClass}`}>
            <span className="w-20">{ground}</span>
            {inks.map(([ink, inkClass]) => (
              <span key={ink} className={inkClass}>
                {ink}
              </span>
            ))}
          </li>
        ))}
      </ul>
      <ul className="flex flex-wrap gap-2">
        {fills.map(([fill, className]) => (
          <li key={fill} className={`rounded-control px-3 py-2 ${className}`}>
            {fill}
          </li>
        ))}
        {lines.map(([line, className]) => (
          <li key={line} className={`rounded-surface border px-3 py-2 ${className}`}>
            {line}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function TypeSamples() {
  return (
    <div className="flex flex-col gap-2">
      <p className="font-strong text-title tracking-title">Title: who may reach production</p>
      <p className="font-strong text-head">Head: grants of the payments team</p>
      <p>
        Base: a kubeconfig is a file. <em>It is yours alone</em>, <span className="font-medium">medium</span>, <span className="font-strong">strong</span>,{" "}
        <a href="#type" className="text-link">
          a link in a sentence
        </a>
        .
      </p>
      <p className="text-ink-soft text-small">Small: created 3 days ago by ada</p>
      <p className="font-mono">
        drawbridge-ctx-staging 0O 1lI {"{}"} -{">"} !=
      </p>
      <p className="w-fit text-right tabular-nums">
        1,111.11
        <br />
        9,080.44
      </p>
    </div>
  );
}
