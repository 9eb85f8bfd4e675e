// The command line beyond its transcripts: exit codes together, output files, colour, locks that drift, and a quick start.
import test from 'ava'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { bundle, project, removeBundle, stable, whp } from './harness.js'

test.before(bundle)
test.after.always(removeBundle)

const lemma = (name: string, show: string, by = 'linear') => `lemma ${name}\n  fix x y : ℝ\n  where x ≤ y\n  show ${show}\n  by ${by}\n`
const good = `theory Good\n${lemma('one', 'x ≤ y + 1')}`
const schema = (name: string) => JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8')) as object

test('--version loads next to nothing', (t) => {
  // A count of bytes, not of milliseconds: what the entry imports before it knows which command is meant.
  const dist = new URL('../../dist/', import.meta.url)
  const seen = new Set<string>()
  const load = (name: string): number => {
    if (seen.has(name)) return 0
    seen.add(name)
    const text = readFileSync(new URL(name, dist), 'utf8')
    const imported = [...text.matchAll(/^(?:import|\} from|import \{[^}]*\} from)\s*"(\.\/[^"]+)"/gmu)].map((m) => m[1] ?? '')
    return text.length + imported.reduce((sum, next) => sum + load(next), 0)
  }
  const bytes = load('./whp.js')
  t.true(bytes < 300_000, `${String(bytes)} characters are loaded before the command is known`)
})

test('exit codes of check', (t) => {
  const code = (text: string) => whp(project({ 'a.whp': `theory A\n${text}` }), ['check', 'a.whp', '--no-numeric']).code
  t.is(code(lemma('l', 'x ≤ y')), 0)
  t.is(code(lemma('l', 'y ≤ x')), 1)
  t.is(code('lemma l\n  show ((\n'), 2)
  t.is(code(lemma('l', 'x ≤ y', '?')), 3)
  t.is(code(`${lemma('l', 'x ≤ y', '?')}${lemma('m', 'y ≤ x')}`), 1)
})

test('the JSON report is valid, numeric verdicts included', (t) => {
  const run = whp(project({ 'a.whp': `${good}${lemma('bad', 'y ≤ x')}` }), ['check', 'a.whp', '--format', 'json', '--samples', '50'])
  t.is(run.code, 1)
  const report = JSON.parse(run.stdout) as any
  const validate = new Ajv({ strict: true, allErrors: true }).compile(schema('report'))
  t.true(validate(report), JSON.stringify(validate.errors))
  t.is(report.theorems[0].numeric.status, 'consistent')
  t.is(report.theorems[1].numeric.status, 'violated')
  t.is(report.seed, 1)
})

test('an output file is written whole, and several formats go to several files', (t) => {
  const directory = project({ 'a.whp': good })
  const run = whp(directory, ['check', 'a.whp', '--no-numeric', '--format', 'json,sarif,human', '--output', 'out.{format}'])
  t.is(run.code, 0)
  t.true(run.stdout.includes('1 proved'))
  t.is((JSON.parse(readFileSync(join(directory, 'out.json'), 'utf8')) as any).version, 1)
  t.is((JSON.parse(readFileSync(join(directory, 'out.sarif'), 'utf8')) as any).version, '2.1.0')
  t.deepEqual(readdirSync(directory).sort(), ['a.whp', 'out.json', 'out.sarif'])
  const alone = whp(directory, ['check', 'a.whp', '--no-numeric', '--format', 'json', '--output', 'r.json'])
  t.is(alone.stdout, '')
  t.true(alone.stderr.includes('1 proved'))
  t.is(whp(directory, ['check', 'a.whp', '--format', 'json,sarif', '--output', 'one']).code, 2)
  t.is(whp(directory, ['check', 'a.whp', '--no-numeric', '--output', 'no/such/dir/x']).code, 2)
})

test('--allow-axioms refuses the axioms it does not list', (t) => {
  const text = 'theory A\naxiom a\n  fix x : ℝ\n  show x ≤ x + 1\n  cite "Book"\n'
  const directory = project({ 'a.whp': text, 'some.txt': '# none\nother\n', 'all.txt': 'a  # from the book\n' })
  t.is(whp(directory, ['check', 'a.whp', '--no-numeric']).code, 0)
  t.is(whp(directory, ['check', 'a.whp', '--no-numeric', '--allow-axioms', 'all.txt']).code, 0)
  const refused = whp(directory, ['check', 'a.whp', '--no-numeric', '--allow-axioms', 'some.txt'])
  t.is(refused.code, 1)
  t.true(refused.stdout.includes('axiom-not-allowed'))
  t.is(whp(directory, ['check', 'a.whp', '--allow-axioms', 'missing.txt']).code, 2)
})

