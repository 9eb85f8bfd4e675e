// A small chart writer: curves, a band, axes with round ticks, a legend, as SVG text. No DOM, no dependencies; the plotting
// packages that work without a DOM are much larger than this. UNTRUSTED, pure; used by plot.ts.

export interface Curve {
  readonly label: string
  readonly colour: string
  readonly points: readonly (readonly [number, number])[]
}

export interface Band {
  readonly label: string
  readonly colour: string
  /** x, lower end, upper end */
  readonly points: readonly (readonly [number, number, number])[]
}

export interface Chart {
  readonly title: string
  readonly subtitle: string
  readonly xLabel: string
  readonly curves: readonly Curve[]
  readonly bands: readonly Band[]
  /** Logarithmic vertical axis; every value must then be positive or is left out. */
  readonly logarithmic: boolean
}

const [WIDTH, HEIGHT] = [720, 440]
const MARGIN = { left: 70, right: 20, top: 56, bottom: 52 }

const escape = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const short = (x: number): string => `${Number(x.toPrecision(4))}`
const px = (x: number): string => x.toFixed(1)

/** Round numbers, about `count` of them, that cover part of [low, high] evenly: steps 1, 2, 5 times a power of ten. */
export function ticks(low: number, high: number, count: number): readonly number[] {
  if (!(high > low)) return [low]
  const raw = (high - low) / count
  const unit = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((k) => k * unit).find((s) => s >= raw) ?? raw
  const first = Math.ceil(low / step - 1e-9)
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, k) => (first + k) * step)
}

/** Powers of ten in [low, high], thinned to at most `count`. */
function decades(low: number, high: number, count: number): readonly number[] {
  const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)]
  const step = Math.max(1, Math.ceil((to - from + 1) / count))
  return Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, k) => 10 ** (from + k * step))
}

class Scale {
  constructor(readonly low: number, readonly high: number, readonly from: number, readonly to: number, readonly logarithmic: boolean) {}

  at(x: number): number {
    const f = (v: number): number => (this.logarithmic ? Math.log(v) : v)
    const width = f(this.high) - f(this.low)
    return this.from + (this.to - this.from) * (width === 0 ? 0.5 : (f(x) - f(this.low)) / width)
  }
}

/** The chart as a complete SVG document. Points that are not finite (or not positive on a logarithmic axis) are left out. */
export function drawChart(chart: Chart): string {
  const usable = (y: number): boolean => Number.isFinite(y) && (!chart.logarithmic || y > 0)
  const curves = chart.curves.map((c) => ({ ...c, points: c.points.filter(([x, y]) => Number.isFinite(x) && usable(y)) }))
  const floor = Math.min(...curves.flatMap((c) => c.points.map(([, y]) => y)), Infinity)
  // A lower end of 0 on a logarithmic axis is drawn at the bottom.
  const lowered = (b: Band): Band['points'] => b.points.map(([x, low, high]) => [x, usable(low) ? low : floor, high])
  const bands = chart.bands.map((b) => ({ ...b, points: lowered(b).filter(([, low, high]) => usable(low) && usable(high)) }))
  const xs = [...curves.flatMap((c) => c.points.map(([x]) => x)), ...bands.flatMap((b) => b.points.map(([x]) => x))]
  const ys = [...curves.flatMap((c) => c.points.map(([, y]) => y)), ...bands.flatMap((b) => b.points.flatMap(([, l, h]) => [l, h]))]
  const x = new Scale(least(xs, 0), most(xs, 1), MARGIN.left, WIDTH - MARGIN.right, false)
  const y = new Scale(least(ys, chart.logarithmic ? 0.1 : 0), most(ys, 1), HEIGHT - MARGIN.bottom, MARGIN.top, chart.logarithmic)
  const polygon = (points: Curve['points']): string => points.map(([a, b]) => `${px(x.at(a))},${px(y.at(b))}`).join(' ')
  const parts = [
    ...bands.map((b) => `<polygon fill="${b.colour}" fill-opacity="0.2" points="${polygon([
      ...b.points.map(([a, , high]) => [a, high] as const), ...[...b.points].reverse().map(([a, low]) => [a, low] as const),
    ])}"/>`),
    ...curves.map((c) => `<polyline fill="none" stroke="${c.colour}" stroke-width="2" points="${polygon(c.points)}"/>`),
    ...axes(chart, x, y),
    ...legend([...chart.curves, ...chart.bands]),
    text(MARGIN.left, 22, chart.title, 'start', 15),
    text(MARGIN.left, 40, chart.subtitle, 'start', 11),
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"`,
    `  viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`, ...parts, '</svg>', '',
  ].join('\n')
}

const least = (values: readonly number[], otherwise: number): number => (values.length === 0 ? otherwise : Math.min(...values))
const most = (values: readonly number[], otherwise: number): number => (values.length === 0 ? otherwise : Math.max(...values))

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end', size: number): string {
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" text-anchor="${anchor}">${escape(content)}</text>`
}

function axes(chart: Chart, x: Scale, y: Scale): readonly string[] {
  const bottom = HEIGHT - MARGIN.bottom
  const line = (a: number, b: number, c: number, d: number, colour: string): string =>
    `<line x1="${px(a)}" y1="${px(b)}" x2="${px(c)}" y2="${px(d)}" stroke="${colour}"/>`
  const yTicks = chart.logarithmic ? decades(y.low, y.high, 8) : ticks(y.low, y.high, 6)
  return [
    ...ticks(x.low, x.high, 8).flatMap((v) => [
      line(x.at(v), bottom, x.at(v), bottom + 5, 'black'), text(x.at(v), bottom + 18, short(v), 'middle', 11),
    ]),
    ...yTicks.flatMap((v) => [
      line(MARGIN.left, y.at(v), WIDTH - MARGIN.right, y.at(v), '#ddd'), text(MARGIN.left - 8, y.at(v) + 4, short(v), 'end', 11),
    ]),
    line(MARGIN.left, bottom, WIDTH - MARGIN.right, bottom, 'black'), line(MARGIN.left, MARGIN.top, MARGIN.left, bottom, 'black'),
    text((MARGIN.left + WIDTH - MARGIN.right) / 2, HEIGHT - 14, chart.xLabel, 'middle', 13),
  ]
}

function legend(items: readonly { readonly label: string; readonly colour: string }[]): readonly string[] {
  return items.flatMap(({ label, colour }, i) => {
    const y = MARGIN.top + 14 + 18 * i
    const x = WIDTH - MARGIN.right - 200
    const key = `<rect x="${px(x)}" y="${px(y - 9)}" width="14" height="10" fill="${colour}" fill-opacity="0.8"/>`
    return [key, text(x + 20, y, label, 'start', 12)]
  })
}
