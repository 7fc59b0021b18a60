using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>The session of the current request; the same object as <c>HttpContext.Session</c>.</summary>
/// <remarks>
/// It was loaded before the handler ran, so no member blocks. Changes are stored when the response starts, before its first byte. Not
/// thread-safe, as the request itself is not.
/// </remarks>
/// <example>
/// <code>
/// ISecureSession session = context.GetSecureSession();        // the same object as context.Session
/// session.Set("cart", cart, CartContext.Default.Cart);        // JSON of a closed type, source-generated
/// Cart? stored = session.Get("cart", CartContext.Default.Cart);
/// TimeSpan? left = session.ExpiresIn;
/// session.Regenerate();                                       // privileges changed: new secret, old cookie dead
/// </code>
/// </example>
public interface ISecureSession : ISession
{
    /// <summary>Whether no session is stored yet: the first value, or a sign-in, creates one.</summary>
    bool IsNew { get; }

    /// <summary>The signed-in user; <see langword="null"/> in an anonymous session.</summary>
    string? UserId { get; }

    /// <summary>When the session began; <see langword="null"/> while none is stored.</summary>
    DateTimeOffset? CreatedAt { get; }

    /// <summary>The last activity, this request included unless it is passive.</summary>
    DateTimeOffset? LastSeenAt { get; }

    /// <summary>When the session ends unless there is activity before. Never after <see cref="AbsoluteExpiresAt"/>.</summary>
    DateTimeOffset? ExpiresAt { get; }

    /// <summary>When the session ends whatever happens.</summary>
    DateTimeOffset? AbsoluteExpiresAt { get; }

    /// <summary>The time left until <see cref="ExpiresAt"/>, by the store's clock: what a warning counts down.</summary>
    TimeSpan? ExpiresIn { get; }

    /// <summary>
    /// How and when the user proved who they are: the last step-up while it counts, else the sign-in; <see langword="null"/> in an
    /// anonymous session.
    /// </summary>
    /// <remarks>Only an authentication changes it: a sign-in or <see cref="StepUp"/>.</remarks>
    SessionAuthentication? Authentication { get; }

    /// <summary>
    /// Why the session whose cookie this request brought had ended; <see langword="null"/> if it lives, or nothing is known.
    /// </summary>
    SessionEndReason? EndReason { get; }

    /// <summary>
    /// Fires when the session ends or its privileges change, on whichever node and for whatever reason, while this request lasts.
    /// </summary>
    /// <value><see cref="CancellationToken.None"/>, which never fires, while no session is stored.</value>
    /// <remarks>
    /// For requests that last: WebSockets, server-sent events, long polling. It fires within a second where the store announces such
    /// things, within 30 seconds always, and at both deadlines; not any more once the request is completed. Privileges change by
    /// <see cref="Regenerate"/>, <see cref="StepUp"/>, <see cref="ISecureSessionManager.EndOthersAsync"/> and
    /// <see cref="ISecureSessionManager.RequireRefreshAsync"/>: what was opened before, perhaps with a copied cookie, must begin anew. A
    /// timed renewal is no such change. A sign-in ends the session before it, so its token fires and the next one is the new session's. The
    /// first use costs one call to the store, in the background.
    /// </remarks>
    CancellationToken Ended { get; }

    /// <summary>
    /// Changes the secret because privileges changed (ASVS 7.2.4): same session, same deadlines, and the old cookie is dead at once.
    /// </summary>
    /// <remarks>
    /// Carried out when the response starts. Of two at once one wins; the other request is answered 401 and its changes are dropped.
    /// Without a stored session there is nothing to do.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The response has started, so that the new cookie could not be sent.</exception>
    void Regenerate();

    /// <summary>
    /// Says that the user has just authenticated again, in this session: it counts for a while, in this session only, and moves no
    /// deadline. The secret changes as by <see cref="Regenerate"/> (ASVS 7.2.4).
    /// </summary>
    /// <param name="methods">By what, such as <c>pwd</c>, <c>otp</c> or <c>hwk</c> (RFC 8176); at least one.</param>
    /// <param name="level">What it is worth, such as <c>aal2</c>; <see langword="null"/> if nothing is to be said.</param>
    /// <param name="validFor">How long it counts; <see langword="null"/> means <see cref="SecureSessionOptions.StepUpLifetime"/>.</param>
    /// <remarks>
    /// Call it when the password or the second factor has been checked, never before. Carried out when the response starts; the request
    /// itself sees it at once.
    /// </remarks>
    /// <exception cref="ArgumentException">No method is named, or they are more or longer than allowed, or the time is not above
    /// zero.</exception>
    /// <exception cref="InvalidOperationException">Nobody is signed in, or the response has started, so that the new cookie could not be
    /// sent.</exception>
    /// <exception cref="SessionPayloadTooLargeException">The session would grow over its limit.</exception>
    void StepUp(IEnumerable<string> methods, string? level = null, TimeSpan? validFor = null);

