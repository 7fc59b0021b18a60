using System.Collections.Concurrent;
using OtpNet;

namespace SecureSessions.Sample;

/// <summary>
/// The authenticator apps of the users (TOTP, RFC 6238). Their keys are in the memory of this process: an app of several nodes has them in
/// a database, encrypted. Identity's own provider is not used: it accepts a code again for as long as it is valid, for five intervals.
/// </summary>
internal sealed class SecondFactors(TimeProvider timeProvider)
{
    // The interval before and the one after count too, for clocks that differ by up to 30 seconds (RFC 6238, 5.2 and 6).
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    private readonly ConcurrentDictionary<string, Factor> _factors = new(StringComparer.Ordinal);

    /// <summary>A new key, as authenticator apps take it: 160 random bits in base32 (RFC 4226, 4).</summary>
    public static string NewKey() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(OtpHashMode.Sha1));

    /// <summary>The address by which an authenticator app takes over the key.</summary>
    public static string AddressOf(string user, string key) => new OtpUri(OtpType.Totp, key, user, "SecureSessions").ToString();

    public bool Has(string user) => _factors.ContainsKey(user);

    /// <summary>Adds the app that has this key, in place of an earlier one, if the code shows that the app has it.</summary>
    public bool TryAdd(string user, string key, string code)
    {
        var factor = new Factor(key);
        if (!factor.TryUse(code, timeProvider.GetUtcNow()))
            return false;

        _factors[user] = factor;
        return true;
    }

    /// <summary>Uses up a code of the user's app. Each code is accepted once.</summary>
    public bool TryUse(string user, string code) =>
        _factors.TryGetValue(user, out Factor? factor) && factor.TryUse(code, timeProvider.GetUtcNow());

    public void Remove(string user) => _factors.TryRemove(user, out _);

    private sealed class Factor(string key)
    {
        private readonly Totp _totp = new(Base32Encoding.ToBytes(key));
        private readonly Lock _lock = new();
        private long _lastInterval = -1;

        public bool TryUse(string code, DateTimeOffset now)
        {
            // Two requests with one code come at once, for example: one of them uses it up (RFC 6238, 5.2).
            lock (_lock)
            {
                if (!_totp.VerifyTotp(now.UtcDateTime, code, out long interval, Window) || interval <= _lastInterval)
                    return false;

                _lastInterval = interval;
                return true;
            }
        }
    }
}
