export { type AdminLink, makeAdminLink } from "./admin-link.ts";
export { acceptInvitation, describeInvitation, inviteAgain, resetPassword } from "./invitations.ts";
export { createFirstAdmin, createFirstAdminUnattended, prepareSetUpCode, setUpState } from "./set-up.ts";
export { createUser, deleteUser, findUser, listAdministratorNames, listUserNames, listUsers, setUsersDisabled, updateUser } from "./users.ts";
