namespace SecureSessions;

// Two different cookies of the name. One of them was set with another Domain or Path: before the settings changed, or by another app.
internal sealed partial class SessionExchange
{
    // Whatever cookie the answer sets, the others of the name are deleted with it.
    private bool _hasOtherCookie;

    /// <summary>
    /// Takes the one that is a living session of ours. Two living sessions are refused as ever: nobody can tell which of them was planted. A cookie
    /// that an attacker plants beside a living session is therefore never used in its place; beside none it is what it is on its own.
    /// </summary>
    private ValueTask<SessionExchange> LoadFromTwoAsync()
    {
        _hasOtherCookie = true;
        _services.WarnTwoCookies(_cookie!.Name);
        if (!_cookie.TryReadTwo(_context.Request.Headers, out ReadOnlySpan<char> first, out ReadOnlySpan<char> second))
            return RejectAsync("duplicate");

        SessionToken? one = SessionToken.TryParse(first, out SessionToken token) ? token : null;
        SessionToken? other = SessionToken.TryParse(second, out token) ? token : null;
        return (one, other) switch
        {
            (null, null) => RejectAsync("duplicate"),
            ({ } single, null) => LoadBesideOtherAsync(single),
            (null, { } single) => LoadBesideOtherAsync(single),
            ({ } left, { } right) => LoadFromTwoAsync(left, right),
        };
    }

    private async ValueTask<SessionExchange> LoadFromTwoAsync(SessionToken left, SessionToken right)
    {
        try
        {
            FindStatus leftStands = await _services.Lifecycle.FindStandingAsync(left);
            FindStatus rightStands = await _services.Lifecycle.FindStandingAsync(right);
            bool areOneSession = left.Id == right.Id;
            if (IsAlive(leftStands) && (!IsAlive(rightStands) || (areOneSession && leftStands == FindStatus.Current)))
                return await LoadBesideOtherAsync(left);
            if (IsAlive(rightStands) && (!IsAlive(leftStands) || areOneSession))
                return await LoadBesideOtherAsync(right);
        }
        catch (SecureSessionStoreException)
        {
            await GoOnWithoutStoreAsync(left.Id);
            return this;
        }

        return await RejectAsync("duplicate");
    }

    private async ValueTask<SessionExchange> LoadBesideOtherAsync(SessionToken token)
    {
        await LoadAsync(token);

        // Said once more with the attributes of today, so that the other one can be deleted. Looked at again before it is sent, as with a renewal.
        if (_session is { IsUnreadable: false, Stored: { Standing: FindStatus.Current or FindStatus.Pending } session } && RefusedWith is null)
        {
            _renewed = session;
            _answerCookie.Send(session);
        }

        return this;
    }

    private static bool IsAlive(FindStatus standing) => standing is FindStatus.Current or FindStatus.Pending or FindStatus.Grace;
}
