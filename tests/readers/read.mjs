// The documents on stdin as js-yaml reads them, as JSON.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const yaml = createRequire(`${process.env.TOOLS}/`)('js-yaml')
process.stdout.write(JSON.stringify(yaml.loadAll(readFileSync(0, 'utf8'))))
