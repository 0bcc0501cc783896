import { Command } from 'commander';
import { describe, expect, it } from '@jest/globals';
import { actions, keeperOfMachine, nobody } from '#policy';
import { actionOfCommand, demandPermission } from './permission.ts';

const commandNamed = (name: string): Command => {
  let command = new Command('redline');
  for (const part of name.split(' ')) command = command.command(part);
  return command;
};

describe('the command line', () => {
  it.each(Object.keys(actionOfCommand))('lets whoever holds the machine %s', (name) => {
    expect(Object.keys(actions)).toContain(actionOfCommand[name]);
    const command = commandNamed(name);
    expect(() => demandPermission(command, keeperOfMachine('root'))).not.toThrow();
  });

  it.each(Object.keys(actionOfCommand).filter((name) => name !== 'template'))('lets nobody else %s', (name) => {
    expect(() => demandPermission(commandNamed(name), nobody)).toThrow(`${name}: role-may-not`);
  });

  it('begins nothing that does not name what it requires', () => {
    expect(() => demandPermission(commandNamed('erase'), keeperOfMachine('root'))).toThrow(
      'erase does not name what it requires',
    );
  });
});
