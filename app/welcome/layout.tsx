// The same frame as of everyone's pages.
export { default } from "../(signed-in)/layout.tsx";
