using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SecureSessions.TestKit;

/// <summary>A hub connection over requests: what is sent is posted, and what comes is polled or streamed.</summary>
internal sealed class HttpPipe : IHubPipe
{
    private const string Data = "data: ";

    private readonly HttpClient _client;
    private readonly string _address;
    private readonly string? _cookies;
    private readonly HttpResponseMessage? _stream;
    private readonly CancellationTokenSource _left = new();

    private HttpPipe(HttpClient client, string address, string? cookies, HttpResponseMessage? stream)
    {
        _client = client;
        _address = address;
        _cookies = cookies;
        _stream = stream;
    }

    public static async Task<IHubPipe> OpenAsync(HttpClient client, string path, string? cookies, bool polls)
    {
        using HttpRequestMessage negotiation = NewRequest(HttpMethod.Post, path + "/negotiate?negotiateVersion=1", cookies);
        using HttpResponseMessage answer = await client.SendAsync(negotiation);
        answer.EnsureSuccessStatusCode();
        JsonElement negotiated = await answer.Content.ReadFromJsonAsync<JsonElement>();
        string address = $"{path}?id={negotiated.GetProperty("connectionToken").GetString()}";

        // Both begin with a request of their own: the stream, or a poll that is answered at once.
        HttpResponseMessage first = await GetAsync(client, address, cookies, polls ? "*/*" : "text/event-stream");
        if (!polls)
            return new HttpPipe(client, address, cookies, first);

        first.Dispose();
        return new HttpPipe(client, address, cookies, stream: null);
    }

    public async Task SendAsync(string text)
    {
        using HttpRequestMessage post = NewRequest(HttpMethod.Post, _address, _cookies);
        post.Content = new StringContent(text);
        using HttpResponseMessage answer = await _client.SendAsync(post);
        answer.EnsureSuccessStatusCode();
    }

    public IAsyncEnumerable<string> ReadAsync() => _stream is { } stream ? ReadStreamAsync(stream) : PollAsync();

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
        _stream?.Dispose();
    }

    private static async IAsyncEnumerable<string> ReadStreamAsync(HttpResponseMessage stream)
    {
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Data, StringComparison.Ordinal))
                yield return line[Data.Length..];
        }
    }

    private async IAsyncEnumerable<string> PollAsync()
    {
        CancellationToken left = _left.Token;
        while (true)
        {
            using HttpResponseMessage poll = await GetAsync(_client, _address, _cookies, "*/*", left);
            if (poll.StatusCode != HttpStatusCode.OK)
                yield break;

            yield return await poll.Content.ReadAsStringAsync(left);
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(
        HttpClient client, string address, string? cookies, string accept, CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = NewRequest(HttpMethod.Get, address, cookies);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static HttpRequestMessage NewRequest(HttpMethod method, string path, string? cookies)
    {
        var request = new HttpRequestMessage(method, path);
        if (cookies is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        return request;
    }
}
