using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Announcements on a single server.</summary>
[Collection(SharedServer.Name)]
public sealed class SingleServerAnnouncementTests(SharedServer shared) : AnnouncementTests(shared.Server.Configuration);
