using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Claims;

/// <summary>What a claim says otherwise than the record does now, in words: "member id with Evergreen: EGH1, now EGH2". Days of a coverage are not billed, so they do not count.</summary>
public static class SnapshotDifference
{
    public static IReadOnlyList<string> Words(ClaimSnapshot was, ClaimSnapshot now)
    {
        var found = new List<string>();
        Patient(found, was.Patient, now.Patient);
        Compare(found, "provider", $"{was.Provider.FirstName} {was.Provider.LastName}", $"{now.Provider.FirstName} {now.Provider.LastName}");
        Compare(found, "provider's NPI", was.Provider.Npi, now.Provider.Npi);
        Compare(found, "provider's taxonomy", was.Provider.Taxonomy, now.Provider.Taxonomy);
        Practice(found, was.Practice, now.Practice);
        Coverages(found, was, now);
        Compare(found, "case", Of(was.Case), Of(now.Case));
        Compare(found, "diagnoses", string.Join(' ', was.Diagnoses), string.Join(' ', now.Diagnoses));
        Compare(found, "charges", Of(was.Lines), Of(now.Lines));
        return found;
    }

    private static void Patient(List<string> found, BilledPatient was, BilledPatient now)
    {
        Compare(found, "patient's name", Name(was.FirstName, was.MiddleName, was.LastName), Name(now.FirstName, now.MiddleName, now.LastName));
        Compare(found, "patient's birth date", was.BirthDate.InWords(), now.BirthDate.InWords());
        Compare(found, "patient's sex", was.Sex, now.Sex);
        Compare(found, "patient's address", was.Address.InWords(), now.Address.InWords());
    }

    private static void Practice(List<string> found, BilledPractice was, BilledPractice now)
    {
        Compare(found, "practice", was.Name, now.Name);
        Compare(found, "practice's NPI", was.Npi, now.Npi);
        Compare(found, "practice's tax id", was.TaxId, now.TaxId);
        Compare(found, "practice's taxonomy", was.Taxonomy, now.Taxonomy);
        Compare(found, "practice's address", was.Address.InWords(), now.Address.InWords());
        Compare(found, "practice's phone", was.Phone, now.Phone);
    }

    private static void Coverages(List<string> found, ClaimSnapshot was, ClaimSnapshot now)
    {
        if (!was.Coverages.Select(c => c.CoverageId).SequenceEqual(now.Coverages.Select(c => c.CoverageId))) found.Add($"billed to {Payers(was)}, now {Payers(now)}");
        foreach (var (a, b) in was.Coverages.Join(now.Coverages, c => c.CoverageId, c => c.CoverageId, (a, b) => (a, b)))
        {
            var with = $"with {b.PayerName}";
            Compare(found, "payer's name", a.PayerName, b.PayerName);
            Compare(found, $"payer id of {b.PayerName}", a.PayerNumber, b.PayerNumber);
            Compare(found, $"claim filing code {with}", a.ClaimFiling, b.ClaimFiling);
            Compare(found, $"address of {b.PayerName}", a.PayerAddress?.InWords(), b.PayerAddress?.InWords());
            Compare(found, $"member id {with}", a.MemberId, b.MemberId);
            Compare(found, $"group {with}", a.Group, b.Group);
            Compare(found, $"relation to the subscriber {with}", Word(a.Relation.ToString()), Word(b.Relation.ToString()));
            Compare(found, $"authorization {with}", a.Authorization, b.Authorization);
            if (b.Relation != Relation.Self) Compare(found, $"subscriber {with}", Subscriber(a), Subscriber(b));
        }
    }

    private static void Compare(List<string> found, string what, string? was, string? now)
    {
        if (was != now) found.Add($"{what}: {was ?? "none"}, now {now ?? "none"}");
    }

    private static string Payers(ClaimSnapshot claim) => string.Join(", then ", claim.Coverages.Select(claim.NameOf));
    private static string Subscriber(BilledCoverage c) => $"{c.FirstName} {c.LastName}, born {c.BirthDate.InWords()}, {c.Sex}, {c.Address.InWords()}";
    private static string? Of(BilledCase? kase) => kase is null ? null : string.Join(", ", new[] { Word(kase.Kind.ToString()), kase.Date.InWords(), kase.State, kase.ClaimNumber, kase.Employer }.OfType<string>());
    private static string Of(IReadOnlyList<BilledLine> lines) =>
        string.Join("; ", lines.Select(l => $"{string.Join(' ', [l.Code, .. l.Modifiers])} x {l.Units}, {l.Charge}, diagnosis {string.Join(' ', l.Pointers)}"));
    private static string Name(params string?[] parts) => string.Join(' ', parts.OfType<string>());
    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
