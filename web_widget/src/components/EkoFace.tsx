import type { JSX } from "preact";

export const MOODS = ["calm", "listening", "thinking", "working", "glad", "puzzled", "sorry"] as const;
export type Mood = (typeof MOODS)[number];

const FACES: Record<Mood, { eyes: string; mouth: string }> = {
  calm: { eyes: "M9 10v1.5M15 10v1.5", mouth: "M9 15c1.8 1.3 4.2 1.3 6 0" },
  listening: { eyes: "M9 9.5v2.2M15 9.5v2.2", mouth: "M11 15.2a1.2 1.2 0 0 0 2 0" },
  thinking: { eyes: "M9.6 9.3v1.4M15.6 9.3v1.4", mouth: "M9.5 15.4h4" },
  working: { eyes: "M8.2 10.8h1.8M14 10.8h1.8", mouth: "M9.5 15.2h5" },
  glad: { eyes: "M8.2 11c.5-1 1.5-1 2 0M13.8 11c.5-1 1.5-1 2 0", mouth: "M8.6 14.2c1.6 2.6 5.2 2.6 6.8 0" },
  puzzled: { eyes: "M9 9.6v2M15 10.6v1", mouth: "M9.5 15.6c1.2-1 2.6.6 5-.6" },
  sorry: { eyes: "M8.2 10.4l1.8.8M15.8 10.4l-1.8.8", mouth: "M9 16c1.8-1.3 4.2-1.3 6 0" },
};

/** Eko's face, in one of seven moods. */
export function EkoFace({ mood = "calm" }: { mood?: Mood }): JSX.Element {
  const face = FACES[mood];
  return (
    <svg class={`ekoface ${mood}`} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <circle cx="12" cy="12" r="8.5" />
      <path d={face.eyes} />
      <path d={face.mouth} />
    </svg>
  );
}
