using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Contracts;

/// <summary>What the practice charges for a unit of a code from a day on; without a day: since ever.</summary>
public sealed record FeeForm
{
    public string? Practice { get; init; }
    public string? Code { get; init; }
    public IReadOnlyList<string>? Modifiers { get; init; }
    public string? Amount { get; init; }
    public string? From { get; init; }
}

public static class SetFee
{
    public static async Task<Saved> Run(Tx tx, FeeForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var practice = await PartyQueries.Practice(tx, fields, "practice", form.Practice, cancel);
        var (code, modifiers) = (ProcedureCodes.Code(fields, "code", form.Code), ProcedureCodes.Modifiers(fields, "modifiers", form.Modifiers));
        var amount = fields.Amount("amount", "fee", form.Amount);
        if (amount is null && string.IsNullOrWhiteSpace(form.Amount)) fields.Add("amount", "The fee is missing.", "Give the fee, for example 95.00.");
        var from = fields.DateOrNull("from", "first day of the fee", form.From) ?? Fields.SinceEver;
        var known = practice is null ? null
            : await tx.Db.Set<Fee>().FirstOrDefaultAsync(f => f.Practice == practice.Id && f.Code == code && f.Modifiers == modifiers && f.From == from, cancel);
        // Fees are facts with a date: charges were priced with them.
        if (known is not null && amount is not null && known.Amount != amount)
            fields.Add("amount", $"From {from:yyyy-MM-dd} the fee for {code} is {known.Amount} already.", "Give the new fee a new first day; what was charged before keeps its price.");
        fields.ThrowIfAny();

        if (known is not null) return new Saved(known.Id.Value, code, SavedHow.Unchanged);
        var id = tx.NextId<Fee>();
        tx.Add(new Fee { Practice = practice!.Id, Id = id, Code = code, Modifiers = modifiers, Amount = amount!.Value, From = from });
        return new Saved(id.Value, code, SavedHow.Added);
    }
}
