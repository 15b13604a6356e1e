import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { limited } from '../lib/limited.js'

test('no more run at a time than are allowed, and a failure gives its place back', async () => {
  let running = 0
  let most = 0
  const run = limited(3, async (/** @type {number} */ number) => {
    most = Math.max(most, ++running)
    await setTimeout(2)
    running -= 1
    if (number % 4 === 0) throw new Error('no')
    return number
  })
  const settled = await Promise.allSettled(Array.from({ length: 20 }, (_, number) => run(number)))
  assert.equal(settled.filter(({ status }) => status === 'rejected').length, 5)
  assert.equal(most, 3)
})
