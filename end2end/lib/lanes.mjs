// How many journeys run side by side: most of the time each waits for its browser or for a clock.
const said = Number(process.env.VOIX_LANES ?? 2);
if (!Number.isInteger(said) || said < 1) throw new Error(`VOIX_LANES is a number from 1, not ${process.env.VOIX_LANES}`);

export const lanes = said;
