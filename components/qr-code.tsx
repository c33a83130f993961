/** A QR code, dark on light in both themes: many cameras read no other. `modules[y][x]`, with its quiet zone. */
export function QrCode({ modules, label }: { modules: readonly (readonly boolean[])[]; label: string }) {
  const size = modules.length;
  const path = modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} className="size-48 rounded-control border border-line" shapeRendering="crispEdges">
      <rect width={size} height={size} className="fill-scan-ground" />
      <path d={path} className="fill-scan-mark" />
    </svg>
  );
}
