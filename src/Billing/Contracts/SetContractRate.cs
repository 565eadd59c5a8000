using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Contracts;

/// <summary>What a payer's contract allows for a unit of a code.</summary>
public sealed record ContractRateForm
{
    public string? Payer { get; init; }
    public string? Practice { get; init; }
    public string? Code { get; init; }
    public IReadOnlyList<string>? Modifiers { get; init; }
    public string? Amount { get; init; }
    public string? From { get; init; }
    public string? To { get; init; }
}

public static class SetContractRate
{
    public static async Task<Saved> Run(Tx tx, ContractRateForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var practice = await PartyQueries.Practice(tx, fields, "practice", form.Practice, cancel);
        var payer = await PartyQueries.Payer(tx, fields, "payer", form.Payer, cancel);
        var (code, modifiers) = (ProcedureCodes.Code(fields, "code", form.Code), ProcedureCodes.Modifiers(fields, "modifiers", form.Modifiers));
        var amount = fields.Amount("amount", "contract rate", form.Amount);
        if (amount is null && string.IsNullOrWhiteSpace(form.Amount)) fields.Add("amount", "The rate is missing.", "Give what the contract allows, for example 62.00.");
        var from = fields.DateOrNull("from", "first day of the rate", form.From) ?? Fields.SinceEver;
        var to = fields.DateOrNull("to", "last day of the rate", form.To);
        fields.Order("to", from, to);
        fields.ThrowIfAny();

        var known = await tx.Db.Set<ContractRate>().FirstOrDefaultAsync(
            r => r.Practice == practice!.Id && r.PayerId == payer!.Id && r.Code == code && r.Modifiers == modifiers && r.From == from, cancel);
        if (known is not null)
        {
            var changed = new Edit().Field("amount", known.Amount, amount!.Value, v => known.Amount = v).Field("to", known.To, to, v => known.To = v).Apply();
            return new Saved(known.Id.Value, code, Saved.HowOf(false, changed));
        }
        var id = tx.NextId<ContractRate>();
        tx.Add(new ContractRate
        {
            Practice = practice!.Id, Id = id, PayerId = payer!.Id, Code = code, Modifiers = modifiers, Amount = amount!.Value, From = from, To = to,
        });
        return new Saved(id.Value, code, SavedHow.Added);
    }
}
