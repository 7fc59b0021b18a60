using SecureSessions.TestKit;

namespace SecureSessions.Tests.Properties;

/// <summary>One browser, its jar and its requests in flight, a thief, and a store whose calls are carried out in a given order.</summary>
internal sealed class World(DirectServer server, Script script, ManualTimeProvider clock)
{
    // An answer that is later than this has been lost, and no handler takes longer: together less than the renewal interval.
    private static readonly TimeSpan LongestWay = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestHandler = TimeSpan.FromMinutes(10);

    private readonly AsyncLocal<WorldRequest?> _current = new();
    private readonly Pump _pump = new();
    private readonly List<ParkedCall> _parked = [];
    private readonly List<WorldRequest> _underWay = [];
    private readonly CookieJar _jar = new();
    private readonly CookieJar _thiefsJar = new();
    private int _sent;

    public Model Model { get; } = new(clock);

    public WorldRequest CurrentRequest => _current.Value!;

    /// <summary>Whether a request is at work, and not time.</summary>
    public bool IsInRequest => _current.Value is not null;

    public string? Token => _jar[SecureSessionDefaults.CookieName]?.Value;

    public void Take(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Send: Send(_jar, step, byThief: false); break;
            case StepKind.ThiefSends: Send(_thiefsJar, step, byThief: true); break;
            case StepKind.Steal: _thiefsJar.Plant(SecureSessionDefaults.CookieName, Token); break;
            case StepKind.Continue: Continue(Choose(_parked, step), StoreOutcome.Done); break;
            case StepKind.Fail: Fail(step); break;
            case StepKind.Deliver: Deliver(Choose(_underWay, step)); break;
            case StepKind.Lose: Lose(Choose(_underWay, step)); break;
            case StepKind.Advance: Advance(step.Time); break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Lets everything finish and arrive, and has the browser look once more.</summary>
    public void Finish()
    {
        Settle();
        Take(new Step(StepKind.Send, 0));
        Settle();
        Model.Expect(_parked.Count == 0, "a request never ended");
    }

    /// <summary>Everything that waits goes on until nothing waits, and all answers arrive.</summary>
    public void Settle()
    {
        while (_parked.Count > 0)
            Continue(_parked[0], StoreOutcome.Done);
        while (_underWay.Count > 0)
            Deliver(_underWay[0]);
    }

    public async Task<StoreOutcome> ParkAsync(bool isStoreCall)
    {
        var parked = new ParkedCall(CurrentRequest, isStoreCall, new TaskCompletionSource<StoreOutcome>());
        _parked.Add(parked);
        return await parked.Turn.Task;
    }

    private static T? Choose<T>(List<T> among, Step step)
        where T : class => among.Count == 0 ? null : among[step.Choice % among.Count];

    private void Send(CookieJar jar, Step step, bool byThief)
    {
        var request = new WorldRequest(
            ++_sent, step.Script(_sent), byThief, jar[SecureSessionDefaults.CookieName]?.Value, clock.GetUtcNow());
        if (byThief && request.Token is null)
            return;

        bool navigates = step.Choice % 4 == 0;
        List<(string, string)> headers =
            [("Sec-Fetch-Mode", navigates ? "navigate" : "cors"), ("Sec-Fetch-Dest", navigates ? "document" : "empty")];
        if (jar.Header is { } cookie)
            headers.Add(("Cookie", cookie));
        string path = request.Script == "pause" && step.Choice % 3 == 0 ? "/poll" : "/do";
        _pump.Run(() => _ = ServeAsync(request, path, headers));
    }

    private async Task ServeAsync(WorldRequest request, string path, List<(string, string)> headers)
    {
        _current.Value = request;
        script.Announce = words => CurrentRequest.Announce(words);
        script.Pause = _ => ParkAsync(isStoreCall: false);
        using DirectResponse response = await server.SendAsync(path, $"?script={Uri.EscapeDataString(request.Script)}", headers);
        request.Answer = response.ToAnswer();
        request.Aborted = response.IsAborted;
        request.AnsweredAt = clock.GetUtcNow();
        Promises.Check(Model, request, clock.GetUtcNow());
        if (!request.Aborted)
            _underWay.Add(request);
    }

    private void Continue(ParkedCall? parked, StoreOutcome outcome)
    {
        if (parked is null)
            return;

        _parked.Remove(parked);
        parked.Owner.Faulted |= outcome != StoreOutcome.Done;
        _pump.Run(() => parked.Turn.SetResult(outcome));
    }

    private void Fail(Step step)
    {
        List<ParkedCall> calls = _parked.FindAll(static parked => parked.IsStoreCall);
        Continue(Choose(calls, step), step.Choice % 2 == 0 ? StoreOutcome.FailedBefore : StoreOutcome.FailedAfter);
    }

    private void Deliver(WorldRequest? request)
    {
        if (request is null)
            return;

        _underWay.Remove(request);
        (request.ByThief ? _thiefsJar : _jar).Store(request.Answer!.Page.SetCookies);
    }

    private void Lose(WorldRequest? request)
    {
        if (request is not null)
            _underWay.Remove(request);
    }

    // No call to the store takes minutes: those that wait are carried out first.
    private void Advance(TimeSpan time)
    {
        DateTimeOffset then = clock.GetUtcNow() + time;
        while (_parked.Find(parked => parked.IsStoreCall || then - parked.Owner.SentAt > LongestHandler) is { } parked)
            Continue(parked, StoreOutcome.Done);
        _underWay.RemoveAll(request => then - request.AnsweredAt > LongestWay);
        clock.Advance(time);
    }
}
