using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Access;

/// <summary>A person who signs in. Global: the same address may be a member of several organizations.</summary>
public sealed class AppUser
{
    public required Id<AppUser> Id { get; init; }
    /// <summary>Lower case.</summary>
    public required string Email { get; init; }
    /// <summary>ASP.NET Core Identity's password hash (PBKDF2); null until a password is set.</summary>
    public required string? PasswordHash { get; set; }
    /// <summary>Ids of the organizations the person is a member of, joined by a blank: where to look for the memberships.</summary>
    public required string Orgs { get; set; }
    public required int FailedSignIns { get; set; }
    public required Instant? LockedUntil { get; set; }
    /// <summary>Changes with the password; older sessions end.</summary>
    public required string SecurityStamp { get; set; }
}

public enum Role { Owner, Biller, FrontDesk, Auditor }

/// <summary>What a user may do in an organization. The user's address is copied so that history reads without the global table.</summary>
public sealed class Membership : OrgRow
{
    public required Id<Membership> Id { get; init; }
    public required long UserId { get; init; }
    public required string Email { get; init; }
    public required Role Role { get; set; }
    /// <summary>Practice ids joined by a blank; empty = all.</summary>
    public required string Practices { get; set; }
}

/// <summary>What a verb needs. A role grants a set of them (<see cref="Rights"/>); every door checks through <c>Work</c>.</summary>
public enum Right { See, Register, TakePayment, Charge, Submit, Post, Unpost, WriteOff, Refund, IssueStatements, CloseMonth, Administer }

public static class Rights
{
    private static readonly Right[] Desk = [Right.See, Right.Register, Right.TakePayment, Right.Charge];
    private static readonly Right[] Billing = [.. Desk, Right.Submit, Right.Post, Right.Unpost, Right.WriteOff, Right.Refund, Right.IssueStatements];

    public static bool Allows(Role role, Right right) => role switch
    {
        Role.Owner => true,
        Role.Biller => Billing.Contains(right),
        Role.FrontDesk => Desk.Contains(right),
        Role.Auditor => right == Right.See,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
