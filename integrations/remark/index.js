export { default } from './lib/remark.js'
