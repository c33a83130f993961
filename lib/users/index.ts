export { acceptInvitation, describeInvitation, inviteAgain, resetPassword } from "./invitations.ts";
export { createFirstAdmin, createFirstAdminUnattended, prepareSetUpCode, setUpState } from "./set-up.ts";
export { createUser, deleteUser, listAdministratorNames, listUsers, setUserDisabled, updateUser } from "./users.ts";
