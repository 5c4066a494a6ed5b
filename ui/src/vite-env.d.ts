/// <reference types="svelte" />
/// <reference types="vite/client" />

/** True in a build that shows scripted views in a browser, for looking at screens; false in every other. */
declare const __SCRIPTED__: boolean;

/** A drawing of Lucide, by its name there. */
declare module '$icons/*' {
  import type { IconNode } from 'lucide';
  const drawing: IconNode;
  export default drawing;
}

declare module 'lucide/dist/esm/createElement.mjs' {
  export { createElement as default } from 'lucide';
}
