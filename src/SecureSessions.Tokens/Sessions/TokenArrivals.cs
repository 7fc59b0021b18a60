using System.Diagnostics;

namespace SecureSessions.Tokens;

/// <summary>Looks refresh tokens up and judges them. The class changes nothing but what the look-up itself does.</summary>
/// <remarks>
/// <para>A token has a successor from its first use on. Which of the two a client holds is not known until one of them is used:</para>
/// <list type="bullet">
/// <item>Within the grace of its rotation the token gets the same successor again: two requests at once, or an answer that was lost.</item>
/// <item>Later, while nobody has used the successor, neither at an API nor for a refresh, it gets another one, and the one that was not
/// used is spent. A client whose answer was lost goes on, and a thief who took the successor in silence has one that betrays him.</item>
/// <item>Once the successor was used, the client has it, and who presents the token is somebody else.</item>
/// </list>
/// <para>
/// The store remembers the last 32 replaced secrets of a session. One that it has forgotten is told from a forgery by its family: only who
/// had a refresh token of the session knows that.
/// </para>
/// </remarks>
internal sealed class TokenArrivals(SessionVault vault, SessionOpener opener, StoreGateway store, TokenPolicy policy)
{
    public async ValueTask<TokenArrival> LoadAsync(SessionToken token, FindMode mode)
    {
        SecretHash hash = opener.Hash(token);
        FindResult found = await vault.FindAsync(token, hash, mode);
        switch (found.Status)
        {
            case FindStatus.Current or FindStatus.Pending or FindStatus.Grace:
                return Judge(opener.Open(token, hash, found), found.Status) with { Presented = token };
            case FindStatus.Spent:
                return new TokenArrival(TokenArrivalStatus.Reused) { Detail = "spent" };
            case FindStatus.WrongSecret:
                return new TokenArrival(TokenArrivalStatus.Reused) { Detail = "forgotten" };
            case FindStatus.Ended:
                store.ReportEnded(token.Id);
                return new TokenArrival(TokenArrivalStatus.Ended) { End = found.End, Now = found.Now };
            case FindStatus.Unknown:
                return new TokenArrival(TokenArrivalStatus.Rejected) { Detail = "unknown" };
            default:
                throw new UnreachableException();
        }
    }

    private TokenArrival Judge(LoadResult opened, FindStatus status)
    {
        if (opened.Session is not { } session)
        {
            return new TokenArrival(
                opened.Status == LoadStatus.Undecryptable ? TokenArrivalStatus.Undecryptable : TokenArrivalStatus.Unreadable);
        }

        if (TokenGrant.Of(session.Payload) is not { } grant)
            return new TokenArrival(TokenArrivalStatus.Unreadable);

        bool isFresh = session.Now - grant.RotatedAt < policy.RefreshGrace;
        bool isOver = status == FindStatus.Grace || session.Now - grant.ReplacedSince > policy.RefreshRetryWindow;
        if (status != FindStatus.Current && !isFresh && isOver)
            return new TokenArrival(TokenArrivalStatus.Reused) { Detail = "spent" };

        return new TokenArrival(TokenArrivalStatus.Good)
        {
            Session = session,
            Grant = grant,
            Rotation = isFresh ? null : status == FindStatus.Current ? RenewalMode.Early : RenewalMode.Superseding,
        };
    }
}
