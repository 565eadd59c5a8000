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
        if (command.Check is { } number) found = found.FindAll(c => c.Id.Value == number);
        var paidHere = found.FindAll(c => PassedCheck.Of(c) is null);
        return paidHere switch
        {
            [var one] => one,
            [] when found.Count > 0 => throw await PaidElsewhere(tx, found[0], cancel),
            [] => throw new BadInputException("trace", $"There is no check {command.Trace}{(command.Payer is { } p ? $" of {p}" : "")}{(command.Date is { } d ? $" of {d.InWords()}" : "")}.", "Look the trace number up in the list of checks."),
            _ => throw await Several(tx, command.Trace, paidHere, cancel),
        };
    }

    private static async Task<BadInputException> Several(Tx tx, string trace, List<PayerCheck> found, CancellationToken cancel)
    {
        var names = await tx.Db.Set<Practice>().ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var each = string.Join("; ", found.OrderBy(c => c.Id).Select(c => $"{c.Id}: {c.PayerName}, {c.Date.InWords()}, {c.Amount.ForPeople()} to {names[c.Practice]}"));
        return new BadInputException("trace", $"{found.Count} checks have the trace number {trace}. {each}.", $"Say which by its number, as in --check {found.Min(c => c.Id)}.");
    }

    private static async Task<BadInputException> PaidElsewhere(Tx tx, PayerCheck passed, CancellationToken cancel)
    {
        var payee = PassedCheck.Of(passed)!.Payee;
        var name = await tx.Db.Set<Practice>().Where(p => p.Id == payee).Select(p => p.Name).FirstAsync(cancel);
        return new BadInputException("trace", $"Check {passed.Trn02} was paid to {name}, another practice of ours; what stands here was passed on from there.",
            $"It is unposted there, and this goes with it: {await Siblings.WhoMay(tx, Right.Unpost, [payee, passed.Practice], cancel)} may do it.");
    }
}
