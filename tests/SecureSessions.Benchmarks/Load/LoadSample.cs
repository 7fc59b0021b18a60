namespace SecureSessions.Benchmarks.Load;

/// <summary>One drive of one app.</summary>
internal readonly record struct LoadSample(double RequestsPerSecond, TimeSpan P99);
