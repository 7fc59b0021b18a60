using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureSessions;

/// <summary>Writes a session id to JSON as its text, and reads it from there; as a value and as the key of a dictionary.</summary>
/// <remarks>
/// The attribute of <see cref="SessionId"/> puts the converter to use. It is public, since code that the JSON source generator writes names
/// it.
/// </remarks>
public sealed class SessionIdJsonConverter : JsonConverter<SessionId>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">It is no session id.</exception>
    public override SessionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

    /// <inheritdoc/>
    /// <exception cref="JsonException">It is no session id.</exception>
    public override SessionId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SessionId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, SessionId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());

    private static SessionId Parse(string? text) => SessionId.TryParse(text, out SessionId id)
        ? id
        : throw new JsonException($"This is no session id: one is a text of {SessionId.TextLength} base64url characters.");
}
