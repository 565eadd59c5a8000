using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Charges;

/// <summary>Takes charges back by negative ones: both stay, the book moves by the mirror of the first entry.</summary>
public static class VoidCharge
{
    /// <param name="charges">Charges of the visit that stand.</param>
    public static async Task Run(Tx tx, Encounter visit, IReadOnlyList<Charge> charges, CancellationToken cancel = default)
    {
        var facts = new List<ChargeFact>();
        foreach (var charge in charges) facts.Add(await Add(tx, visit, charge, cancel));
        visit.Version++;
        await CaptureCharge.Book(tx, visit, facts, await tx.Today(visit.Practice), cancel);
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
