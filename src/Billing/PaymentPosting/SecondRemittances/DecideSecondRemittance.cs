using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>What a person says of a second remittance, and why.</summary>
public sealed record SecondCommand(long Exception, SecondChoice Choice, string? Reason);

/// <summary>What was decided, for the runs that carry it out. <paramref name="Remittance"/> null: the new one was never taken, nothing is to be run.</summary>
public sealed record SecondDecided(long Practice, long Check, long? Remittance, IReadOnlyList<long> Before);

/// <summary>
/// Keeps the word of a person on a second remittance for a posted check: duplicate (nothing of it posts), part (it posts beside the other), replacement (the other is taken back and
/// it posts). The new remittance is recorded here where it is to post; <see cref="SecondPosting"/> carries the decision out. The latest word counts: another one undoes this one.
/// </summary>
public static class DecideSecondRemittance
{
    private const int ReasonMax = 500;

    /// <exception cref="BadInputException">No reason, nothing to decide, parts that would pay more than the check has, or a later check takes back an answer of what would go.</exception>
    public static async Task<SecondDecided> Run(Tx tx, SecondCommand command, CancellationToken cancel = default)
    {
        var reason = Reason(command.Reason);
        var second = await SecondRemittance.Of(tx, new(command.Exception), cancel);
        await Roots.HoldFile(tx, second.Received.Set.CanonicalHash);
        await Roots.HoldCheck(tx, second.Check.Id);
        second = await SecondRemittance.Of(tx, new(command.Exception), cancel); // as it is now that nobody else decides about it
        Refuse(second, command.Choice);
        tx.Subject = $"exception {command.Exception} check {second.Check.Id}";
        if (second.Decision is { } same && same.Choice == command.Choice) return Decided(second, same.RemittanceId);

        var (practice, check) = (second.Check.Practice, second.Check);
        var taken = second.Decision?.RemittanceId ?? (command.Choice == SecondChoice.Duplicate ? null : (await ReceiveRemittance.Record(tx, second.Received, practice, check, cancel)).Id.Value);
        var wanted = Wanted(second, command.Choice, taken);
        await StandingReversals.Refuse(tx, check, [.. second.Detail.Posted.Where(r => !wanted.Contains(r.Value))], null, cancel);
        var decision = new SecondDecision(command.Exception, command.Choice, check.Id.Value, second.Received.Set.CanonicalHash, taken, second.Before, wanted);
        tx.Add(new PersonDecision
        {
            Practice = practice, Id = tx.NextId<PersonDecision>(), Kind = SecondDecision.Kind, AdjudicationId = null, ClaimId = null, ChargeId = null, Choice = decision.ToJson(), Reason = reason,
            Actor = tx.Actor, At = tx.Now,
        });
        if (taken is null) await Exceptions.Settle(tx, practice, new(command.Exception), SecondRemittance.Word(command.Choice), cancel);
        await tx.Db.SaveChangesAsync(cancel);
        tx.Subject = $"exception {command.Exception} check {check.Id} {SecondRemittance.Word(command.Choice)}";
        return Decided(second, taken);
    }

    private static SecondDecided Decided(SecondRemittance second, long? taken) => new(second.Check.Practice.Value, second.Check.Id.Value, taken, second.Before);

    private static string Reason(string? typed) => typed?.Trim() switch
    {
        null or "" => throw new BadInputException("reason", "The reason is missing.", "Say in a few words why; it stays in the history."),
        { Length: > ReasonMax } => throw new BadInputException("reason", $"The reason is longer than {ReasonMax} characters.", "Shorten it."),
        var reason => reason,
    };

    /// <summary>What is to be posted to the check: the new one alone, with the others, or they without it.</summary>
    private static List<long> Wanted(SecondRemittance second, SecondChoice choice, long? taken)
    {
        if (choice == SecondChoice.Replacement) return [taken!.Value];
        var now = (second.Detail.Wanted ?? second.Detail.Posted).Select(r => r.Value).Where(r => r != taken);
        if (choice == SecondChoice.Part) return [.. now.Union(second.Before).Append(taken!.Value)];
        var left = now.ToList();
        return left.Count > 0 ? left : [.. second.Before];
    }

    private static void Refuse(SecondRemittance second, SecondChoice choice)
    {
        var compared = second.Comparison;
        if (second is { Finished: true, Decision: null })
            throw new BadInputException("exception", $"Exception {second.Exception.Id} is settled: the file was taken after its check had been unposted.", "Nothing is to be decided.");
        if (second.Before.Count == 0)
            throw new BadInputException("exception", $"Check {second.Check.Trn02} is not posted any more.", "Post the file again: it is taken as the check's remittance.");
        if (choice != SecondChoice.Part) return;
        if (compared.Excess > Money.Zero)
            throw new BadInputException("choice", $"As parts of one check they would pay {compared.Together}: {compared.Posted.Net} is posted and {compared.New.Net} is new, but the check is {compared.Check}: {compared.Excess} too much.",
                "If the new remittance is the whole of the check, it replaces the other.");
        if (compared.Repeated is { Count: > 0 } repeated)
            throw new BadInputException("choice", $"{repeated.Count} of its claims {(repeated.Count == 1 ? "is" : "are")} posted word for word already ({string.Join(", ", repeated.Take(3).Select(c => c.Pcn))}): as a part it would pay twice.",
                "If the new remittance is the whole of the check, it replaces the other; else ask the payer.");
    }
}
