using CleanClaim.Sandbox.Configuration;
using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Payers;

/// <summary>Why a line is not covered: group, CARC and remark.</summary>
internal sealed record Denial(string Group, string Reason, string Remark = "");

/// <summary>The sandbox payers' reasons to deny a line, first match wins. Codes as X12's CARC list uses them (dated in the official file).</summary>
internal static class Denials
{
    public static Denial? Of(Covered who, SubmittedClaim claim, SubmittedLine line, Benefits benefits, IEnumerable<AdjudicatedClaim> standing, DateOnly today)
    {
        var (payer, plan) = (who.Payer, who.Plan);
        if (line.From < who.Member.From) return new("PR", "26");
        if (who.Member.To is { } end && line.From > end) return new("PR", "27");
        // Another payer's clock starts with the primary's answer, a correction's with ours: only a first claim can be late here.
        if (claim is { Frequency: "1", Responsibility: "P" } && line.From.AddDays(payer.FilingDays) < today) return new("CO", "29");
        if (IsDuplicate(who, claim, line, standing)) return new("OA", "18");
        if (who.PrimaryElsewhere.Length > 0 && claim.Responsibility == "P") return new("CO", "22");
        if (payer.OutOfNetwork.Contains(claim.Billing.Npi)) return new("CO", "242");
        if (payer.RefusedTaxonomies.Contains(claim.RenderingTaxonomy)) return new("CO", "170", "N95");
        if (payer.Coordination == CoordinationMethod.Supplement) return null;
        if (plan.Benefits.FirstOrDefault(b => b.Code == line.Code) is not { } benefit) return new("PR", "204", "N130");
        if (benefit.Diagnoses.Count > 0 && !line.Pointers.Any(p => benefit.Diagnoses.Contains(claim.Diagnoses[p - 1]))) return new("CO", "50", "N386");
        if (plan.AuthorizationRequired.Contains(line.Code) && claim.Authorization.Length == 0) return new("CO", "197");
        if (plan.Edits.FirstOrDefault(e => Breaks(e, claim, line)) is { } edit) return new(edit.Group, edit.Reason, edit.Remark);
        var limit = plan.VisitLimits.FirstOrDefault(l => l.Codes.Contains(line.Code) && benefits.VisitsBeside(l, line.From) >= l.Visits);
        return limit is null ? null : new(limit.Group, limit.Reason, limit.Remark);
    }

    /// <summary>Same person, provider, day, code, modifiers, place and charge as a line that stands and was not denied.</summary>
    private static bool IsDuplicate(Covered who, SubmittedClaim claim, SubmittedLine line, IEnumerable<AdjudicatedClaim> standing) =>
        standing.Any(c => c.PersonKey == who.PersonKey && c.Claim.Billing.Npi == claim.Billing.Npi && c.Claim.PlaceOfService == claim.PlaceOfService
            && c.Lines.Any(l => !l.Denied && l.Line.Code == line.Code && l.Line.From == line.From && l.Line.To == line.To
                && l.Line.Charge == line.Charge && l.Line.Modifiers.SequenceEqual(line.Modifiers)));

    private static bool Breaks(Edit edit, SubmittedClaim claim, SubmittedLine line)
    {
        bool OnTheDay(IReadOnlyList<string> codes) => claim.Lines.Any(l => l.From == line.From && codes.Contains(l.Code));
        if (edit.Code != line.Code || (edit.SameDayAs.Count > 0 && !OnTheDay(edit.SameDayAs))) return false;
        return !line.Modifiers.Any(edit.NeedsModifier.Contains) && !OnTheDay(edit.NeedsSameDay);
    }
}
