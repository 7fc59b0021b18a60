using System.Net;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Properties;

/// <summary>What must be true of every answer.</summary>
internal static class Promises
{
    // A sign-in over a due renewal that is then taken back; conflicts come on top, two calls each.
    private const int MostCalls = 11;

    public static void Check(Model model, WorldRequest request, DateTimeOffset now)
    {
        Answer answer = request.Answer!;
        model.Expect(request.Calls - (2 * request.Conflicts) <= MostCalls, $"{request} made {request.Calls} calls");
        model.Expect(!request.Aborted || request.Faulted, $"{request} was cut off");
        if (answer.Status == HttpStatusCode.OK)
            CheckSeen(model, request, answer);
        else
            CheckRefused(model, request, answer, now);

        CheckCookie(model, request, answer, now);
        CheckReuse(model, request, now);
    }

    private static void CheckSeen(Model model, WorldRequest request, Answer answer)
    {
        model.Expect(answer.User == request.SeenUser, $"{request} saw user {answer.User ?? "nobody"}, not {request.SeenUser ?? "nobody"}");
        model.Expect(
            answer.Values.OrderBy(static value => value.Key).SequenceEqual(request.SeenValues.OrderBy(static value => value.Key)),
            $"{request} saw {string.Join(",", answer.Values)}, not {string.Join(",", request.SeenValues)}");
    }

    private static void CheckRefused(Model model, WorldRequest request, Answer answer, DateTimeOffset now)
    {
        bool lost = request.Arrived is { } arrived
            && (!arrived.Session.Lives(now) || arrived.Session.Current.Generation > arrived.Generation);
        bool barred = request.Arrived is not null && request.Verdict is FindStatus.Spent or FindStatus.Ended or FindStatus.Grace;
        bool allowed = answer.Status switch
        {
            HttpStatusCode.Unauthorized => lost || barred || request.Faulted,
            HttpStatusCode.ServiceUnavailable => lost || request.Faulted,
            HttpStatusCode.InternalServerError => request.Script.EndsWith("fail", StringComparison.Ordinal),
            _ => false,
        };
        model.Expect(allowed, $"{request} was answered {answer.Status}");
        model.Expect(
            !answer.TouchesCookie || IsRenewal(model, request) || (answer.DeletesCookie && request.HasEnded),
            $"{request} failed and touched the cookie");
    }

    // A renewal has been carried out before the handler ran, whatever became of the request then.
    private static bool IsRenewal(Model model, WorldRequest request) =>
        request.Arrived is { } arrived
            && model.SecretOf(request.Answer!.NewToken) is { } sent
            && sent.Session == arrived.Session
            && sent.Generation == arrived.Generation;

    private static void CheckCookie(Model model, WorldRequest request, Answer answer, DateTimeOffset now)
    {
        model.Expect(
            !answer.DeletesCookie || request.HasEnded || HasStaleCookie(request, now),
            $"{request} deleted the cookie of a session that it did not end");
        if (answer.NewToken is not { } token)
            return;

        ModelSecret? secret = model.SecretOf(token);
        model.Expect(secret is not null, $"{request} sent a cookie that was never stored");
        model.Expect(secret?.Session.Judge(secret, now) == FindStatus.Current, $"{request} sent a cookie that is out of date");
        model.Expect(request.Verdict != FindStatus.Grace || secret?.Generation == 0, $"{request} got a cookie for a secret in its grace");
        if (request.Script.Contains("signin", StringComparison.Ordinal) && answer.Status == HttpStatusCode.OK)
        {
            model.Expect(
                request.Arrived is not { } old || !old.Session.Lives(now) || request.Verdict == FindStatus.Spent,
                $"{request} signed in and left the old session alive");
        }
    }

    // Nothing was put in the place of its cookie when it ended.
    private static bool HasStaleCookie(WorldRequest request, DateTimeOffset now) => request.Arrived is { Session: { } session }
        && !session.Lives(now)
        && session.Ended is not (SessionEndReason.SignedOut or SessionEndReason.Replaced or SessionEndReason.Undelivered);

    private static void CheckReuse(Model model, WorldRequest request, DateTimeOffset now)
    {
        if (request.Arrived is not { } arrived || request.Faulted)
            return;

        bool reused = request.Verdict == FindStatus.Spent && request.SpentFor >= SecureSessionDefaults.LagWindow;
        bool alarmed = request.Events.Contains(SessionEventType.UsedAfterExpire);
        bool takenBack = arrived.Session.Ended is SessionEndReason.SignedOut or SessionEndReason.Replaced;
        model.Expect(!reused || (alarmed && !arrived.Session.Lives(now)), $"{request} reused a spent secret unnoticed");
        model.Expect(!alarmed || reused || takenBack, $"{request} raised a false alarm");
    }
}
