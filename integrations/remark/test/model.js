/** What the tests have in common. */

import { execFileSync } from 'node:child_process'

/** The program under test; THREATLINE names another than the one on the PATH. */
export const command = process.env.THREATLINE ?? 'threatline'

export const model = `model "Sign-in" { scope: "Signing in with a password" }
entity user "User" { kind: person }
boundary cloud "Cloud" { process web "Web app" }
flow user -> web "name and password" { protocol: https }
threat guess: spoofing on web "A script tries <b>leaked</b> passwords {now}" { likelihood: high; impact: low }
view outside "Outside" { exclude: web }
`

export const broken = model.replace('user -> web', 'user -> wob')

/** @param {string[]} [flags] */
export function drawn(flags = [], input = model) {
  return execFileSync(command, ['render', '--format=svg', ...flags, '-'], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })
}

export function fence(meta = '', text = model) {
  return `\`\`\`tm ${meta}\n${text}\`\`\`\n`
}
