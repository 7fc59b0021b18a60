namespace SecureSessions;

/// <summary>What the request's <c>Cookie</c> header holds under one name.</summary>
internal enum CookieReadStatus
{
    Absent = 1,
    Single = 2,

    /// <summary>Two that differ.</summary>
    Duplicate = 3,

    /// <summary>More than two that differ.</summary>
    Many = 4,
}
