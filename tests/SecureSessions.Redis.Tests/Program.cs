using SecureSessions.Redis.Tests.Deaths;

// The tests are run by their runner. Started as a program, this is the node that they kill.
await DyingApp.RunAsync(args);