    /// <summary>Ends the session: on the server first, then in the browser.</summary>
    /// <remarks>
    /// Carried out when the response starts, or at the end of the request if it has started. A value that is set afterwards begins a new
    /// session.
    /// </remarks>
    /// <exception cref="SecureSessionStoreException">
    /// The store failed earlier in this request, so that the session of its cookie could not be looked up and is not ended
    /// (<see cref="StoreFailureBehavior.ContinueAsAnonymous"/>). Not caught, it is answered 503.
    /// </exception>
    void End();

    /// <summary>Reads a value that <see cref="Set{T}"/> stored.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="key">The key; case-sensitive.</param>
    /// <param name="typeInfo">How to read it, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <returns>The value, or the default if there is none.</returns>
    /// <remarks>
    /// A session does not keep the type: read by <see cref="Get{T}"/> what <see cref="Set{T}"/> stored, and by <c>GetInt32</c> and
    /// <c>GetString</c> what
    /// <c>SetInt32</c> and <c>SetString</c> stored. <c>GetInt32</c> takes the first four bytes of whatever is there for a number.
    /// </remarks>
    /// <exception cref="System.Text.Json.JsonException">What is stored is no such value; the message names the key.</exception>
    T? Get<T>(string key, JsonTypeInfo<T> typeInfo);

    /// <summary>
    /// Stores a value as JSON of a closed type; <see langword="null"/> removes the key, as there is nothing to read back either way.
    /// </summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="key">The key; case-sensitive.</param>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How to write it, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <exception cref="ArgumentException">The key has half of a surrogate pair.</exception>
    /// <exception cref="System.Text.Json.JsonException">The value cannot be written as JSON, as <see cref="double.NaN"/>; the message names
    /// the key.</exception>
    /// <exception cref="SessionPayloadTooLargeException">The session would grow over its limit.</exception>
    /// <exception cref="InvalidOperationException">The response has started and no session is stored yet.</exception>
    void Set<T>(string key, T value, JsonTypeInfo<T> typeInfo);

    /// <summary>
    /// Makes a value of the one that is stored, exactly: of any number of requests at once, on whichever node, each change counts.
    /// </summary>
    /// <param name="key">The key; case-sensitive.</param>
    /// <param name="change">
    /// Makes the new value of the old one, which is <see langword="null"/> if there is none; <see langword="null"/> removes it. Called
    /// again each time that another request has written in between: it must do nothing else.
    /// </param>
    /// <returns>The value that was written.</returns>
    /// <remarks>
    /// Written when the task completes, and what the request changed before with it, as <see cref="ISession.CommitAsync"/> does: it stays
    /// although the handler throws afterwards. Where no session is stored yet it begins one; requests that begin sessions at the same
    /// moment begin one each.
    /// </remarks>
    /// <exception cref="SessionEndedException">The session ended while the request ran. Not caught, it is answered 401.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed. Not caught, it is answered 503.</exception>
    /// <exception cref="SessionPayloadTooLargeException">The session would grow over its limit; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The response has started and no session is stored yet.</exception>
    Task<byte[]?> UpdateAsync(string key, Func<byte[]?, byte[]?> change);

    /// <summary>The same for a value that <see cref="Set{T}"/> stores.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="key">The key; case-sensitive.</param>
    /// <param name="change">
    /// Makes the new value of the old one, or of the default if there is none. Called again each time that another request has written in
    /// between.
    /// </param>
    /// <param name="typeInfo">How to read and write it, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <returns>The value that was written.</returns>
    /// <inheritdoc cref="UpdateAsync(string, Func{byte[], byte[]})" path="/remarks"/>
    /// <inheritdoc cref="UpdateAsync(string, Func{byte[], byte[]})" path="/exception"/>
    /// <exception cref="System.Text.Json.JsonException">What is stored is no such value.</exception>
    Task<T> UpdateAsync<T>(string key, Func<T?, T> change, JsonTypeInfo<T> typeInfo);

    /// <summary>The same for a number that <c>SetInt32</c> stores, such as a count.</summary>
    /// <param name="key">The key; case-sensitive.</param>
    /// <param name="change">
    /// Makes the new number of the old one, which is <see langword="null"/> if there is none. Called again each time that another request
    /// has written in between.
    /// </param>
    /// <returns>The number that was written.</returns>
    /// <inheritdoc cref="UpdateAsync(string, Func{byte[], byte[]})" path="/remarks"/>
    /// <inheritdoc cref="UpdateAsync(string, Func{byte[], byte[]})" path="/exception"/>
    Task<int> UpdateInt32Async(string key, Func<int?, int> change);
}
