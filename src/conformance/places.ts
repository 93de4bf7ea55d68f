/** So many may be at work at a time. */
export interface Places {
  readonly take: () => Promise<void>;
  /** Takes a place again, before all who have not had one: what was waited for does not wait for them. */
  readonly takeAgain: () => Promise<void>;
  readonly give: () => void;
}

/** Opens a number of places; who comes first is served first, after those who come back. */
export function openPlaces(count: number): Places {
  const back: (() => void)[] = [], waiting: (() => void)[] = [];
  let free = count;
  const takeIn = (queue: (() => void)[]) => () => {
    if (free > 0) {
      free--;
      return Promise.resolve();
    }
    return new Promise<void>((resolve) => queue.push(resolve));
  };
  return {
    take: takeIn(waiting),
    takeAgain: takeIn(back),
    give: () => {
      const next = back.shift() ?? waiting.shift();
      if (next) next();
      else free++;
    },
  };
}
