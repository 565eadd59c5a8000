using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Remittance;

/// <summary>Whose money it is and who sent it: the payee among our practices, the payer among the organization's payers.</summary>
internal static class RemittanceParties
{
    /// <summary>The practice that the payee is: by NPI, else by tax id when only one practice has it. Null is "not our practice".</summary>
    public static async Task<Practice?> Payee(Tx tx, ReceivedPayment payment, CancellationToken cancel)
    {
        var all = await tx.Db.Set<Practice>().AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancel);
        var mine = tx.Scope.Practices is { } allowed ? all.Where(p => allowed.Contains(p.Id)).ToList() : all;
        if (payment.PayeeNpi is { } npi) return mine.Find(p => p.Npi == npi);
        var byTax = mine.Where(p => payment.PayeeTaxId is { } tax && Digits(tax) == Digits(p.TaxId)).ToList();
        return byTax.Count == 1 ? byTax[0] : null;
    }

    /// <summary>Where an exception is shown that belongs to no practice: the first that the scope may see.</summary>
    public static async Task<Practice> Reception(Tx tx, CancellationToken cancel)
    {
        var all = await tx.Db.Set<Practice>().AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancel);
        return all.Find(p => tx.Scope.Practices is not { } allowed || allowed.Contains(p.Id))
            ?? throw new BadInputException("practice", "The organization has no practice yet.", "Import a book or register a practice first.");
    }

    /// <summary>
    /// By an id that the file gives, else by name, else by the submissions that its claims name, when all that speak at their own level were sent to one payer.
    /// </summary>
    public static async Task<Payer?> Payer(Tx tx, Id<Practice> practice, ReceivedPayment payment, CancellationToken cancel)
    {
        var payers = await tx.Db.Set<Payer>().AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancel);
        var byId = payers.Find(p => payment.PayerIds.Contains(p.PayerId, StringComparer.Ordinal))
            ?? payers.Find(p => string.Equals(p.Name, payment.PayerName, StringComparison.OrdinalIgnoreCase));
        if (byId is not null) return byId;
        var levels = payment.Claims.Where(c => Level(c.Status) is not null).Take(200).ToLookup(c => Pcn.Fold(c.Pcn), c => Level(c.Status), StringComparer.Ordinal);
        var pcns = levels.Select(l => l.Key).ToList();
        var sent = await tx.Db.Set<Submission>().AsNoTracking().Where(s => s.Practice == practice && pcns.Contains(s.PcnFolded)).Select(s => new { s.PcnFolded, s.PayerId, s.Level }).ToListAsync(cancel);
        var named = sent.Where(s => levels[s.PcnFolded].Contains(s.Level)).Select(s => s.PayerId).Distinct().ToList();
        return named.Count == 1 ? payers.Find(p => p.Id == named[0]) : null;
    }

    /// <summary>CLP02 says as which payer it was processed.</summary>
    private static PayerLevel? Level(string status) => status switch
    {
        "1" or "19" => PayerLevel.P,
        "2" or "20" => PayerLevel.S,
        "3" or "21" => PayerLevel.T,
        _ => null,
    };

    private static string Digits(string text) => new([.. text.Where(char.IsAsciiDigit)]);
}
