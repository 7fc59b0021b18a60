namespace SecureSessions.Tests.Parity;

public sealed class SecureSessionParityTests() : SessionParityTests(SessionLibrary.SecureSessions);
