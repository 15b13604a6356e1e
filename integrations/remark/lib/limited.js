/**
 * The same function, of which no more than some calls run at a time; the others wait for their turn.
 *
 * @template {unknown[]} Arguments
 * @template Result
 * @param {number} limit
 * @param {(...args: Arguments) => Promise<Result>} run
 * @returns {(...args: Arguments) => Promise<Result>}
 */
export function limited(limit, run) {
  let running = 0
  /** @type {Array<() => void>} */
  const waiting = []

  return async (...args) => {
    if (running < limit) running += 1
    // Whoever is done hands its place on, so the count stays.
    else await new Promise((/** @type {(value: void) => void} */ go) => waiting.push(go))
    try {
      return await run(...args)
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
