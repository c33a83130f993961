import { notFound } from "next/navigation";

/** The id in the URL; what is no id has no page. */
export async function environmentIdOf(params: Promise<{ id: string }>): Promise<number> {
  const { id } = await params;
  if (!/^[1-9]\d{0,14}$/.test(id)) notFound();
  return Number(id);
}
