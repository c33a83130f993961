import { notFound } from "next/navigation";
import { PageHead } from "#components/ui/page-head.tsx";
import { config } from "#lib/config.ts";
import { requireAdminContext } from "../admin/require-admin.ts";
import { ButtonSamples } from "./button-samples.tsx";
import { ChoiceSamples, FieldSamples, RefusedFormSample } from "./field-samples.tsx";
import { OverlaySamples } from "./overlay-samples.tsx";
import { Sample } from "./sample.tsx";
import { EmptySample, TableSamples } from "./table-samples.tsx";
import { CodeSamples, MessageSamples, StateSamples } from "./text-samples.tsx";
import { ColourSamples, TypeSamples } from "./token-samples.tsx";

/** Every primitive in every state, for administrators where a developer has turned it on. The pictures of e2e/specs/look are made of it. */
export default async function PrimitivesPage() {
  await requireAdminContext();
  if (!config().hasPrimitivesPage) notFound();
  return (
    <main className="mx-auto max-w-page">
      <div className="px-4 pt-8">
        <PageHead title="Primitives">Every primitive in every state. What hover and focus do is seen by pointer and Tab.</PageHead>
      </div>
      <div className="flex flex-col gap-6 pb-16">
        <Sample title="Colours">
          <ColourSamples />
        </Sample>
        <Sample title="Type">
          <TypeSamples />
        </Sample>
        <Sample title="Buttons">
          <ButtonSamples />
        </Sample>
        <Sample title="Fields">
          <FieldSamples />
        </Sample>
        <Sample title="Choices">
          <ChoiceSamples />
        </Sample>
        <Sample title="Form">
          <RefusedFormSample />
        </Sample>
        <Sample title="States">
          <StateSamples />
        </Sample>
        <Sample title="Messages">
          <MessageSamples />
        </Sample>
        <Sample title="Table">
          <TableSamples />
        </Sample>
        <Sample title="Empty">
          <EmptySample />
        </Sample>
        <Sample title="Code and tabs">
          <CodeSamples />
        </Sample>
        <Sample title="Overlays">
          <OverlaySamples />
        </Sample>
      </div>
    </main>
  );
}
