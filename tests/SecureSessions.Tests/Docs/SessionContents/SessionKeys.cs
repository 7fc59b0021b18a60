namespace SecureSessions.Tests.Docs.SessionContents;

#region keys
internal static class SessionKeys
{
    public const string Cart = "shop.cart";                     // what is in the cart
    public const string ResetAccount = "reset.account";         // whose password is being reset, and nothing else
}
#endregion
