namespace SecureSessions;

/// <summary>What the request's <c>Cookie</c> header holds under one name.</summary>
internal enum CookieReadStatus
{
    Absent = 1,
    Single = 2,
    Duplicate = 3,
}
