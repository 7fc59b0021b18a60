using System.Text.Json.Serialization;

namespace SecureSessions.Tests.Docs.Sessions;

[JsonSerializable(typeof(Cart))]
internal sealed partial class CartContext : JsonSerializerContext;
