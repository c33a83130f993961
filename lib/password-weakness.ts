import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { t } from "./texts/index.ts";

let judge: ZxcvbnFactory | undefined;

/** What is wrong with `password` for the person `login`, and what to do; null when it is good enough. Its length is judged by `passwordSchema`. */
export function passwordWeakness(password: string, login: string): string | null {
  // A login of two letters is in many a good password by chance.
  if (login.length > 2 && password.toLowerCase().includes(login.toLowerCase())) return t("It contains your login: choose one that has nothing to do with you.");
  judge ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs }); // 50 ms and some memory: not before it is needed
  const { score } = judge.check(password, [login, "drawbridge", "kubernetes", "kubectl", "kubeconfig"]);
  // Of 0 to 4; below 3 an attacker who has the hash needs fewer than 10^8 tries.
  return score < 3 ? t("It is easy to guess, being close to a common password or a pattern: use a few unrelated words.") : null;
}
