"use client";

import { createContext, type ReactNode, type SyntheticEvent, startTransition, useActionState, useContext, useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { Callout } from "./callout.tsx";
import { classNames } from "./class-names.ts";
import type { FormAction, FormState } from "./form-state.ts";

interface FormContextValue {
  errors: Record<string, string>;
  pending: boolean;
  /** Tells the form that a field shows errors of this name; the others are shown above the fields. */
  claim: (name: string) => () => void;
}

const FormContext = createContext<FormContextValue>({ errors: {}, pending: false, claim: () => () => undefined });

/** The error of field `name`, and whether an answer is awaited. */
export function useFormField(name: string | undefined): { error: string | undefined; pending: boolean } {
  const { errors, pending, claim } = useContext(FormContext);
  useEffect(() => (name === undefined ? undefined : claim(name)), [name, claim]);
  return { error: name === undefined ? undefined : errors[name], pending };
}

/**
 * The one form: sends its fields to a server action, shows the errors beside them, moves focus to the first, and keeps what was typed.
 * `onDone` gets the value of an accepted form.
 */
export function Form<T>({
  action,
  onDone,
  className,
  children,
}: {
  action: FormAction<T>;
  onDone?: (value: T) => void;
  className?: string;
  children: ReactNode;
}) {
  const form = useRef<HTMLFormElement>(null);
  const [state, dispatch, pending] = useActionState<FormState<T>, FormData>(action, null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [claimed, setClaimed] = useState<readonly string[]>([]);
  const [claim] = useState(() => (name: string) => {
    setClaimed((names) => [...names, name]);
    return () => setClaimed((names) => names.filter((other) => other !== name));
  });
  const done = useRef(onDone);
  done.current = onDone;

  useEffect(() => {
    setErrors(state?.ok === false ? state.errors : {});
    if (state?.ok) done.current?.(state.value);
  }, [state]);
  useEffect(() => {
    if (Object.keys(errors).length > 0 && state?.ok === false && errors === state.errors) focusFirstError(form.current);
  }, [errors, state]);

  // Not through the form's own action: React would then empty the fields after every answer.
  const submit = (event: SyntheticEvent<HTMLFormElement, SubmitEvent>) => {
    event.preventDefault();
    if (pending) return;
    const data = new FormData(event.currentTarget, event.nativeEvent.submitter);
    startTransition(() => dispatch(data));
  };
  const forget = (event: SyntheticEvent<HTMLFormElement>) => {
    const name = event.target instanceof Element ? event.target.closest("[data-field]")?.getAttribute("data-field") : null;
    if (name && errors[name]) setErrors(({ [name]: _mended, ...others }) => others);
  };

  const unclaimed = Object.entries(errors).filter(([name]) => !claimed.includes(name));
  return (
    <FormContext value={{ errors, pending, claim }}>
      <form
        ref={form}
        action={dispatch}
        onSubmit={submit}
        onInput={forget}
        noValidate
        className={classNames("flex flex-col gap-5", className)}
        aria-busy={pending}
      >
        {unclaimed.length > 0 && (
          <Callout tone="bad" role="alert" data-form-error tabIndex={-1}>
            {unclaimed.map(([name, message]) => (
              <p key={name}>{message}</p>
            ))}
          </Callout>
        )}
        {children}
      </form>
    </FormContext>
  );
}

/** Submits the form around it; shows progress while the answer is awaited. */
export function SubmitButton({ children, tone = "primary", className }: { children: ReactNode; tone?: "primary" | "danger"; className?: string }) {
  const { pending } = useContext(FormContext);
  return (
    <Button type="submit" tone={tone} pending={pending} className={className}>
      {children}
    </Button>
  );
}

function focusFirstError(form: HTMLFormElement | null): void {
  const selector = [
    "[data-form-error]",
    "[data-field][data-invalid] :is(input:not([aria-hidden]), textarea, [role=combobox], [role=checkbox], [role=radio], button)",
  ];
  form?.querySelector<HTMLElement>(selector.join(", "))?.focus();
}
