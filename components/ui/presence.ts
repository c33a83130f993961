const signsOfLife = ["pointermove", "pointerdown", "keydown", "wheel", "focus"] as const;
const awayAfterMs = 10 * 60_000;

/**
 * Whether somebody is at the page: it is on the screen, and they gave a sign of life within ten minutes. What asks the server by itself
 * has to rest when not, as each request counts as use of the session, which would otherwise never end by itself.
 */
export function watchPresence(): { isHere(): boolean; stop(): void } {
  let seenAt = Date.now();
  const see = () => {
    seenAt = Date.now();
  };
  for (const sign of signsOfLife) window.addEventListener(sign, see, { passive: true });
  return {
    isHere: () => document.visibilityState === "visible" && Date.now() - seenAt < awayAfterMs,
    stop() {
      for (const sign of signsOfLife) window.removeEventListener(sign, see);
    },
  };
}
