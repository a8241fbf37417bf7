import type { Command, Option } from 'commander';

/**
 * Takes over from commander to ask for required options: it does so before it looks at what was given, and told of a
 * missing `--project` where somebody had typed `--projct`.
 *
 * @returns a check for `preAction`, by when all that was given is known to be right
 */
export function requireOptions(program: Command): (command: Command) => void {
  const required = new Set<Option>();
  for (const command of allOf(program)) {
    for (const option of command.options.filter(({ mandatory }) => mandatory)) {
      option.mandatory = false;
      required.add(option);
    }
  }
  return (command) => {
    const missing = command.options.find(
      (option) =>
        required.has(option) && command.getOptionValue(option.attributeName()) === undefined,
    );
    if (missing === undefined) return;
    // Where a value comes from commander does not say.
    const where =
      missing.long === '--project' ? '\n"spanward project list" shows the projects there are.' : '';
    command.error(`error: required option '${missing.flags}' not specified${where}`);
  };
}

function allOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allOf)];
}