test('a lock notices drift with exit code 4, and a failed proof weighs more', (t) => {
  const directory = project({ 'proofs/a.whp': good })
  const file = join(directory, 'proofs', 'a.whp')
  t.is(whp(directory, ['lock']).code, 0)
  const lock = JSON.parse(readFileSync(join(directory, 'whp.lock'), 'utf8')) as object
  t.true(new Ajv({ strict: true }).compile(schema('lock'))(lock))
  const locked = () => whp(directory, ['check', '--locked', '--no-numeric'])
  t.is(locked().code, 0)
  writeFileSync(file, good.replace('x ≤ y + 1', 'x ≤ y + 2'))
  t.is(locked().code, 4)
  t.true(locked().stdout.includes('Good.one no longer says what was locked'))
  writeFileSync(file, good.replace('where x ≤ y', 'where x ≤ y, 0 ≤ x'))
  t.true(locked().stdout.includes('Good.one gained the hypothesis 0 ≤ x'))
  writeFileSync(file, good.replace('lemma one', 'lemma two'))
  t.true(locked().stdout.includes('the locked theorem Good.one is gone or no longer proved'))
  writeFileSync(file, good.replace('x ≤ y + 1', 'x ≤ y - 1'))
  t.is(locked().code, 1)
  t.is(whp(directory, ['lock']).code, 1)
  writeFileSync(join(directory, 'whp.lock'), '{')
  t.is(locked().code, 2)
})

test('colour follows NO_COLOR and FORCE_COLOR', (t) => {
  const directory = project({ 'a.whp': `theory A\n${lemma('bad', 'y ≤ x')}` })
  const escape = String.fromCharCode(27)
  t.false(whp(directory, ['check', 'a.whp', '--no-numeric']).stdout.includes(escape))
  t.true(whp(directory, ['check', 'a.whp', '--no-numeric'], { NO_COLOR: '', FORCE_COLOR: '1' }).stdout.includes(escape))
  t.false(whp(directory, ['check', 'a.whp', '--no-numeric'], { FORCE_COLOR: '1' }).stdout.includes(escape))
})

test('the same seed gives the same report, and --jobs does not change it', (t) => {
  const directory = project({ 'a.whp': `${good}${lemma('bad', 'y ≤ x')}` })
  const options = ['check', 'a.whp', '--format', 'json', '--samples', '40']
  const report = (...args: string[]) => stable(whp(directory, [...options, ...args]).stdout)
  t.is(report('--seed', '7'), report('--seed', '7', '--jobs', '2'))
})

test('init makes a project that checks, and touches nothing that exists', (t) => {
  const directory = project({})
  t.is(whp(directory, ['init']).code, 0)
  t.true(existsSync(join(directory, '.github', 'workflows', 'proofs.yml')))
  t.is(whp(directory, ['check', '--no-numeric']).code, 0)
  writeFileSync(join(directory, 'proofs', 'Example.whp'), 'mine')
  t.is(whp(directory, ['init']).code, 2)
  t.is(readFileSync(join(directory, 'proofs', 'Example.whp'), 'utf8'), 'mine')
})

test('help names every command', (t) => {
  const { stdout, code } = whp('.', ['--help'])
  t.is(code, 0)
  const commands = ['check', 'lock', 'show', 'axioms', 'find', 'explain', 'prove', 'sample', 'format', 'init']
  for (const name of commands) t.regex(stdout, new RegExp(`^  ${name} `, 'mu'))
})

test('sample prints the verdict of one statement', (t) => {
  const directory = project({ 'a.whp': `${good}${lemma('bad', 'y ≤ x')}` })
  const fine = whp(directory, ['sample', 'one', '-p', 'a.whp'])
  t.is(fine.code, 0)
  t.true(fine.stdout.startsWith('Good.one: consistent'))
  const bad = whp(directory, ['sample', 'bad', '-p', 'a.whp'])
  t.is(bad.code, 1)
  t.true(bad.stdout.includes('counterexample (exact)'))
})

test('an exact counterexample stands beside a failed proof, and a false axiom is an error', (t) => {
  const text = `theory A\naxiom silly\n  fix x : ℝ\n  show x^2 ≥ x\n  cite "Nobody"\n${lemma('bad', 'y ≤ x')}`
  const run = whp(project({ 'a.whp': text }), ['check', 'a.whp', '--samples', '100'])
  t.is(run.code, 1)
  t.regex(run.stdout, /error: the axiom silly is false: it fails at x = /u)
  t.regex(run.stdout, /hint {4}the claim bad is false: it fails at x = /u)
})
