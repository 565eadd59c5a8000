using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Pdf;

namespace CleanClaim.Billing.Statements;

/// <summary>Whether a statement can reach a guarantor and be read by them.</summary>
internal static class Deliverable
{
    /// <summary>Why not, with what to mend; null when it can.</summary>
    public static string? WhyNot(GuarantorAccount account)
    {
        var a = account.Address;
        var missing = new[] { (account.DisplayName, "name"), (a.Line1, "street"), (a.City, "city"), (a.State, "state"), (a.Zip, "ZIP code") }.Where(p => string.IsNullOrWhiteSpace(p.Item1)).Select(p => p.Item2).ToList();
        if (missing.Count > 0) return $"Has no {string.Join(", no ", missing)}: correct the guarantor's address.";
        if (PrintedName.WhyNot(account.DisplayName) is { } unprintable) return unprintable;
        var lost = new List<LostCharacter>();
        foreach (var text in (string?[])[a.Line1, a.Line2, a.City])
            if (text is not null) WinAnsi.Encode(PrintedName.Of(text), character => lost.Add(new LostCharacter(1, character, text)));
        return lost.Count > 0 ? Lost(lost) : null;
    }

    /// <summary>Letters that the statement's font has not: they would stand as question marks on a bill.</summary>
    public static string Lost(IReadOnlyList<LostCharacter> lost) =>
        $"\"{lost[0].Text}\" has letters that the statement's font cannot show ({string.Join(' ', lost.Select(l => l.Character).Distinct().Take(5))}): give the spelling in Latin letters, as on the card or passport.";
}
