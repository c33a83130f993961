import { SettingsForm } from "#components/settings-form.tsx";
import type { InstanceFact } from "#components/settings-instance.tsx";
import { InstanceFacts } from "#components/settings-instance.tsx";
import { Time } from "#components/ui/clock.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Surface } from "#components/ui/table.tsx";
import { type Config, config, configVariables } from "#lib/config.ts";
import { readSettings } from "#lib/settings/index.ts";
import { requireAdminContext } from "../require-admin.ts";
import { updateSettingsAction } from "./actions.ts";
import { readServedCertificate, type ServedCertificate } from "./served-certificate.ts";

export default async function SettingsPage() {
  const { context } = await requireAdminContext();
  const [settings, certificate] = await Promise.all([readSettings(context.db), readServedCertificate(config())]);
  return (
    <>
      <PageHead title="Settings" />
      <div className="flex flex-col gap-8">
        <section aria-labelledby="expiry" className="flex flex-col gap-3">
          <div>
            <h2 id="expiry" className="font-strong text-head">
              Expiry of kubeconfigs
            </h2>
            <p className="text-ink-soft">A change holds for new files only: every file that exists keeps the expiry it was made with.</p>
          </div>
          <Surface className="p-5">
            <SettingsForm settings={settings} action={updateSettingsAction} />
          </Surface>
        </section>
        <section aria-labelledby="instance" className="flex flex-col gap-3">
          <div>
            <h2 id="instance" className="font-strong text-head">
              This instance
            </h2>
            <p className="text-ink-soft">Set by environment variables where Drawbridge is started; a restart takes them over.</p>
          </div>
          <Surface className="p-5">
            <InstanceFacts facts={factsOf(config(), certificate)} />
          </Surface>
        </section>
      </div>
    </>
  );
}

function factsOf({ externalUrl, tlsFiles, dataDir, listen }: Config, certificate: ServedCertificate | null): InstanceFact[] {
  const isDefault = (name: (typeof configVariables)[number]["name"], value: string) =>
    configVariables.some((variable) => variable.name === name && variable.fallback === value);
  const address = `${listen.host.includes(":") ? `[${listen.host}]` : listen.host}:${listen.port}`;
  return [
    {
      name: "External URL",
      value: externalUrl ?? "The address that the browser uses when a file is made",
      mono: externalUrl !== null,
      variable: "DRAWBRIDGE_EXTERNAL_URL",
      isSet: externalUrl !== null,
    },
    { name: "Listens on", value: address, mono: true, variable: "DRAWBRIDGE_LISTEN", isSet: !isDefault("DRAWBRIDGE_LISTEN", address) },
    {
      name: "Certificate",
      value: certificate ? <Certificate certificate={certificate} /> : "Its file cannot be read now.",
      variable: "DRAWBRIDGE_TLS_CERT_FILE",
      isSet: tlsFiles !== null,
    },
    { name: "Data directory", value: dataDir, mono: true, variable: "DRAWBRIDGE_DATA_DIR", isSet: !dataDir.endsWith("/data") },
  ];
}

function Certificate({ certificate }: { certificate: ServedCertificate }) {
  const { sha256, names, expiresAt, authoritySha256 } = certificate;
  return (
    <span className="flex flex-col gap-0.5">
      <span>{authoritySha256 ? "Made by Drawbridge’s own CA, which every issued file carries" : "From the operator’s files"}</span>
      <span className="font-mono text-small leading-5">{names}</span>
      <span>
        Expires <Time at={expiresAt} as="both" />
        {authoritySha256 && "; renewed by itself before"}
      </span>
      <Fingerprint of="Certificate" sha256={sha256} />
      {authoritySha256 && <Fingerprint of="CA" sha256={authoritySha256} />}
    </span>
  );
}

function Fingerprint({ of, sha256 }: { of: string; sha256: string }) {
  return (
    <span>
      {of}, SHA-256: <span className="font-mono text-small [overflow-wrap:anywhere]">{sha256}</span>
    </span>
  );
}
