import { notFound } from "next/navigation";
import { Samples } from "./samples.tsx";

/** Every primitive in every state; in development only. */
export default function PrimitivesPage() {
  // biome-ignore lint/style/noProcessEnv: replaced at build time, so that the page is empty in a built Drawbridge.
  if (process.env.NODE_ENV !== "development") notFound();
  return <Samples />;
}
