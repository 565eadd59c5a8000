using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Money at the desk. With <paramref name="Visit"/> (its key) it is for that visit; without, it pays what the guarantor owes, oldest first.</summary>
/// <param name="Patient">The patient's key.</param>
/// <param name="Practice">The practice's key; null when the patient's key names one patient only.</param>
/// <param name="Guarantor">The key of the account whose money it is; null where only one comes into question, or for a visit.</param>
public sealed record ReceiptCommand(string Patient, Money Amount, PaymentMethod Method, string? Visit, DateOnly? On, string? Practice = null, string? Guarantor = null);

/// <summary>What was taken, of whom, and what became of it at once.</summary>
/// <param name="Others">Other guarantors who owe for the patient's visits: the payment is none of theirs.</param>
/// <param name="Covered">What of it covers money that they had been given back of a payment that came back then.</param>
public sealed record ReceiptTaken(long Receipt, Money Applied, Money Covered, Money Prepaid, string Guarantor, IReadOnlyList<OtherDebt> Others);

public sealed record OtherDebt(string Guarantor, Money Owes);

/// <summary>
/// Takes a receipt: cash at the desk against what is prepaid, which is a liability (MONEY 1.6). Debts that stand already are paid from it in the same
/// transaction (<see cref="ApplyPrepaid"/>); later ones when they arise (<see cref="Applications"/>).
/// </summary>
public static class TakeReceipt
{
    /// <summary>As a charge (005010X222A1 has no larger one); a slip of the keys is not kept.</summary>
    private static readonly Money Most = new(99_999_999_99);

    /// <exception cref="BadInputException">Patient or visit is not known, or the amount is not above zero, or larger than any payment.</exception>
    public static async Task<ReceiptTaken> Run(Tx tx, ReceiptCommand command, CancellationToken cancel = default)
    {
        if (command.Amount <= Money.Zero) throw new BadInputException("amount", "A receipt is above zero.", "Give the amount that was taken; a payment back is a refund.");
        if (command.Amount > Most) throw new BadInputException("amount", $"{command.Amount.ForPeople()} is more than one payment can be.", $"Give the amount that was taken, at most {Most.ForPeople()}.");
        var patient = await FindPatient(tx, command, cancel);
        var today = await tx.Today(patient.Practice);
        var on = command.On ?? today;
        if (PossibleDay.Fault("payment", "on", on, today, patient.BirthDate) is { } impossible) throw new BadInputException([impossible]);
        var visit = command.Visit is { } key ? await tx.Db.Set<Encounter>().AsNoTracking().FirstOrDefaultAsync(e => e.Practice == patient.Practice && e.Key == key && e.PatientId == patient.Id, cancel)
            ?? throw new BadInputException("visit", $"The patient has no visit {key}.", "Leave the visit out to pay what is owed.") : null;
        var account = visit?.AccountId ?? await WhoPays.Account(tx, patient, command.Guarantor, on, cancel);
        await Roots.HoldAccount(tx, account);
        var receipt = tx.Add(new Receipt
        {
            Practice = patient.Practice, Id = tx.NextId<Receipt>(), AccountId = account, PatientId = patient.Id, EncounterId = visit?.Id, Amount = command.Amount, Method = command.Method,
            TakenOn = on, RecordedAt = tx.Now, Actor = tx.Actor,
        });
        await Journal.Record(tx, patient.Practice, today, [Entry(receipt)], cancel);
        var applied = await ApplyPrepaid.Pay(tx, receipt, receipt.Amount, today, "desk", cancel);
        var covered = (await RefundParts.Cover(tx, patient.Practice, account, today, cancel)).Where(c => c.Receipt.Id == receipt.Id).Sum(c => c.Amount);
        tx.Subject = $"receipt {receipt.Id}";
        var payer = await tx.Db.Set<GuarantorAccount>().FirstAsync(a => a.Practice == patient.Practice && a.Id == account, cancel);
        if (visit is not null && command.Guarantor is { } named && named != payer.Key)
            throw new BadInputException("guarantor", $"{payer.DisplayName} answers for the visit of {visit.Date.InWords()}.", "Choose that guarantor, or take the payment for what is owed and not for the visit.");
        var others = (await WhoPays.Of(tx, patient, on, cancel)).FindAll(p => p.Account != account && p.Owes > Money.Zero);
        return new ReceiptTaken(receipt.Id.Value, applied, covered, receipt.Amount - applied - covered, payer.DisplayName, others.ConvertAll(p => new OtherDebt(p.Guarantor, p.Owes)));
    }

    /// <summary>The entry of a receipt: until it is banked it lies undeposited, until it is owed it is prepaid.</summary>
    public static JournalEntry Entry(Receipt receipt)
    {
        var guarantor = Party.Guarantor(receipt.AccountId.Value);
        return JournalEntry.Of(FactKind.Receipt, receipt.Id.Value, generation: 1, receipt.TakenOn, $"receipt {receipt.Id}, {receipt.Method.ToString().ToLowerInvariant()}", policyVersion: 1,
        [
            new(Account.UndepositedReceipts, guarantor, receipt.Amount) { About = $"receipt:{receipt.Id}", EncounterId = receipt.EncounterId?.Value },
            new(Account.PatientPrepayments, guarantor, -receipt.Amount) { About = Applications.PrepaidFor(receipt), EncounterId = receipt.EncounterId?.Value },
        ])!;
    }

    private static async Task<Patient> FindPatient(Tx tx, ReceiptCommand command, CancellationToken cancel)
    {
        var practice = command.Practice is { } key ? await tx.Db.Set<Practice>().Where(p => p.Key == key).Select(p => (Id<Practice>?)p.Id).FirstOrDefaultAsync(cancel) : null;
        var found = await tx.Db.Set<Patient>().AsNoTracking().Where(p => p.Key == command.Patient && (practice == null || p.Practice == practice)).ToListAsync(cancel);
        return found switch
        {
            [var one] => one,
            [] => throw new BadInputException("patient", $"There is no patient {command.Patient}{(command.Practice is { } where ? $" in the practice {where}" : "")}.", "Find the patient by name or birth date (`patient find`), in the practice that they belong to."),
            _ => throw new BadInputException("patient", $"{found.Count} practices have a patient {command.Patient}.", "Name the practice."),
        };
    }
}
