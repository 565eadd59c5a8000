using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

public sealed record PayerForm
{
    public string? Key { get; init; }
    public string? Name { get; init; }
    public string? Kind { get; init; }
    public string? PayerId { get; init; }
    public string? ClaimFiling { get; init; }
    public int? FilingDays { get; init; }
    public bool? AcceptsReplacement { get; init; }
    public AddressForm? Address { get; init; }
    /// <summary>The version that the editor had before them; null: no matter which.</summary>
    public int? Version { get; init; }
}

public static class AddPayer
{
    /// <summary>SBR09 claim filing indicators of 005010X222A1.</summary>
    public static readonly IReadOnlySet<string> ClaimFilings = new HashSet<string>(
        "11 12 13 14 15 16 17 AM BL CH CI DS FI HM LM MA MB MC OF TV VA WC ZZ".Split(' '), StringComparer.Ordinal);

    public static async Task<Saved> Run(Tx tx, PayerForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var name = fields.Text("name", "name of the payer", form.Name, 60);
        var kind = fields.Word<PayerKind>("kind", "kind of payer", form.Kind);
        var payerId = fields.PayerNumber("payerId", "payer id", form.PayerId, 80);
        var filing = Filing(fields, form.ClaimFiling, kind);
        if (form.FilingDays is < 1 or > 3_660) fields.Add("filingDays", $"{form.FilingDays} days to file is out of range.", "Give the days from service to the payer's limit, for example 180; leave it out when the contract is not at hand.");
        // Medicare Part B takes no frequency 7 or 8: a correction is a reopening or a new claim (FACTS 9).
        var replacement = form.AcceptsReplacement ?? kind != PayerKind.Medicare;
        var address = form.Address is null ? null : fields.Address("address", form.Address);
        var known = form.Key is null ? null : await tx.Db.Set<Payer>().FirstOrDefaultAsync(p => p.Key == form.Key, cancel);
        fields.ThrowIfAny();

        if (known is null)
        {
            var id = tx.NextId<Payer>();
            var added = tx.Add(new Payer
            {
                Id = id, Key = form.Key ?? $"payer{id}", Name = name, Kind = kind, PayerId = payerId, ClaimFiling = filing, FilingDays = form.FilingDays,
                AcceptsReplacement = replacement, Address = address,
            });
            tx.Subject = $"payer {id}";
            return new Saved(id.Value, added.Key, SavedHow.Added);
        }
        var changed = new Edit()
            .Field("name", known.Name, name, v => known.Name = v).Field("kind", known.Kind, kind, v => known.Kind = v).Field("payerId", known.PayerId, payerId, v => known.PayerId = v)
            .Field("claimFiling", known.ClaimFiling, filing, v => known.ClaimFiling = v).Field("filingDays", known.FilingDays, form.FilingDays, v => known.FilingDays = v)
            .Field("acceptsReplacement", known.AcceptsReplacement, replacement, v => known.AcceptsReplacement = v).Field("address", known.Address, address, v => known.Address = v).Apply(form.Version, known.Version);
        if (changed) known.Version++;
        tx.Subject = $"payer {known.Id}";
        return new Saved(known.Id.Value, known.Key, Saved.HowOf(false, changed), known.Version);
    }

    private static string Filing(Fields fields, string? raw, PayerKind kind)
    {
        var code = raw?.Trim().ToUpperInvariant();
        if (string.IsNullOrEmpty(code)) return Usual(kind);
        if (!ClaimFilings.Contains(code)) fields.Add("claimFiling", $"\"{raw}\" is no claim filing indicator.", $"Use one of SBR09: {string.Join(", ", ClaimFilings)}.");
        return code;
    }

    private static string Usual(PayerKind kind) => kind switch
    {
        PayerKind.Commercial or PayerKind.Supplement => "CI",
        PayerKind.Medicare => "MB",
        PayerKind.Medicaid => "MC",
        PayerKind.WorkersComp => "WC",
        PayerKind.Auto => "AM",
        PayerKind.Va => "VA",
        PayerKind.Other => "ZZ",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
