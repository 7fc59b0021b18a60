using System.Text.Json.Serialization;
using SecureSessions;

namespace Company.WebApplication1;

/// <summary>An example of a protected API. It keeps notes in the session.</summary>
internal static partial class NoteEndpoints
{
    public static void MapNotes(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder notes = api.MapGroup("/notes").RequireAuthorization();

        notes.MapGet("", (HttpContext context) => context.GetSecureSession().Get("notes", Json.Default.StringArray) ?? []);

        // No note is lost, even if another tab adds one at the same moment.
        notes.MapPost("", (Note note, HttpContext context) =>
            context.GetSecureSession().UpdateAsync("notes", before => [.. before ?? [], note.Text], Json.Default.StringArray));
    }

    internal sealed record Note(string Text);

    [JsonSerializable(typeof(string[]))]
    private sealed partial class Json : JsonSerializerContext;
}
