using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Contracts;

/// <summary>
/// What the practice charges for a unit of a code from a day on; without a day: since ever. Or that from the day on there is no fee for it any more.
/// With <see cref="Corrects"/>: the fee of this first day was mistyped.
/// </summary>
public sealed record FeeForm
{
    public string? Practice { get; init; }
    public string? Code { get; init; }
    public IReadOnlyList<string>? Modifiers { get; init; }
    public string? Amount { get; init; }
    public string? From { get; init; }
    /// <summary>True instead of an amount: the fee ends, and this is the first day without one.</summary>
    public bool? Ends { get; init; }
    /// <summary>The mistyped fee that stands, and that the amount takes the place of from the same first day on.</summary>
    public string? Corrects { get; init; }
}

/// <summary>
/// Fees are facts with a date: charges were priced with them. A new price is a new row, an end too, and so is the correction of a mistyped one; none is ever changed,
/// and what was charged keeps its price until its visit is corrected.
/// </summary>
public static class SetFee
{
    public static async Task<Saved> Run(Tx tx, FeeForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var practice = await PartyQueries.Practice(tx, fields, "practice", form.Practice, cancel);
        var (code, modifiers) = (ProcedureCodes.Code(fields, "code", form.Code), ProcedureCodes.Modifiers(fields, "modifiers", form.Modifiers));
        var ends = form.Ends == true;
        var amount = Amount(fields, form, ends);
        var from = ends ? fields.Date("from", "first day without a fee", form.From) : fields.DateOrNull("from", "first day of the fee", form.From) ?? Fields.SinceEver;
        var all = practice is null ? [] : await tx.Db.Set<Fee>().AsNoTracking().Where(f => f.Practice == practice.Id && f.Code == code && f.Modifiers == modifiers).ToListAsync(cancel);
        var known = Fee.Latest(all.Where(f => f.From == from));
        var same = known is not null && known.Ends == ends && known.Amount == amount;
        var corrected = Corrected(fields, form);
        if (known is not null && !same && (ends || known.Ends || corrected != known.Amount)) Stands(fields, known, code, corrected);
        if (known is null && ends && Fee.Latest(all.Where(f => f.From < from)) is null or { Ends: true })
            fields.Add("from", $"There is no fee for {code} to end on {from.InWords()}.", "Look at its first day in the fee schedule.");
        fields.ThrowIfAny();

        if (same) return new Saved(known!.Id.Value, code, SavedHow.Unchanged, known.Revision);
        var id = tx.NextId<Fee>();
        tx.Add(new Fee { Practice = practice!.Id, Id = id, Code = code, Modifiers = modifiers, Amount = amount, From = from, Ends = ends, Revision = (known?.Revision ?? 0) + 1 });
        tx.Subject = known is null ? $"fee {id}" : $"fee {id} in place of fee {known.Id}";
        return new Saved(id.Value, code, known is null ? SavedHow.Added : SavedHow.Changed, (known?.Revision ?? 0) + 1);
    }

    private static Money Amount(Fields fields, FeeForm form, bool ends)
    {
        if (ends && !string.IsNullOrWhiteSpace(form.Amount)) fields.Add("amount", "A fee that ends has no amount.", "Leave the amount out; for another price give the price without an end.");
        if (ends) return Money.Zero;
        if (string.IsNullOrWhiteSpace(form.Amount)) fields.Add("amount", "The fee is missing.", "Give the fee, for example 95.00.");
        return fields.Amount("amount", "fee", form.Amount) ?? Money.Zero;
    }

    private static Money? Corrected(Fields fields, FeeForm form) => form.Corrects is null ? null : fields.Amount("corrects", "fee that is corrected", form.Corrects);

    private static void Stands(Fields fields, Fee known, string code, Money? corrected)
    {
        if (known.Ends) fields.Add("from", $"From {known.From.InWords()} on there is no fee for {code}.", "Give a later first day.");
        else if (corrected is { } was) fields.Add("amount", $"From {known.From.InWords()} the fee for {code} is {known.Amount}, not {was}: somebody corrected it in between.", "Keep theirs, or correct it once more.");
        else fields.Add("amount", $"From {known.From.InWords()} the fee for {code} is {known.Amount} already.", "Give the new fee a new first day; or correct the fee of that day where it was mistyped.");
    }
}
