namespace CleanClaim.Billing.Record;

/// <summary>Which money a bank line is made of, as it stands now.</summary>
public static class DepositItems
{
    /// <summary>
    /// The items that stand. Nothing is removed: a match that was taken back leaves the item and its mirror, and one made again a third, so that an odd count of a line and a check,
    /// receipt or settlement stands. Every row of such a group is given; their sum is the amount.
    /// </summary>
    public static IQueryable<DepositItem> Standing(Tx tx) => tx.Db.Set<DepositItem>()
        .Where(i => tx.Db.Set<DepositItem>().Count(m => m.Practice == i.Practice && m.DepositId == i.DepositId && m.CheckId == i.CheckId && m.ReceiptId == i.ReceiptId && m.Settlement == i.Settlement) % 2 == 1);
}
