using SecureSessions.Redis.Tests.Deaths;
using SecureSessions.Redis.Tests.Tokens;

// The tests are run by their runner. Started as a program, this is a node: one that issues tokens, or the one that they kill.
await (args is [TokenApp.Name, .. string[] more] ? TokenApp.RunAsync(more) : DyingApp.RunAsync(args));
