using System.Globalization;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <param name="Exception">A file of the queue of which nothing was taken.</param>
/// <param name="Reason">Why it is nobody's work any more: no remittance at all, sent back, the whole one came by another way.</param>
public sealed record PutAsideCommand(long Exception, string Reason);

/// <summary>The file that waits no more, by the name under which it first came.</summary>
public sealed record FilePutAside(long Exception, string File);

/// <summary>
/// A file that can never post (no X12, empty, cut off, another practice's) leaves the queue by a person's word. Nothing of it was taken, so no money moves and the file stays as it came;
/// the same file brought again waits again, which is also the way back.
/// </summary>
public static class PutAside
{
    /// <exception cref="BadInputException">There is no reason, it waits no more, or something of the file was taken.</exception>
    public static async Task<FilePutAside> Run(Tx tx, PutAsideCommand command, CancellationToken cancel = default)
    {
        var reason = PersonDecisions.Reason(command.Reason);
        var waiting = await WaitingMoney.Of(tx, new(command.Exception), cancel) ?? throw new BadInputException("exception", $"There is no exception {command.Exception}.", "`exceptions list` shows the queue.");
        if (waiting.Settled is not null) throw new BadInputException("exception", $"Exception {command.Exception} waits no more.", "Open the payments queue again.");
        if (!waiting.IsFileNotTaken)
            throw new BadInputException("exception", "A check's money hangs on this, so it cannot be put aside.",
                waiting.Exception.Kind == ExceptionKind.OtherPosting ? "Say what the second remittance is: a duplicate, a part or a replacement." : "Mend the reason and try again, or unpost the check.");
        var exception = waiting.Exception;
        tx.Add(new PersonDecision
        {
            Practice = exception.Practice, Id = tx.NextId<PersonDecision>(), Kind = PersonDecisions.Aside, AdjudicationId = null, ClaimId = null, ChargeId = null,
            Choice = command.Exception.ToString(CultureInfo.InvariantCulture), Reason = reason, Actor = tx.Actor, At = tx.Now,
        });
        await Exceptions.Settle(tx, exception.Practice, exception.Id, PersonDecisions.Aside, cancel);
        tx.Subject = $"exception {command.Exception} aside";
        return new FilePutAside(command.Exception, waiting.FileName ?? "The file");
    }
}
