using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>What one practice owes another for a check that it was paid is paid, in both books at once (MONEY 2).</summary>
public sealed class SettlePracticesTests
{
    private static readonly DateOnly Day = new(2026, 3, 12);

    private static Task<PracticesSettled> Settle(House house, string amount, string reference = "transfer 1", string from = "main", string to = "north", Scope? scope = null) =>
        house.Work.Do(Right.Post, scope ?? house.Scope, Request.Once("practice.settle"), tx => SettlePractices.Run(tx, new(from, to, Money.TryParse(amount)!.Value, Day, reference)));

    private static Task<PracticesSettled> Undo(House house, long number) => house.Do(tx => SettlePractices.Undo(tx, number, "the wrong account"));

    private static async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<BadInputException>(act)).Message;

    private static async Task Holds(House house)
    {
        var found = await house.Read(tx => LedgerVerify.Run(tx));
        Assert.All(found, v => Assert.True(v.Holds, $"{v.Id}: {string.Join(" / ", v.Examples)}"));
    }

    /// <summary>124.00 paid to the main practice, 64.00 of it for a claim of the north office.</summary>
    private static async Task<(Ward Main, Ward North)> Due(string kind)
    {
        var main = await Ward.Open(kind);
        var north = await main.Sibling();
        var (lucia, ida) = (await main.Claim("97810 100.00"), await north.Claim("97810 100.00"));
        await main.Post(Edi.Remit("S1", "124", [Edi.Claim(lucia, "60", "CO*45*40"), Edi.Claim("IVER*IDA", ida, "1", "100", "64", "97810", ["CO*45*36"])]));
        return (main, north);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_stands_in_both_books_comes_to_the_bank_and_is_undone(string kind)
    {
        var (main, north) = await Due(kind);
        await using var house = main.House;
        var (before, there) = (await main.Book(), await north.Book());
        Assert.Equal(("North Clinic", "64.00"), Assert.Single(await house.Read(tx => PracticeDues.Of(tx, main.Practice))) is var due ? (due.Other.Name, due.Net.ToString()) : default);
        Assert.Contains("64.00 is due from Lakeside Acupuncture to North Clinic; 65.00 is more.", await Refused(() => Settle(house, "65.00")), StringComparison.Ordinal);
        Assert.Contains("Nothing is due from North Clinic", await Refused(() => Settle(house, "1.00", from: "north", to: "main")), StringComparison.Ordinal);
        Assert.Contains("cannot pay itself", await Refused(() => Settle(house, "1.00", to: "main")), StringComparison.Ordinal);
        Assert.Contains("not above zero", await Refused(() => Settle(house, "-1.00", reference: "")), StringComparison.Ordinal);
        var one = house.Scope with { Practices = [main.Practice], Actor = "ben@clinic.example", Role = Role.Biller };
        Assert.Contains("where ben@clinic.example has no rights", await Refused(() => Settle(house, "64.00", scope: one)), StringComparison.Ordinal);

        Assert.Equal("24.00", (await Settle(house, "40.00")).Left.ToString());
        Assert.Contains("recorded already, as number 1", await Refused(() => Settle(house, "40.00")), StringComparison.Ordinal);
        var rest = await Settle(house, "24.00", "transfer 2");
        Assert.Equal(["cash -64.00", "contractual 40.00", "grossCharges -100.00", "paymentsInTransit blue 124.00"], await main.Book());
        Assert.Equal(["contractual 36.00", "grossCharges -100.00", "paymentsInTransit 64.00"], await north.Book());
        Assert.Empty(await house.Read(tx => PracticeDues.Of(tx, north.Practice)));
        await Holds(house);

        // The paid practice's bank brings it: by its reference.
        var line = Assert.Single(await house.Do(tx => MatchDeposit.Run(tx, north.Practice, "b1xxxxxxxxxxxxxx", BankFile.Read("date,description,amount\n2026-03-13,transfer 2,24.00\n"))));
        Assert.Equal(("practice", "paid by Lakeside Acupuncture on 12 Mar 2026, transfer 2"), (line.What, line.Detail));
        Assert.Contains("cash 24.00", await north.Book());
        await Holds(house);
        Assert.Contains("has brought payment 2", await Refused(() => Undo(house, rest.Number)), StringComparison.Ordinal);
        await house.Do(async tx => await UnmatchDeposit.Run(tx, new((await BankLines.Of(tx, north.Practice))[0].Deposit.Id.Value, "another's")));
        Assert.Contains("paymentsInTransit 64.00", await north.Book());
        await Holds(house);

        foreach (var number in new[] { rest.Number, 1 }) await Undo(house, number);
        Assert.Equal(before, await main.Book());
        Assert.Equal([.. there, "unidentifiedReceipts -24.00"], (await north.Book()).Where(l => l != "cash 24.00"));
        Assert.Contains("undone before", await Refused(() => Undo(house, 1)), StringComparison.Ordinal);
        Assert.Contains("no payment 99", await Refused(() => Undo(house, 99)), StringComparison.Ordinal);
        Assert.All(await house.Read(tx => PracticeDues.Settlements(tx, main.Practice)), s => Assert.Equal(("the wrong account", false), (s.Undone?.Reason, s.Banked)));
        Assert.Equal("64.00", (await Settle(house, "64.00")).Amount.ToString()); // what was undone may be paid again
        await Holds(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_of_the_difference_settles_what_each_owes_the_other(string kind)
    {
        var (main, north) = await Due(kind);
        await using var house = main.House;
        var lucia = await main.Claim("97810 100.00");
        // 50.00 paid to the north office for a claim of ours.
        await main.Post(Edi.Remit("S2", "50", [Edi.Claim(lucia, "50", "CO*45*50")], npi: Ward.SiblingNpi));
        Assert.Equal("14.00", Assert.Single(await house.Read(tx => PracticeDues.Of(tx, main.Practice))).Net.ToString());
        var paid = await Settle(house, "14.00");
        Assert.Equal(("50.00", "0.00"), (paid.SetOff.ToString(), paid.Left.ToString()));
        Assert.DoesNotContain((await main.Book()).Concat(await north.Book()), l => l.StartsWith("due", StringComparison.Ordinal));
        await Holds(house);
        await Undo(house, paid.Number);
        Assert.Contains("dueTo -64.00", await main.Book());
        Assert.Contains("dueFrom 64.00", await north.Book());
        await Holds(house);
    }
}
