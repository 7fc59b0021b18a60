using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>
/// Counts failed attempts to sign in, reports them, and slows down further ones, so that nobody can guess a password or a code, and nobody
/// can keep the owner of an account out (NIST SP 800-63B-4, 3.2.2). A singleton; take it by injection.
/// </summary>
/// <remarks>
/// <para>
/// The app checks the password, and asks before it does. An admitted attempt counts as a failure at once, so that many attempts at the same
/// moment are no more than the same attempts one after the other. If the request then signs the user in, by a session or by tokens, or
/// steps up, the attempt has succeeded and the failures are forgotten, without a call. One that is neither reported nor succeeds stays
/// counted.
/// </para>
/// <para>
/// An account is counted whether it exists or not: answer all refusals alike. Its name is compared without white space around it, case,
/// accents, widths and invisible characters, since a database may ignore them (without letters with accents, and widths, in the invariant
/// mode of globalization). Beyond 1,024 characters it is ignored.
/// </para>
/// <para>
/// Each method of authentication has counts of its own, and a success by one forgets the failures of no other: otherwise a thief who knows
/// the password could guess codes for ever.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// SignInAdmission admission = await attempts.AdmitAsync(HttpContext, input.Email);
/// if (!admission.IsAllowed)
///     return TooManyAttempts(admission.RetryAfterSeconds);
///
/// if (await users.FindAsync(input.Email, input.Password) is not { } principal)
/// {
///     await attempts.ReportFailedAsync(HttpContext, input.Email);
///     return Page();
/// }
///
/// await HttpContext.SignInAsync(principal);                   // and the failures are forgotten
/// </code>
/// </example>
public interface ISignInAttempts
{
    /// <summary>Asks whether an attempt may be made now. Call it before the password or the code is looked at.</summary>
    /// <param name="context">The request.</param>
    /// <param name="account">The account as it was typed; no user id is needed, and the account need not exist.</param>
    /// <param name="method">The method of authentication, by RFC 8176: <c>pwd</c> for a password, <c>otp</c> for a one-time
    /// password.</param>
    /// <param name="cancellationToken">Cancels the call before the attempt is counted.</param>
    /// <returns>Whether it may be made, and if not, when to try again.</returns>
    /// <exception cref="ArgumentException">The method is empty.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed, and the attempt must not be made.</exception>
    ValueTask<SignInAdmission> AdmitAsync(
        HttpContext context, string account, string method = "pwd", CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells that an admitted attempt has failed, and raises the events: <c>authn_login_fail</c>, and <c>authn_login_fail_max</c> if the
    /// account has reached <see cref="SignInAttemptOptions.MaxConsecutiveFailures"/> by it.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="account">The account, as at <see cref="AdmitAsync"/>.</param>
    /// <param name="method">The method, as at <see cref="AdmitAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call before the events are raised.</param>
    /// <returns>
    /// Whether a further attempt may be made at once, and if not, when. Told twice, or of an attempt that was not admitted, nothing more
    /// happens.
    /// </returns>
    /// <remarks>Costs no call to the store.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="AdmitAsync"/> was not called in this request for that account and that
    /// method.</exception>
    ValueTask<SignInAdmission> ReportFailedAsync(
        HttpContext context, string account, string method = "pwd", CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells that a method was right in a request that signs nobody in, because a second factor is still to come: the failures by this
    /// method are forgotten, and no others. Where the request signs the user in, nothing has to be told.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="account">The account, as at <see cref="AdmitAsync"/>.</param>
    /// <param name="method">The method, as at <see cref="AdmitAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call before the failures are forgotten.</param>
    /// <returns>A task that ends when the failures are forgotten.</returns>
    /// <remarks>
    /// The network of the request does not count as known to the account by this: only a sign-in that is complete does that. Told of an
    /// attempt that was not admitted, nothing happens.
    /// </remarks>
    /// <exception cref="ArgumentException">The method is empty.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the failures are forgotten is unknown.</exception>
    ValueTask ReportSucceededAsync(
        HttpContext context, string account, string method = "pwd", CancellationToken cancellationToken = default);
}
