using CleanClaim.Billing.Access;
using Microsoft.AspNetCore.Identity;

namespace CleanClaim.Web.Access;

/// <summary>Passwords by ASP.NET Core Identity's hash (PBKDF2 with HMAC-SHA512), for the doors that set one.</summary>
public static class Passwords
{
    private static readonly PasswordHasher<AppUser> Hasher = new();

    public static string Hash(string password) => Hasher.HashPassword(null!, password);
}
