import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.prices`. */
export function priceHandlers(
  os: ReturnType<typeof procedures>['prices'],
  { prices, events }: Services,
) {
  const changed = () => {
    events.publish({ type: 'changed', subject: 'prices' });
    return prices.list();
  };
  return {
    list: os.list.handler(() => prices.list()),
    set: os.set.handler(async ({ input, context }) => {
      await prices.set(input, actorOf(context));
      return changed();
    }),
    reset: os.reset.handler(async ({ input, context }) => {
      await prices.reset(input.provider, input.model, actorOf(context));
      return changed();
    }),
  };
}
