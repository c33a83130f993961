import { t } from "#lib/texts/index.ts";

/** The parts of the instance's settings by their places in the address, in the order of the page. */
const settingsParts = {
  expiry: t("Expiry of kubeconfigs"),
  limits: t("Limits of kubeconfigs"),
  audit: t("Retention of the audit"),
  "sign-in": t("Signing in"),
  "external-url": t("External URL"),
  certificate: t("Certificate"),
  instance: t("This instance"),
  support: t("Support"),
} as const;

/** Title and place of a part. */
export function settingsPart(anchor: keyof typeof settingsParts) {
  return { anchor, title: settingsParts[anchor] };
}

/** Leads to each part: the page is long. */
export function SettingsContents() {
  return (
    <nav aria-label={t("Parts of the settings")} className="pb-6">
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {Object.entries(settingsParts).map(([anchor, title]) => (
          <li key={anchor}>
            <a href={`#${anchor}`} className="text-link">
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
