namespace SecureSessions;

/// <summary>Which of two different cookies of the name counts. One of them was set with another Domain or Path: before the settings changed, or by another app.</summary>
internal static class CookieChoice
{
    /// <summary>
    /// Takes the one that is a living session of ours. Two living sessions are refused as ever: nobody can tell which of them was planted. A cookie
    /// that an attacker plants beside a living session is therefore never used in its place; beside none it is what it is on its own.
    /// </summary>
    public static async ValueTask<Arrival> LoadAsync(RequestSession request, SessionCookie cookie)
    {
        request.Services.WarnTwoCookies(cookie.Name);
        if (!TryReadTwo(request, cookie, out SessionToken? one, out SessionToken? other))
            return await RefuseAsync(request);

        return (one, other) switch
        {
            (null, null) => await RefuseAsync(request),
            ({ } single, null) => await LoadBesideOtherAsync(request, single),
            (null, { } single) => await LoadBesideOtherAsync(request, single),
            ({ } left, { } right) => await ChooseAsync(request, left, right),
        };
    }

    private static bool TryReadTwo(RequestSession request, SessionCookie cookie, out SessionToken? one, out SessionToken? other)
    {
        bool areTwo = cookie.TryReadTwo(request.Context.Request.Headers, out ReadOnlySpan<char> first, out ReadOnlySpan<char> second);
        one = areTwo && SessionToken.TryParse(first, out SessionToken token) ? token : null;
        other = areTwo && SessionToken.TryParse(second, out token) ? token : null;
        return areTwo;
    }

    private static async ValueTask<Arrival> ChooseAsync(RequestSession request, SessionToken left, SessionToken right)
    {
        try
        {
            FindStatus leftStands = await request.Services.Lifecycle.FindStandingAsync(left);
            FindStatus rightStands = await request.Services.Lifecycle.FindStandingAsync(right);
            bool areOneSession = left.Id == right.Id;
            if (IsAlive(leftStands) && (!IsAlive(rightStands) || (areOneSession && leftStands == FindStatus.Current)))
                return await LoadBesideOtherAsync(request, left);
            if (IsAlive(rightStands) && (!IsAlive(leftStands) || areOneSession))
                return await LoadBesideOtherAsync(request, right);
        }
        catch (SecureSessionStoreException)
        {
            return await SessionArrival.GoOnWithoutStoreAsync(request, new Arrival { Token = left, HasOtherCookie = true });
        }

        return await RefuseAsync(request);
    }

    private static async ValueTask<Arrival> LoadBesideOtherAsync(RequestSession request, SessionToken token)
    {
        Arrival arrival = await SessionArrival.LoadAsync(request, token) with { HasOtherCookie = true };

        // Said once more with the attributes of today, so that the other one can be deleted. Looked at again before it is sent, as with a renewal.
        return arrival is { Refusal: null, Outcome: { IsUnreadable: false, Adopted: { Standing: FindStatus.Current or FindStatus.Pending } session } }
            ? arrival with { Outcome = SessionOutcome.Send(session) }
            : arrival;
    }

    private static async ValueTask<Arrival> RefuseAsync(RequestSession request) =>
        await SessionArrival.RejectAsync(request, "duplicate") with { HasOtherCookie = true };

    private static bool IsAlive(FindStatus standing) => standing is FindStatus.Current or FindStatus.Pending or FindStatus.Grace;
}
