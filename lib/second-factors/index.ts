export { requireSecondFactorOfAdmins } from "./requirement.ts";
export { acknowledgeFactorsReset, findSecondFactors, type RemovedFactor, removeSecondFactors, requiredFactors, resetSecondFactors } from "./second-factors.ts";
export { secondFactorColumns, secondFactorsViewOf } from "./view.ts";
