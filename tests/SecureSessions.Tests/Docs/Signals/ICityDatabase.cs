using System.Net;

namespace SecureSessions.Tests.Docs.Signals;

/// <summary>What the page's locator asks.</summary>
internal interface ICityDatabase
{
    (double Latitude, double Longitude)? Find(IPAddress address);
}
