using SecureSessions.Tests.Parity;

namespace SecureSessions.Tests.Authentication;

public sealed class CookieHandlerParityTests() : HandlerParityTests(SessionLibrary.AspNetCore);
