import { Gate } from "#components/gate.tsx";
import { ButtonLink } from "#components/ui/button.tsx";

export default function NotFoundPage() {
  return (
    <Gate title="There is no such page" lead="The address is wrong, or what it named was removed.">
      <ButtonLink href="/">Go to environments</ButtonLink>
    </Gate>
  );
}
