using SecureSessions.Tests.Parity;

namespace SecureSessions.Tests.Authentication;

public sealed class SecureSessionHandlerParityTests() : HandlerParityTests(SessionLibrary.SecureSessions);
