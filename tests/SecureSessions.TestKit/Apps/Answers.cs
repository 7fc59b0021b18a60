using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions.TestKit;

/// <summary>Every way in which a handler can answer.</summary>
public static class Answers
{
    /// <summary>What those that have a body say.</summary>
    public const string Body = "\"the handler's body\"";

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(Body);
    private static readonly Lazy<string> FilePath = new(CreateFile);

    private static readonly Dictionary<string, Func<HttpResponse, Task>> ByKind = new(StringComparer.Ordinal)
    {
        ["text"] = static response => response.WriteAsync(Body),
        ["text with a length"] = static response => { response.ContentLength = Bytes.Length; return response.WriteAsync(Body); },
        ["JSON"] = static response => response.WriteAsJsonAsync(
            Body.Trim('"'),
            new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
        ["result"] = static response => Results.Text(Body).ExecuteAsync(response.HttpContext),
        ["redirect"] = static response => { response.Redirect("/elsewhere"); return Task.CompletedTask; },
        ["204"] = static response => { response.StatusCode = StatusCodes.Status204NoContent; return Task.CompletedTask; },
        ["304"] = static response => { response.StatusCode = StatusCodes.Status304NotModified; return Task.CompletedTask; },
        ["nothing"] = static _ => Task.CompletedTask,
        ["unflushed bytes"] = static response => { response.BodyWriter.Write(Bytes); return Task.CompletedTask; },
        ["completed writer"] = static async response => { response.BodyWriter.Write(Bytes); await response.BodyWriter.CompleteAsync(); },
        ["writer's stream"] =
            static async response => { await using Stream stream = response.BodyWriter.AsStream(); await stream.WriteAsync(Bytes); },
        ["stream flushed first"] = static async response => { await response.Body.FlushAsync(); await response.WriteAsync(Body); },
        ["writer flushed first"] =
            static async response => { await response.BodyWriter.FlushAsync(); await response.Body.WriteAsync(Bytes); },
        ["started first"] = static async response => { await response.StartAsync(); await response.WriteAsync(Body); },
        ["file"] = static response => response.SendFileAsync(FilePath.Value),
        ["completed"] = static async response => { await response.WriteAsync(Body); await response.CompleteAsync(); },
        ["completed at once"] = static async response => { response.BodyWriter.Write(Bytes); await response.CompleteAsync(); },
        ["synchronous"] = static response => { WriteSynchronously(response, Bytes); return Task.CompletedTask; },
        ["synchronous, then not"] = static async response =>
        {
            WriteSynchronously(response, Bytes.AsSpan(0, 5));
            await response.Body.WriteAsync(Bytes.AsMemory(5));
        },
    };

    public static IEnumerable<string> Kinds => ByKind.Keys;

    public static bool HasBody(string kind) => kind is not ("redirect" or "204" or "304" or "nothing");

    public static Task SendAsync(HttpContext context, string kind)
    {
        context.Response.ContentType = "text/plain";
        return ByKind[kind](context.Response);
    }

    /// <summary>Maps <c>/answer/{kind}</c>, which sets the value <c>key</c> and answers.</summary>
    public static void Map(WebApplication app)
    {
        SmallApp.Map(app);
        app.Map("/answer/{kind}", static context =>
        {
            context.Session.SetString("key", "value");
            return SendAsync(context, (string)context.Request.RouteValues["kind"]!);
        });
    }

    private static void WriteSynchronously(HttpResponse response, ReadOnlySpan<byte> bytes)
    {
        response.HttpContext.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        response.Body.Write(bytes);
    }

    private static string CreateFile()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "answer.txt");
        File.WriteAllText(path, Body);
        return path;
    }
}
