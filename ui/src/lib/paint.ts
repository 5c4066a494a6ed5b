/**
 * Calls back once what has just changed was painted: a frame ends with its painting, so that the second one begins after it. Answers how to
 * give up. A window that nobody sees paints nothing, and calls back when it is seen.
 */
export function afterPaint(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      // Not within the frame: others who wait for the same painting come first.
      timer = setTimeout(then);
    });
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
