/** So many may be at work at a time. */
export interface Places {
  readonly take: () => Promise<void>;
  readonly give: () => void;
}

/** Opens a number of places; who comes first is served first. */
export function openPlaces(count: number): Places {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    take: () => {
      if (free > 0) {
        free--;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    give: () => {
      const next = waiting.shift();
      if (next) next();
      else free++;
    },
  };
}
