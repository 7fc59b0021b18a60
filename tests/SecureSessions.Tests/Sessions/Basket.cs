using System.Text.Json.Serialization;

namespace SecureSessions.Tests.Sessions;

public sealed record Basket(string Owner, IList<int> Items);

[JsonSerializable(typeof(Basket))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(double))]
internal sealed partial class BasketJson : JsonSerializerContext;
