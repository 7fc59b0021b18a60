namespace SecureSessions.Tests.Parity;

public sealed class AspNetCoreSessionParityTests() : SessionParityTests(SessionLibrary.AspNetCore);
