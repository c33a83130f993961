import { describe, expect, it } from "vitest";
import { passwordWeakness } from "./password-weakness.ts";

describe("a password", () => {
  it.each(["tulip kettle moss", "xk29!slq02mz", "пароль 密码 🌷 moss"])("%j is good enough", (password) => {
    expect(passwordWeakness(password, "bob")).toBeNull();
  });

  it.each(["password1234", "qwertyuiop123", "aaaaaaaaaaaa", "123456789012", "Password123!", "passwordpassword", "administrator1", "drawbridge123"])(
    "%j is refused as easy to guess, with what to do",
    (password) => {
      expect(passwordWeakness(password, "bob")).toContain("use a few unrelated words");
    },
  );

  it("with the login in it is refused, in any case", () => {
    expect(passwordWeakness("tulip ALICE.W moss", "alice.w")).toContain("your login");
  });

  it("of 200 characters is judged in no time", () => {
    const start = performance.now();
    passwordWeakness("kJ8#".repeat(50), "bob");
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
