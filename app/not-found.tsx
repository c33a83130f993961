import { Gate } from "#components/gate.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { t } from "#lib/texts/index.ts";

export default function NotFoundPage() {
  return (
    <Gate title={t("There is no such page")} lead={t("The address is wrong, or what it named was removed.")}>
      <ButtonLink href="/">{t("Go to environments")}</ButtonLink>
    </Gate>
  );
}
