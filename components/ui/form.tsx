"use client";

import Link from "next/link";
import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import { createContext, Fragment, type ReactNode, type SyntheticEvent, startTransition, useActionState, useContext, useEffect, useRef, useState } from "react";
import { t } from "#lib/texts/index.ts";
import { Button } from "./button.tsx";
import { Callout } from "./callout.tsx";
import { classNames } from "./class-names.ts";
import { type FormAction, type FormState, sessionEnded } from "./form-state.ts";
import { useUnsaved } from "./unsaved.ts";

interface FormContextValue {
  errors: Record<string, string>;
  pending: boolean;
  /** Something has been entered that is not sent yet. */
  changed: boolean;
  /** Tells the form that a field shows errors of this name; the others are shown above the fields. */
  claim: (name: string) => () => void;
}

const FormContext = createContext<FormContextValue>({ errors: {}, pending: false, changed: false, claim: () => () => undefined });

/** The error of field `name`, and whether an answer is awaited. */
export function useFormField(name: string | undefined): { error: string | undefined; pending: boolean } {
  const { errors, pending, claim } = useContext(FormContext);
  useEffect(() => (name === undefined ? undefined : claim(name)), [name, claim]);
  return { error: name === undefined ? undefined : errors[name], pending };
}

/**
 * The one form: sends its fields to a server action, shows the errors beside them, moves focus to the first, and keeps what was typed: nothing
 * of it is lost by a stray key or a link without a question.
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
  const [state, dispatch, pending] = useActionState<FormState<T>, FormData>(answered(action), null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [claimed, setClaimed] = useState<readonly string[]>([]);
  const [claim] = useState(() => (name: string) => {
    setClaimed((names) => [...names, name]);
    return () => setClaimed((names) => names.filter((other) => other !== name));
  });
  const { changed, note, look, sent } = useUnsaved(form, { pending, accepted: state?.ok ? state : null });
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
    sent();
    const data = new FormData(event.currentTarget, event.nativeEvent.submitter);
    startTransition(() => dispatch(data));
  };
  const forget = (event: SyntheticEvent<HTMLFormElement>) => {
    const name = event.target instanceof Element ? event.target.closest("[data-field]")?.getAttribute("data-field") : null;
    if (name && errors[name]) setErrors(({ [name]: _mended, ...others }) => others);
  };

  const unclaimed = Object.entries(errors).filter(([name]) => !claimed.includes(name));
  return (
    <FormContext value={{ errors, pending, changed, claim }}>
      <form
        ref={form}
        action={dispatch}
        onSubmit={submit}
        onInput={forget}
        onChange={look}
        onClick={look}
        onKeyUp={look}
        onFocusCapture={note}
        onPointerDownCapture={note}
        onKeyDownCapture={note}
        onDropCapture={note}
        noValidate
        className={classNames("flex flex-col gap-5", className)}
        aria-busy={pending}
      >
        {unclaimed.length > 0 && (
          <Callout tone="bad" role="alert" data-form-error tabIndex={-1}>
            {unclaimed.map(([name, message]) => (
              <Fragment key={name}>
                <p>{message}</p>
                {message === sessionEnded && <SignInElsewhere />}
              </Fragment>
            ))}
          </Callout>
        )}
        {children}
      </form>
    </FormContext>
  );
}

/**
 * Saves a form that stands on its page for good: quiet while it is as it was saved, and the one thing to press once it is not.
 */
export function SaveButton({ children }: { children: ReactNode }) {
  const { changed } = useContext(FormContext);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <SubmitButton tone={changed ? "primary" : "secondary"}>{children}</SubmitButton>
      {changed && <span className="text-ink-soft text-small">{t("Not saved yet")}</span>}
    </div>
  );
}

/** Submits the form around it; shows progress while the answer is awaited. `label` is its name where its words are not enough: in a table that has one a row. */
export function SubmitButton({
  children,
  tone = "primary",
  label,
  className,
}: {
  children: ReactNode;
  tone?: "primary" | "secondary" | "quiet" | "danger";
  label?: string;
  className?: string;
}) {
  const { pending } = useContext(FormContext);
  return (
    <Button type="submit" tone={tone} pending={pending} className={className} aria-label={label}>
      {children}
    </Button>
  );
}

/** An action that gets no answer is refused like any other: without this the page would fail, and what was typed be gone. */
function answered<T>(action: FormAction<T>): FormAction<T> {
  return async (previous, form) => {
    try {
      return await action(previous, form);
    } catch (error) {
      unstable_rethrow(error); // A redirect is thrown, too.
      return { ok: false, errors: { form: unstable_isUnrecognizedActionError(error) ? upgraded : noAnswer } };
    }
  };
}

const noAnswer = t("There was no answer. Check your connection and whether Drawbridge runs, then try again: what you entered stays here.");
const upgraded = t("Drawbridge was upgraded after this page was loaded. Copy what you entered, then load the page again.");

function SignInElsewhere() {
  return (
    <p>
      <Link href="/sign-in" target="_blank" className="text-link">
        {t("Sign in")}
        <span className="sr-only"> {t("(opens in a new tab)")}</span>
      </Link>
    </p>
  );
}

function focusFirstError(form: HTMLFormElement | null): void {
  const selector = [
    "[data-form-error]",
    "[data-field][data-invalid] :is(input:not([aria-hidden]), textarea, [role=combobox], [role=checkbox], [role=radio], button)",
  ];
  form?.querySelector<HTMLElement>(selector.join(", "))?.focus();
}
