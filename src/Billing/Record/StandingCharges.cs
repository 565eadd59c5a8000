namespace CleanClaim.Billing.Record;

/// <summary>Which charges stand. Nothing is removed: a charge that is taken back has a void beside it, one that is put back a second, so that an odd count of voids takes it out.</summary>
public static class StandingCharges
{
    /// <summary>The charges that stand: neither voids nor taken back.</summary>
    public static IQueryable<Charge> Of(Tx tx) => tx.Db.Set<Charge>()
        .Where(c => c.VoidsChargeId == null && tx.Db.Set<Charge>().Count(v => v.Practice == c.Practice && v.VoidsChargeId == c.Id) % 2 == 0);

    /// <summary>Whether a charge is taken back that has so many voids.</summary>
    public static bool IsTakenBack(int voids) => voids % 2 == 1;
}
