using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;

namespace CleanClaim.Web.Access;

/// <summary>The practices that the signed-in person may open, and the one whose book is open: the one chosen in this session while it is granted, else the first.</summary>
/// <param name="Open">Null while the organization has no practice that is granted.</param>
public sealed record OpenBooks(IReadOnlyList<Practice> All, Practice? Open)
{
    public static OpenBooks Of(Membership member, IReadOnlyList<Practice> practices, string? chosen)
    {
        var granted = Members.PracticesOf(member) is { } ids ? practices.Where(p => ids.Contains(p.Id)).ToList() : practices;
        return new OpenBooks(granted, granted.FirstOrDefault(p => p.Id.ToString() == chosen) ?? granted.FirstOrDefault());
    }
}
