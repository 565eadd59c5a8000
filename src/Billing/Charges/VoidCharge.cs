using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Charges;

/// <summary>Takes a charge back by a negative one: both stay, the book moves by the mirror of the first entry.</summary>
public static class VoidCharge
{
    public static async Task<Id<Charge>> Run(Tx tx, Id<Charge> chargeId, CancellationToken cancel = default)
    {
        var charge = await tx.Db.Set<Charge>().FirstOrDefaultAsync(c => c.Id == chargeId, cancel)
            ?? throw new BadInputException("charge", $"There is no charge {chargeId}.", "Look it up on the visit.");
        if (charge.VoidsChargeId is not null || await tx.Db.Set<Charge>().AnyAsync(c => c.VoidsChargeId == chargeId, cancel))
            throw new BadInputException("charge", $"Charge {chargeId} is void already.", "Nothing is left to do.");
        var encounter = await tx.Db.Set<Encounter>().FirstAsync(e => e.Practice == charge.Practice && e.Id == charge.EncounterId, cancel);
        var fact = await Add(tx, encounter, charge, cancel);
        await CaptureCharge.Book(tx, encounter, [fact], await tx.Today(charge.Practice), cancel);
        tx.Subject = $"charge {chargeId}";
        return new Id<Charge>(fact.ChargeId);
    }

    /// <summary>Adds the negative charge; the debtor is the one whom the charge was booked on, whatever coverage is in force by now.</summary>
    internal static async Task<ChargeFact> Add(Tx tx, Encounter encounter, Charge charge, CancellationToken cancel)
    {
        var id = tx.NextId<Charge>();
        tx.Add(new Charge
        {
            Practice = charge.Practice, Id = id, EncounterId = charge.EncounterId, Line = charge.Line, Code = charge.Code, Modifiers = charge.Modifiers, Units = -charge.Units,
            Amount = -charge.Amount, Expected = charge.Expected is { } expected ? -expected : null, Pointers = charge.Pointers, Minutes = charge.Minutes, VoidsChargeId = charge.Id,
        });
        var debtor = await Debtor(tx, charge, cancel);
        return new ChargeFact(id.Value, charge.Id.Value, charge.Practice.Value, encounter.Id.Value, encounter.ProviderId.Value, encounter.Date, charge.Code, -charge.Amount, debtor);
    }

    internal static async Task<Party> Debtor(Tx tx, Charge charge, CancellationToken cancel)
    {
        var line = await (from entry in tx.Db.Set<JournalEntryRow>()
                          join row in tx.Db.Set<JournalLineRow>() on new { entry.Practice, EntryId = entry.Id } equals new { row.Practice, row.EntryId }
                          where entry.Practice == charge.Practice && entry.FactKind == FactKind.Charge && entry.FactId == charge.Id.Value && row.OpenItemId != null
                          orderby row.N
                          select new { row.PartyKind, row.PartyId }).FirstOrDefaultAsync(cancel);
        // A charge of zero has no entry: nothing is booked for its void either.
        return line is null ? Party.None : new Party(line.PartyKind, line.PartyId);
    }
}
