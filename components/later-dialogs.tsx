"use client";

import { type ComponentProps, lazy, Suspense } from "react";
import type { KubeconfigDialog as KubeconfigDialogNow } from "./kubeconfig-dialog.tsx";
import type { RenewDialog as RenewDialogNow } from "./kubeconfig-renew.tsx";

// Home is there sooner without the dialogs that it may open. Each is loaded when it is asked for, or shortly before.
const kubeconfig = () => import("./kubeconfig-dialog.tsx");
const renew = () => import("./kubeconfig-renew.tsx");
const LazyKubeconfig = lazy(async () => ({ default: (await kubeconfig()).KubeconfigDialog }));
const LazyRenew = lazy(async () => ({ default: (await renew()).RenewDialog }));

export function KubeconfigDialog(props: ComponentProps<typeof KubeconfigDialogNow>) {
  return (
    <Suspense>
      <LazyKubeconfig {...props} />
    </Suspense>
  );
}

export function RenewDialog(props: ComponentProps<typeof RenewDialogNow>) {
  return (
    <Suspense>
      <LazyRenew {...props} />
    </Suspense>
  );
}

/** Call when a pointer or the focus comes near what opens the dialog. */
export function prepareKubeconfigDialog(): void {
  void kubeconfig();
}
