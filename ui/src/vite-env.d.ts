/// <reference types="svelte" />
/// <reference types="vite/client" />

/** True in a build that shows scripted views in a browser, for looking at screens; false in every other. */
declare const __SCRIPTED__: boolean;
