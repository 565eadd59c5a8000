using System.Globalization;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Verbs;

/// <summary>What one claim, payment, benefit or status says, as a sentence that a biller would say it in.</summary>
internal static class InShort
{
    private const int CodesNamedMax = 4;

    public static string Claim(Claim claim)
    {
        var lines = claim.Lines.Count;
        var relation = claim.Dependent?.Relationship is { } code && Words.Code("PAT01", code) is { } word ? $", {word} of the subscriber {Name(claim.Subscriber?.Person)}" : "";
        var rendering = claim.Providers.FirstOrDefault(p => p.Role == "82") ?? claim.BillingProvider;
        return $"Claim {claim.PatientControlNumber}: {Dollars(claim.TotalCharge)} for {Name(claim.Patient)}{relation}, {Count(lines, "line")}{Days(First(claim), Last(claim))}"
            + $", by {Name(rendering)}; {Explained("CLM05-3", claim.Frequency, "frequency")}, to {Name(claim.Payer)} as {Explained("SBR01", claim.Subscriber?.Responsibility, "payer")}";
    }

    public static string ClaimPayment(ClaimPayment claim)
    {
        var reasons = claim.Adjustments.Concat(claim.Lines.SelectMany(l => l.Adjustments)).ToList();
        var patient = claim.PatientResponsibility is { } owed ? $", the patient owes {Dollars(owed)}" : "";
        return $"Claim {claim.PatientControlNumber} for {Name(claim.Patient)}: charged {Dollars(claim.Charge)}, paid {Dollars(claim.Paid)}{patient}; {Explained("CLP02", claim.Status, "status")}"
            + (reasons.Count == 0 ? "" : "; not paid: " + Listed(reasons.Select(a => $"{a.Group} {a.Reason}{Word("", "CAS02", a.Reason)}").Distinct(StringComparer.Ordinal)));
    }

    public static string Payment(Remittance payment, int claims) =>
        $"{Dollars(payment.Amount)} from {Name(payment.Payer)} to {Name(payment.Payee)}, {Explained("BPR04", payment.Method, "method")} {payment.TraceNumber}{Days(payment.Date, payment.Date)}, for {Count(claims, "claim")}";

    public static string Benefit(Benefit benefit)
    {
        var limits = new[]
        {
            Share(benefit.Percent), benefit.Amount is { } amount ? Dollars(amount) : null,
            benefit.Quantity is { } quantity ? quantity + " " + (Words.Code("EB09", benefit.QuantityQualifier ?? "") ?? benefit.QuantityQualifier) : null,
            benefit.Period is { } period ? Spell(period) : null,
        }.Where(t => t is not null).ToList();
        var scope = new[]
        {
            Words.Code("EB02", benefit.CoverageLevel ?? ""), Words.Code("EB12", benefit.Network ?? ""), benefit.Authorization == "Y" ? "authorization needed" : null,
        }.Where(t => t is not null).ToList();
        var services = benefit.ServiceTypes.Select(s => Words.Code("EB03", s) ?? s).ToList();
        return $"{Name(benefit.Patient)}: {Words.Code("EB01", benefit.Information) ?? benefit.Information}{(limits.Count > 0 ? " " + string.Join(" ", limits) : "")}"
            + (scope.Count > 0 ? ", " + string.Join(", ", scope) : "") + (services.Count > 0 ? ": " + string.Join(", ", services) : benefit.Procedure is { } procedure ? ": " + procedure.Code : "")
            + (benefit.Plan is { } plan ? $" ({plan})" : "");
    }

    /// <summary>EB06 29 to 33 are no span of time but what is left, used up or for life.</summary>
    private static string Spell(string period) => (period is "29" or "30" or "31" or "32" or "33" ? "" : "per ") + (Words.Code("EB06", period) ?? period);

    public static string Refusal(EligibilityAnswer answer) =>
        "No answer: " + Listed(answer.Rejections.Select(r => (Words.Code("AAA03", r.Reason) ?? r.Reason) + (r.FollowUp is { } next && Words.Code("AAA04", next) is { } then ? $" ({then})" : "")));

    public static string Status(ClaimStatus claim)
    {
        var charge = claim.Statuses.FirstOrDefault(s => s.Charge is not null)?.Charge;
        var paid = claim.Statuses.FirstOrDefault(s => s.Paid is not null)?.Paid;
        return $"Claim {claim.PatientControlNumber ?? claim.TraceNumber} for {Name(claim.Patient)}{(charge is null ? "" : ", " + Dollars(charge))}{Days(claim.From, claim.To)}: "
            + Listed(claim.Statuses.SelectMany(s => s.Codes).Select(c => $"{Words.Code("STC", c.Category) ?? "category"} ({c.Category} {c.Status}{Word(":", "STC01-2", c.Status)})").Distinct(StringComparer.Ordinal))
            + (paid is null ? "" : ", paid " + Dollars(paid));
    }

    /// <summary>Claims of an 837 and what they charge in all; null where one is not whole cents.</summary>
    public static string Claims(int claims, Int128? charges) =>
        $"{Count(claims, "claim")}, {(charges is { } sum ? "charges " + JsonLines.InDollars(sum) + " in all" : "charges not totalled: one is missing or not whole cents")}";

    public static string Dollars(X12Number? amount) => amount is not { } number ? "?" : number.TryCents(out var cents) ? JsonLines.InDollars(cents) : number.ToString();

    private static DateOnly? First(Claim claim) => claim.Lines.Select(l => l.From).Where(d => d is not null).Min() ?? claim.Dates.FirstOrDefault(d => d.Qualifier is "434" or "472")?.From;

    private static DateOnly? Last(Claim claim) => claim.Lines.Select(l => l.To ?? l.From).Where(d => d is not null).Max() ?? claim.Dates.FirstOrDefault(d => d.Qualifier is "434" or "472")?.To;

    private static string Days(DateOnly? from, DateOnly? to) =>
        from is not { } first ? "" : " of " + Day(first) + (to is { } last && last != first ? " to " + Day(last) : "");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Name(Party? party) => party is null ? "?" : string.Join(' ', new[] { party.FirstName, party.LastName ?? party.Id }.Where(n => n is { Length: > 0 }));

    private static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static string? Share(X12Number? percent) => percent?.InUnitsOf(4) is { } parts ? new X12Number(parts, 2).ToShortest() + " %" : null;

    private static string Explained(string element, string? code, string what) => code is null ? $"no {what}" : Words.Code(element, code) ?? $"{what} {code}";

    private static string Word(string mark, string element, string code) => Words.Code(element, code) is { } word ? $"{mark} {word}" : "";

    private static string Listed(IEnumerable<string> words)
    {
        var all = words.ToList();
        return string.Join("; ", all.Take(CodesNamedMax)) + (all.Count > CodesNamedMax ? string.Create(CultureInfo.InvariantCulture, $" and {all.Count - CodesNamedMax} more") : "");
    }
}
