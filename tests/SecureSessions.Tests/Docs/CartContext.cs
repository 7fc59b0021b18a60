using System.Text.Json.Serialization;

namespace SecureSessions.Tests.Docs;

[JsonSerializable(typeof(Cart))]
internal sealed partial class CartContext : JsonSerializerContext;
