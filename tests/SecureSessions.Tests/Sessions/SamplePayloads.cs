namespace SecureSessions.Tests.Sessions;

/// <summary>Payloads with every kind of fact, by name, and what they have in common.</summary>
internal static class SamplePayloads
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);
    private static readonly SessionAuthentication Authentication = new(At, ["pwd", "otp"], "aal2");
    private static readonly SessionClient Laptop = new("Firefox on Windows", "192.0.2.0/24");

    public static IReadOnlyDictionary<string, SessionPayload> All { get; } = new Dictionary<string, SessionPayload>
    {
        ["empty"] = SessionPayload.Empty,
        ["signed in"] = SignedIn(static payload => payload),
        ["authentication"] = SignedIn(static payload => payload with { Authentication = Authentication }),
        ["authentication of which little is known"] = SignedIn(
            static payload => payload with { Authentication = new SessionAuthentication(At, [], null) }),
        ["elevation"] = SignedIn(static payload => payload with
        {
            Authentication = Authentication,
            Elevation = new SessionPayload.StepUp(new SessionAuthentication(At.AddMinutes(1), ["hwk"], "aal3"), At.AddMinutes(6)),
        }),
        ["needs step-up"] = SignedIn(static payload => payload with { NeedsStepUp = true, PersistentCookie = true }),
        ["clients"] = SignedIn(
            static payload => payload with { Clients = [new SessionClient(null, null), new SessionClient("用户", null), Laptop] }),
        ["places"] = SignedIn(static payload => payload with
        {
            Clients = [Laptop with { Country = "Deutschland", City = "Würzburg" }, Laptop, Laptop with { City = "用户" }],
        }),
        ["clients of nobody"] = SessionPayload.Empty with { Clients = [Laptop] },
        ["form key"] = SessionPayload.Empty with { FormKey = new byte[] { 1, 2, 3 } },
        ["everything"] = SignedIn(static payload => payload with
        {
            PersistentCookie = true,
            Authentication = Authentication,
            Elevation = new SessionPayload.StepUp(Authentication, At.AddMinutes(5)),
            NeedsStepUp = true,
            Clients = [Laptop with { Country = "DE" }],
            FormKey = new byte[] { 9 },
        }),
    };

    public static byte[] Encode(SessionPayload payload)
    {
        byte[] bytes = new byte[SessionPayloadCodec.SizeOf(payload)];
        SessionPayloadCodec.Encode(payload, bytes);
        return bytes;
    }

    private static SessionPayload SignedIn(Func<SessionPayload, SessionPayload> with) => with(new SessionPayload
    {
        UserId = "ada",
        Ticket = new byte[] { 1, 2 },
        Values = new Dictionary<string, ReadOnlyMemory<byte>> { ["k"] = new byte[] { 9 } },
    });
}
