using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Remittance;

/// <summary>Whose money it is and who sent it: the payee among our practices, the payer among the organization's payers.</summary>
internal static class RemittanceParties
{
    /// <summary>The practice that the payee is, whether or not the actor has rights there: by NPI, else by tax id when only one practice has it. Null is "not our practice".</summary>
    public static async Task<Practice?> Payee(Tx tx, ReceivedPayment payment, CancellationToken cancel)
    {
        var all = await tx.Db.Set<Practice>().AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancel);
        var named = all.Where(p => payment.PayeeNpi is { } npi ? p.Npi == npi : payment.PayeeTaxId is { } tax && Digits(tax) == Digits(p.TaxId)).ToList();
        var open = named.FindAll(p => Siblings.May(tx, p.Id));
        // Two practices may share a number: then the one whose rights the actor has, as if the other were not there.
        return payment.PayeeNpi is not null ? open.FirstOrDefault() ?? named.FirstOrDefault() : open.Count == 1 ? open[0] : named.Count == 1 ? named[0] : null;
    }

    /// <summary>Where an exception is shown that belongs to no practice: the first that the scope may see.</summary>
    public static async Task<Practice> Reception(Tx tx, CancellationToken cancel)
    {
        var all = await tx.Db.Set<Practice>().AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancel);
        return all.Find(p => tx.Scope.Practices is not { } allowed || allowed.Contains(p.Id))
            ?? throw new BadInputException("practice", "The organization has no practice yet.", "Import a book or register a practice first.");
    }

    /// <summary>
    /// By an id that the file gives, else by name. Null is a payer on nobody's list, known by its TRN03: to which plans its claims were sent does not say
    /// whose check it is.
    /// </summary>
    public static async Task<Payer?> Payer(Tx tx, ReceivedPayment payment, CancellationToken cancel)
    {
        var payers = await tx.Db.Set<Payer>().AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancel);
        return payers.Find(p => payment.PayerIds.Contains(p.PayerId, StringComparer.Ordinal))
            ?? payers.Find(p => string.Equals(p.Name, payment.PayerName, StringComparison.OrdinalIgnoreCase));
    }

    private static string Digits(string text) => new([.. text.Where(char.IsAsciiDigit)]);
}
