using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureSessions.Redis.Tests.Docs;

#region private-authority
internal sealed class PrivateAuthority(X509Certificate2 authority)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    public bool Trusts(object sender, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is null || sent is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;                                       // no certificate, or one of another host

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        foreach (X509ChainElement element in sent.ChainElements)
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build((X509Certificate2)certificate);
    }
}
#endregion
