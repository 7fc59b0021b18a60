using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>
/// Response compression may run outside or inside of the session middleware: in both cases the answer is complete, or an empty 503.
/// </summary>
public sealed class ResponseCompressionTests
{
    [Theory]
    [ClassData(typeof(AnswersAndServers))]
    public async Task A_compressed_answer_arrives_intact(string answer, ServerKind server)
    {
        foreach (bool outside in (bool[])[true, false])
        {
            await using SessionHost host = await StartAsync(server, outside);
            using HttpResponseMessage response = await GetAsync(host, answer);

            Assert.Single(response.Headers.GetValues("Set-Cookie"));
            Assert.Equal(Answers.HasBody(answer), response.Content.Headers.ContentEncoding.Contains("gzip"));
            Assert.Equal(Answers.HasBody(answer) ? Answers.Body : "", await DecompressAsync(response));
        }
    }

    [Theory]
    [ClassData(typeof(AnswersAndServers))]
    [Trait("Requirement", "ST-5")]
    public async Task A_session_that_cannot_be_stored_is_503_with_an_empty_body(string answer, ServerKind server)
    {
        foreach (bool outside in (bool[])[true, false])
        {
            await using SessionHost host = await StartAsync(server, outside);
            host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Create);
            using HttpResponseMessage response = await GetAsync(host, answer);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
            Assert.False(response.Headers.Contains("Set-Cookie"));
        }
    }

    private static Task<SessionHost> StartAsync(ServerKind server, bool outside) => SessionHost.StartAsync(new SessionHostSettings
    {
        Kind = server,
        ConfigureServices = static services => services.AddResponseCompression(static options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = ["text/plain", "application/json", "application/octet-stream"];
        }),
        Before = app => UseCompression(app, outside),
        Map = app =>
        {
            UseCompression(app, !outside);
            Answers.Map(app);
        },
    });

    private static void UseCompression(WebApplication app, bool use)
    {
        if (use)
            app.UseResponseCompression();
    }

    private static async Task<HttpResponseMessage> GetAsync(SessionHost host, string answer)
    {
        using HttpClient client = host.NewClient();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        return await client.GetAsync($"/answer/{answer}");
    }

    private static async Task<string> DecompressAsync(HttpResponseMessage response)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        if (!response.Content.Headers.ContentEncoding.Contains("gzip"))
            return Encoding.UTF8.GetString(body);

        await using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        string text = await new StreamReader(gzip, Encoding.UTF8).ReadToEndAsync();

        // The last four bytes of a gzip stream are the length: it was written to its end.
        Assert.Equal(Encoding.UTF8.GetByteCount(text), BitConverter.ToInt32(body, body.Length - sizeof(int)));
        return text;
    }
}
