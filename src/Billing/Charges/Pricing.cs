using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Charges;

/// <summary>
/// Prices of one practice on one day: the fee of a code with its modifiers, else of the code alone; likewise the first payer's contract rate.
/// The row with the latest first day on or before the service counts; one that ends the fee leaves none. Source: the practice's own charge master and contracts; both by date of service.
/// </summary>
public sealed class Pricing
{
    private readonly IReadOnlyList<Fee> _fees;
    private readonly IReadOnlyList<ContractRate> _rates;

    public Pricing(IReadOnlyList<Fee> fees, IReadOnlyList<ContractRate> rates) => (_fees, _rates) = (fees, rates);

    internal static async Task<Pricing> On(Tx tx, Id<Practice> practice, Id<Payer>? payer, DateOnly day, IReadOnlyCollection<string> codes, CancellationToken cancel)
    {
        var fees = await tx.Db.Set<Fee>().AsNoTracking().Where(f => f.Practice == practice && f.From <= day && codes.Contains(f.Code)).ToListAsync(cancel);
        List<ContractRate> rates = payer is not { } id ? []
            : await tx.Db.Set<ContractRate>().AsNoTracking()
                .Where(r => r.Practice == practice && r.PayerId == id && r.From <= day && (r.To == null || r.To >= day) && codes.Contains(r.Code)).ToListAsync(cancel);
        return new Pricing(fees, rates);
    }

    /// <summary>The fee for one unit; null when the charge master has none on the day.</summary>
    public Money? Fee(string code, string modifiers) => (Standing(code, modifiers) ?? Standing(code, ""))?.Amount;

    /// <summary>What the first payer's contract allows for one unit; null when none is on file.</summary>
    public Money? Expected(string code, string modifiers) =>
        Latest(_rates.Where(r => r.Code == code && r.Modifiers == modifiers), r => r.From)?.Amount
        ?? Latest(_rates.Where(r => r.Code == code && r.Modifiers.Length == 0), r => r.From)?.Amount;

    private Fee? Standing(string code, string modifiers) =>
        Contracts.Fee.Latest(_fees.Where(f => f.Code == code && f.Modifiers == modifiers)) is { Ends: false } fee ? fee : null;

    private static T? Latest<T>(IEnumerable<T> rows, Func<T, DateOnly> from) where T : class => rows.OrderByDescending(from).FirstOrDefault();
}
