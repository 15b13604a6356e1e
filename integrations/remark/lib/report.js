/** Diagnostics of the program become messages of the page, in the place where the page says it. */

import { relative, resolve } from 'node:path'

/** @import {VFile} from 'vfile' */
/** @import {VFileMessage} from 'vfile-message' */
/** @import {Diagram, Request} from './diagram.js' */
/** @import {Diagnostic, Place} from './types.js' */

const SOURCE = 'threatline'

/**
 * @param {Array<{ request: Request, diagram: Diagram }>} drawn
 * @param {VFile} page
 * @param {string} root
 * @throws {VFileMessage} where there is an error
 */
export function report(drawn, page, root) {
  /** @type {VFileMessage[]} */
  const errors = []
  for (const { request, diagram } of drawn) {
    for (const diagnostic of diagram.diagnostics) {
      const message = messageOf(diagnostic, request, diagram, page, root)
      if (diagnostic.severity === 'error') errors.push(message)
    }
  }
  if (errors.length > 0) throw first(errors)
}

/**
 * @param {Diagnostic} diagnostic
 * @param {Request} request
 * @param {Diagram} diagram
 * @param {VFile} page
 * @param {string} root
 */
function messageOf(diagnostic, request, { model }, page, root) {
  const { place } = diagnostic
  const inPage = place !== undefined && model.file === undefined && place.file === '<stdin>'
  const point = inPage ? request.pointOf(place.line, place.column) : request.point
  const elsewhere = place && !inPage ? `${placeFrom(root, model.folder, place)}: ` : ''
  const message = page.message(elsewhere + sentence(diagnostic), { place: point, source: SOURCE, ruleId: diagnostic.code })
  message.fatal = diagnostic.severity === 'error' ? true : diagnostic.severity === 'note' ? undefined : false
  return message
}

/** @param {Diagnostic} diagnostic */
function sentence({ severity, code, message, help }) {
  return `${severity}${code ? `[${code}]` : ''}: ${message}${help ? ` (help: ${help})` : ''}`
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {Place} place
 */
function placeFrom(root, folder, { file, line, column }) {
  return `${relative(root, resolve(folder, file))}:${line}:${column}`
}

/**
 * Most tools show only what is thrown, so it names the other errors too.
 *
 * @param {VFileMessage[]} errors
 */
function first(errors) {
  const [thrown, ...others] = /** @type {[VFileMessage, ...VFileMessage[]]} */ (errors)
  thrown.message = [thrown, ...others].map((each) => `${each.name}: ${each.reason}`).join('\n')
  return thrown
}
