using CleanClaim.Billing.Access;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>The check that a person means when they name its trace number.</summary>
internal static class UnpostableCheck
{
    /// <exception cref="BadInputException">There is no such check, more than one, or it was paid to another practice.</exception>
    public static async Task<PayerCheck> Find(Tx tx, UnpostCommand command, CancellationToken cancel)
    {
        var found = await tx.Db.Set<PayerCheck>().AsNoTracking().Where(c => c.Trn02 == command.Trace && (command.Date == null || c.Date == command.Date)).ToListAsync(cancel);
        if (command.Payer is { } key)
        {
            var payer = await tx.Db.Set<Payer>().Where(p => p.Key == key || p.PayerId == key).Select(p => (Id<Payer>?)p.Id).FirstOrDefaultAsync(cancel);
            found = found.FindAll(c => c.Trn03 == key || (payer is not null && c.PayerId == payer));
        }
        if (command.Practice is { } book)
        {
            var practice = await tx.Db.Set<Practice>().Where(p => p.Key == book).Select(p => (Id<Practice>?)p.Id).FirstOrDefaultAsync(cancel);
            found = found.FindAll(c => c.Practice == practice);
        }
        var paidHere = found.FindAll(c => PassedCheck.Of(c) is null);
        return paidHere switch
        {
            [var one] => one,
            [] when found.Count > 0 => throw await PaidElsewhere(tx, found[0], cancel),
            [] => throw new BadInputException("trace", $"There is no check {command.Trace}{(command.Payer is { } p ? $" of {p}" : "")}{(command.Date is { } d ? $" of {d.InWords()}" : "")}.", "Look the trace number up in the list of checks."),
            _ => throw new BadInputException("trace", $"{paidHere.Count} checks have the trace number {command.Trace}.", "Name the payer and the date too."),
        };
    }

    private static async Task<BadInputException> PaidElsewhere(Tx tx, PayerCheck passed, CancellationToken cancel)
    {
        var payee = PassedCheck.Of(passed)!.Payee;
        var name = await tx.Db.Set<Practice>().Where(p => p.Id == payee).Select(p => p.Name).FirstAsync(cancel);
        return new BadInputException("trace", $"Check {passed.Trn02} was paid to {name}, another practice of ours; what stands here was passed on from there.",
            $"It is unposted there, and this goes with it: {await Siblings.WhoMay(tx, Right.Unpost, [payee, passed.Practice], cancel)} may do it.");
    }
}
