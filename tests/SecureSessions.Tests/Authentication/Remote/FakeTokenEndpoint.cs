using System.Net;
using System.Text;

namespace SecureSessions.Tests.Authentication.Remote;

/// <summary>The provider's token endpoint.</summary>
internal sealed class FakeTokenEndpoint : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string form = await request.Content!.ReadAsStringAsync(cancellationToken);
        bool known = form.Contains("code=good", StringComparison.Ordinal);
        string answer = known ? """{"access_token":"access","token_type":"Bearer"}""" : """{"error":"invalid_grant"}""";
        return new HttpResponseMessage(known ? HttpStatusCode.OK : HttpStatusCode.BadRequest)
        {
            Content = new StringContent(answer, Encoding.UTF8, "application/json"),
        };
    }
}
