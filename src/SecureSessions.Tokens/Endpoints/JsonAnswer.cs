using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecureSessions.Tokens;

/// <summary>Writes answers as JSON. No cache keeps one, unless it says so.</summary>
internal static class JsonAnswer
{
    public static Task WriteAsync<T>(HttpResponse response, T answer, JsonTypeInfo<T> type, string? caching = null) =>
        WriteAsync(response, JsonSerializer.SerializeToUtf8Bytes(answer, type), caching);

    public static async Task WriteAsync(HttpResponse response, byte[] json, string? caching = null)
    {
        response.Headers.CacheControl = caching ?? CacheControlHeaderValue.NoStoreString;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, response.HttpContext.RequestAborted);
    }
}
