using System.Text;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Tests.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Statements;

public sealed class IssueStatementTests
{
    /// <summary>100.00 charged; the plan pays 64.00, takes off 20.00 and leaves 16.00 coinsurance. 6.00 are paid later.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_guarantor_is_billed_for_what_the_last_plan_left_and_not_again_for_four_weeks(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        Assert.Empty(await Candidates(house, House.Today));
        await ward.Post(Edi.Remit("T1", "64", [Edi.Claim(pcn, "64", "CO*45*20", "PR*2*16")]));

        var candidate = Assert.Single(await Candidates(house, House.Today));
        Assert.Equal(("16.00", null), (candidate.Owes.ToString(), candidate.WhyNot));
        var command = new IssueStatement.Command(house.Practice.Value, candidate.AccountId, House.Today);
        var issued = await house.Do(tx => IssueStatement.Run(tx, command));
        Assert.Equal("16.00", issued.Amount.ToString());
        var pdf = await house.Read(tx => FileStore.Get(tx, issued.FileSha256));
        Assert.StartsWith("%PDF-1.", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        Assert.Equal("16.00", (await house.Read(tx => tx.Db.Set<StatementLine>().SingleAsync())).Amount.ToString());

        var again = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => IssueStatement.Run(tx, command)));
        Assert.Contains("Got a statement on 2026-03-16", again.Message, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(await Candidates(house, House.Today.AddDays(27))).WhyNot);
        Assert.Null(Assert.Single(await Candidates(house, House.Today.AddDays(28))).WhyNot);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_charge_leads_from_what_was_charged_to_what_is_owed(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "64", [Edi.Claim(pcn, "64", "CO*45*20", "PR*2*16")]));
        await house.Do(tx => Task.FromResult(tx.Add(new GuarantorOfPatient
        {
            Practice = house.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = ward.Account, PatientId = ward.Patient, From = new DateOnly(2020, 1, 1),
        })));
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(600), PaymentMethod.Card, null, null)));

        var balance = await house.Read(tx => GuarantorBalances.Of(tx, house.Practice, ward.Account, House.Today));
        var line = Assert.Single(balance.Charges);
        Assert.Equal(("100.00", "64.00", "20.00", "6.00", "10.00"),
            (line.Charged.ToString(), line.PlanPaid.ToString(), line.PlanDiscount.ToString(), line.YouPaid.ToString(), line.YouOwe.ToString()));
        Assert.Equal("your plan's coinsurance", line.Why);
        Assert.Equal(("10.00", "0.00", "0.00"), (balance.Owes.ToString(), balance.Prepaid.ToString(), balance.Credit.ToString()));
    }

    [Theory] // the fonts of a statement hold Western Europe's letters; others are spelled as in a claim, and where that cannot be no statement goes out
    [InlineData("José Strauß", "José Strauß", true)]
    [InlineData("Łukasz Nguyễn", "Lukasz Nguyen", true)]
    [InlineData("小龙 李", "小龙 李", false)]
    public void A_name_is_printed_as_written_or_spelled_out_or_the_statement_waits(string name, string printed, bool goes)
    {
        Assert.Equal(printed, PrintedName.Of(name));
        Assert.Equal(goes, PrintedName.WhyNot(name) is null);
    }

    [Theory]
    [InlineData(0, null, "Owes nothing.")]
    [InlineData(199, null, "Owes 1.99, less than the smallest amount we bill (2.00).")]
    [InlineData(200, null, null)]
    [InlineData(5000, "2026-03-01", "Got a statement on 2026-03-01; the next goes out on 2026-03-29.")]
    [InlineData(5000, "2026-02-16", null)]
    public void A_statement_is_due_or_says_why_not(long owes, string? last, string? why) =>
        Assert.Equal(why, StatementPolicy.Default.WhyNot(new Money(owes), House.Today, last is null ? null : DateOnly.Parse(last)));

    private static Task<IReadOnlyList<StatementCandidate>> Candidates(House house, DateOnly asOf) =>
        house.Read(tx => IssueStatement.Candidates(tx, house.Practice, asOf, StatementPolicy.Default));
}
