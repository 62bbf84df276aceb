import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type uPlotType from "uplot";
import { theme } from "@/store/theme";
import { money } from "@/i18n/format";
import "uplot/dist/uPlot.min.css";

interface Props {
  /** What stands under each pair of bars. */
  labels: string[];
  spent: number[];
  received: number[];
  currency: string;
  /** Said to a screen reader; the numbers are in the table beside it. */
  label: string;
}

/** Bars for what was spent and received, in the colours of the theme. */
export function Chart({ labels, spent, received, currency, label }: Props): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const scheme = theme.value;
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let chart: uPlotType | undefined;
    let gone = false;
    const style = getComputedStyle(element);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const resize = new ResizeObserver(() => chart?.setSize({ width: element.clientWidth, height: 220 }));
    void import("uplot").then(({ default: UPlot }) => {
      if (gone) return;
      const bars = UPlot.paths.bars!({ size: [0.38, 26], align: 1, radius: 0.2, gap: 1 });
      const left = UPlot.paths.bars!({ size: [0.38, 26], align: -1, radius: 0.2, gap: 1 });
      const axis = { stroke: color("--ink3"), font: "12px Inter Variable, system-ui", grid: { show: false }, ticks: { show: false } };
      chart = new UPlot({
        width: element.clientWidth, height: 220, legend: { show: false }, cursor: { show: false }, padding: [10, 8, 0, 0],
        scales: { x: { time: false, range: (_, min, max) => [min - 0.6, max + 0.6] }, y: { range: (_, __, max) => [0, Math.max(100, max * 1.08)] } },
        axes: [
          { ...axis, size: 28, splits: () => labels.map((_, index) => index), values: (_, splits) => splits.map((index) => labels[index] ?? "") },
          { ...axis, size: 76, grid: { show: true, stroke: color("--line"), width: 1 }, values: (_, splits) => splits.map((cents) => money(cents, currency, { round: true })) },
        ],
        series: [{}, { paths: left, fill: color("--accent"), stroke: color("--accent"), width: 0, points: { show: false } }, { paths: bars, fill: color("--ok"), stroke: color("--ok"), width: 0, points: { show: false } }],
      }, [labels.map((_, index) => index), spent, received], element);
      resize.observe(element);
    });
    return () => {
      gone = true;
      resize.disconnect();
      chart?.destroy();
    };
  }, [scheme, currency, labels.join("|"), spent.join("|"), received.join("|")]);
  return <div class="chart" ref={host} role="img" aria-label={label} />;
}
