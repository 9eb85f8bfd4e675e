// Every derived rule of the tables is a closed theorem that rests on base axioms alone, for every combination of its arguments that exists.
import test from 'ava'
import { KernelError } from '../../src/kernel/type.js'
import { freeVars } from '../../src/kernel/term.js'
import { axiomsOf, type Theorem } from '../../src/kernel/theorem.js'
import * as cases from '../../src/engine/case-rules.js'
import * as elementary from '../../src/engine/elementary-rules.js'
import * as signs from '../../src/engine/positivity-rules.js'

const bools = [false, true] as const
const orders = ['≥', '>', '≤', '<'] as const
const each = <T>(list: readonly T[], make: (x: T) => Theorem): Theorem[] => list.map(make)

const tables: Record<string, () => readonly Theorem[]> = {
  exp: () => [elementary.expZero(), elementary.expPos(), ...each(bools, elementary.expMono), ...each(bools, elementary.expCancel),
    ...each(orders, elementary.expOne)],
  log: () => [elementary.logExp(), elementary.logOne(), elementary.logTangent(), ...each(bools, elementary.logMono),
    ...each(orders, elementary.logSign)],
  sqrt: () => [elementary.sqrtPos(), ...each(bools, elementary.sqrtMono)],
  'absolute values': () => [cases.absNonneg(), cases.leAbs(), cases.negLeAbs(), cases.absPos(), ...each(bools, cases.absLe)],
  'max and min': () => [...each([0, 1] as const, cases.leMax), ...each([0, 1] as const, cases.minLe), ...each(bools, cases.maxLe),
    ...each(bools, cases.leMin)],
  'if': () => each([...orders, '≠'] as const, cases.iteRule),
  'inverses and powers': () => [...each(bools, cases.invAntitone), ...each(bools, cases.powMono), ...each(bools, cases.powExponent),
    ...each(['≥', '>', '≠'] as const, signs.powRule)],
  'signs of parts': () => [...each([...orders, '≠'] as const, signs.negRule), ...each([...orders, '≠'] as const, signs.invRule),
    signs.mulNonzero(),
    signs.divNonzero(), ...each(['>', '<'] as const, signs.strictRule), ...each(['≥', '≤'] as const, signs.weakRule),
    ...each(['>', '<'] as const, signs.nonzeroRule)],
}

for (const [name, rules] of Object.entries(tables)) {
  test(`rules about ${name} are closed and rest on base axioms`, (t) => {
    for (const th of rules()) {
      t.is(th.hyps.length, 0)
      t.is(freeVars(th.concl).length, 0)
      t.true(axiomsOf(th).every((a) => a.kind === 'base'))
    }
  })
}

test('sums and products have a rule exactly for the signs that determine the whole', (t) => {
  const value = { '≥': [0, 1], '>': [1], '≤': [-1, 0], '<': [-1] } as const
  const holds = (sign: signs.OrderSign, v: number): boolean => (sign === '≥' ? v >= 0 : sign === '>' ? v > 0 : sign === '≤' ? v <= 0
    : v < 0)
  const operations = [[signs.mulRule, (x: number, y: number) => x * y], [signs.divRule, (x: number, y: number) => x * y]] as const
  for (const [rule, operation] of operations) {
    for (const a of orders) {
      for (const b of orders) {
        for (const goal of orders) {
          const valid = value[a].every((x) => value[b].every((y) => holds(goal, operation(x, y))))
          if (!valid) t.throws(() => rule(a, b, goal), { instanceOf: KernelError })
        }
      }
    }
  }
})
