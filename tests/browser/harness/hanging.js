// How long the tests wait before something counts as hanging. These are guards, so that a hung program ends a run; they
// measure nothing and say nothing about how fast the portal is. A machine several times slower passes as well.

/** One step: a press, a page, an answer, the start of the server. In milliseconds, as all of them. */
export const stepHangs = 60_000;

/** One test. */
export const testHangs = 600_000;

/** A test that looks at every page. */
export const walkHangs = 3_600_000;
