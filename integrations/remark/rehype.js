export { default } from './lib/rehype.js'
