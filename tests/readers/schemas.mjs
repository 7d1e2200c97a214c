// Every schema compiles in ajv, as it comes and with `strict: true`.
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(`${process.env.TOOLS}/`)
const Ajv = require('ajv/dist/2020').default
const folder = process.argv[2]
const names = readdirSync(folder).filter((name) => name.endsWith('.schema.json'))
if (names.length < 16) throw new Error(`${names.length} schemas only`)
for (const name of names) {
  const schema = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))
  for (const options of [{}, { strict: true }]) {
    const said = []
    const logger = { log: (it) => said.push(it), warn: (it) => said.push(it), error: (it) => said.push(it) }
    new Ajv({ ...options, logger }).compile(schema)
    if (said.length > 0) throw new Error(`${name}: ${said.join('\n')}`)
  }
}
// A compiler that takes everything would show nothing.
let refused = false
try {
  new Ajv({ strict: true }).compile({ type: 'string', minimum: 1 })
} catch {
  refused = true
}
if (!refused) throw new Error('ajv finds no fault')
console.log(`${names.length} schemas compile in ajv, strict ones too`)
