using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>The session of the current request; the same object as <c>HttpContext.Session</c>.</summary>
/// <remarks>
/// The session was loaded before the handler ran, so no member blocks. Changes are stored when the response starts, before its first byte.
/// The object is not thread-safe, as the request itself is not.
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
    /// <summary>Whether no session is stored yet. The first value or a sign-in creates one.</summary>
    bool IsNew { get; }

    /// <summary>The signed-in user; <see langword="null"/> in an anonymous session.</summary>
    string? UserId { get; }

    /// <summary>When the session began; <see langword="null"/> while none is stored.</summary>
    DateTimeOffset? CreatedAt { get; }

    /// <summary>The time of the last activity. This request counts unless it is passive.</summary>
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
    /// <remarks>Only a sign-in or <see cref="StepUp"/> changes the value.</remarks>
    SessionAuthentication? Authentication { get; }

    /// <summary>
    /// Why the session of this request's cookie had ended; <see langword="null"/> if that session is alive, or if nothing is known of its
    /// end.
    /// </summary>
    SessionEndReason? EndReason { get; }

    /// <summary>
    /// A token that is cancelled when the session ends or its privileges change while this request runs, on any node and for any reason.
    /// </summary>
    /// <value><see cref="CancellationToken.None"/>, which is never cancelled, while no session is stored.</value>
    /// <remarks>
    /// For long requests: WebSockets, server-sent events, long polling. The token is cancelled within a second where the store announces
    /// changes, always within 30 seconds, and at both deadlines; it is not cancelled any more once the request is completed. Privileges
    /// change by <see cref="Regenerate"/>, <see cref="StepUp"/>, <see cref="ISecureSessionManager.EndOthersAsync"/> and
    /// <see cref="ISecureSessionManager.RequireRefreshAsync"/>: a connection that was opened before the change, perhaps with a copied
    /// cookie, has to be opened again. A timed renewal changes no privileges. A sign-in ends the session before it: that session's token
    /// is cancelled, and the property then returns the token of the new session. The first use costs one call to the store, in the
    /// background.
    /// </remarks>
    CancellationToken Ended { get; }

    /// <summary>
    /// Changes the secret because privileges changed (ASVS 7.2.4). The session and its deadlines stay, and the old cookie is refused at
    /// once.
    /// </summary>
    /// <remarks>
    /// The secret is changed when the response starts. If two requests regenerate at once, one wins; the other is answered 401 and its
    /// changes are dropped. Without a stored session the call does nothing.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The response has started, so that the new cookie could not be sent.</exception>
    void Regenerate();

    /// <summary>
    /// Records that the user has just authenticated again. The step-up counts for a while, in this session only, and moves no deadline.
    /// The secret changes as by <see cref="Regenerate"/> (ASVS 7.2.4).
    /// </summary>
    /// <param name="methods">The methods of the authentication, such as <c>pwd</c>, <c>otp</c> or <c>hwk</c> (RFC 8176); at least
    /// one.</param>
    /// <param name="level">The level of the authentication, such as <c>aal2</c>; <see langword="null"/> if it has none.</param>
    /// <param name="validFor">How long the step-up counts; <see langword="null"/> means
    /// <see cref="SecureSessionOptions.StepUpLifetime"/>.</param>
    /// <remarks>
    /// Call the method after the password or the second factor has been checked, never before. The step-up is stored when the response
    /// starts; the request itself sees it at once.
    /// </remarks>
    /// <exception cref="ArgumentException">No method is named, the methods are more or longer than allowed, or <paramref name="validFor"/>
    /// is not above zero.</exception>
    /// <exception cref="InvalidOperationException">
    /// Nobody is signed in, or the response has started, so that the new cookie could not be sent.
    /// </exception>
    /// <exception cref="SessionPayloadTooLargeException">The session would grow over its limit.</exception>
    void StepUp(IEnumerable<string> methods, string? level = null, TimeSpan? validFor = null);

    /// <summary>Ends the session: on the server first, then in the browser.</summary>
    /// <remarks>
    /// The session is ended when the response starts, or at the end of the request if the response has started. A value that is set after
    /// the call begins a new session.
    /// </remarks>
    /// <exception cref="SecureSessionStoreException">
    /// The store failed earlier in this request, so that the session of its cookie could not be looked up and is not ended
    /// (<see cref="StoreFailureBehavior.ContinueAsAnonymous"/>). If the app does not catch the exception, the request is answered 503.
    /// </exception>
    void End();

    /// <summary>Reads a value that <see cref="Set{T}"/> stored.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="key">The key; case-sensitive.</param>
    /// <param name="typeInfo">How to read the value, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <returns>The value, or the default if there is none.</returns>
    /// <remarks>
    /// A session does not keep the type of a value. Use <see cref="Get{T}"/> to read what <see cref="Set{T}"/> stored, and <c>GetInt32</c>
    /// and <c>GetString</c> to read what <c>SetInt32</c> and <c>SetString</c> stored. <c>GetInt32</c> reads the first four bytes of any
    /// value as a number.
    /// </remarks>
    /// <exception cref="System.Text.Json.JsonException">The stored value is not of this type; the message names the key.</exception>
    T? Get<T>(string key, JsonTypeInfo<T> typeInfo);

    /// <summary>
    /// Stores a value as JSON of a closed type. <see langword="null"/> removes the key: <see cref="Get{T}"/> returns the default in both
    /// cases.
    /// </summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="key">The key; case-sensitive.</param>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How to write the value, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <exception cref="ArgumentException">The key has half of a surrogate pair.</exception>
    /// <exception cref="System.Text.Json.JsonException">The value cannot be written as JSON, for example <see cref="double.NaN"/>; the
    /// message names the key.</exception>
    /// <exception cref="SessionPayloadTooLargeException">The session would grow over its limit.</exception>
    /// <exception cref="InvalidOperationException">The response has started and no session is stored yet.</exception>
    void Set<T>(string key, T value, JsonTypeInfo<T> typeInfo);

    /// <summary>
    /// Changes a value depending on the stored one, and loses no update: if several requests do so at once, on any nodes, each change
    /// counts.
    /// </summary>
    /// <param name="key">The key; case-sensitive.</param>
    /// <param name="change">
    /// Returns the new value for the old one. The old value is <see langword="null"/> if there is none; returning <see langword="null"/>
    /// removes the key. The function is called again each time another request has written in between, so it must have no other effects.
    /// </param>
    /// <returns>The value that was written.</returns>
    /// <remarks>
    /// When the task completes, the value is stored, together with all earlier changes of the request, as by
    /// <see cref="ISession.CommitAsync"/>. The value stays stored if the handler throws afterwards. If no session is stored yet, the call
    /// begins one; requests that do so at the same moment begin one session each.
    /// </remarks>
    /// <exception cref="SessionEndedException">The session ended while the request ran. If the app does not catch the exception, the
    /// request is answered 401.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed. If the app does not catch the exception, the request is answered
    /// 503.</exception>
    /// <exception cref="SessionPayloadTooLargeException">The session would grow over its limit; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The response has started and no session is stored yet.</exception>
    Task<byte[]?> UpdateAsync(string key, Func<byte[]?, byte[]?> change);

    /// <summary>Changes a value that <see cref="Set{T}"/> stores, depending on the stored one, and loses no update.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="key">The key; case-sensitive.</param>
    /// <param name="change">
    /// Returns the new value for the old one, or for the default if there is none. The function is called again each time another request
    /// has written in between.
    /// </param>
    /// <param name="typeInfo">How to read and write the value, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <returns>The value that was written.</returns>
    /// <inheritdoc cref="UpdateAsync(string, Func{byte[], byte[]})" path="/remarks"/>
    /// <inheritdoc cref="UpdateAsync(string, Func{byte[], byte[]})" path="/exception"/>
    /// <exception cref="System.Text.Json.JsonException">The stored value is not of this type.</exception>
    Task<T> UpdateAsync<T>(string key, Func<T?, T> change, JsonTypeInfo<T> typeInfo);

    /// <summary>Changes a number that <c>SetInt32</c> stores, such as a count, depending on the stored one, and loses no update.</summary>
    /// <param name="key">The key; case-sensitive.</param>
    /// <param name="change">
    /// Returns the new number for the old one, which is <see langword="null"/> if there is none. The function is called again each time
    /// another request has written in between.
    /// </param>
    /// <returns>The number that was written.</returns>
    /// <inheritdoc cref="UpdateAsync(string, Func{byte[], byte[]})" path="/remarks"/>
    /// <inheritdoc cref="UpdateAsync(string, Func{byte[], byte[]})" path="/exception"/>
    Task<int> UpdateInt32Async(string key, Func<int?, int> change);
}
