using CleanClaim.Billing.Access;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>MONEY 1.10: a correction of master data touches no claim by itself; it is offered to the open ones and applied to those that a person chose.</summary>
public sealed class ApplyCorrectionTests
{
    private static async Task<List<DifferingClaim>> Differing(House house) => await house.Read(async tx =>
        await ClaimsThatDiffer.Of(tx, new CorrectedParty(Patient: await tx.Db.Set<Patient>().Where(p => p.Key == "lucia").Select(p => (Id<Patient>?)p.Id).SingleAsync())));

    private static Task<List<AppliedCorrection>> Apply(House house, DifferingClaim claim) => house.Do(tx => ApplyCorrection.Run(tx, new([claim.VisitId], "as on the new card")));

    private static CoverageForm Evergreen(string member) => new()
    {
        Key = "c1", Patient = "lucia", Payer = "evergreen", Plan = "PPO25", MemberId = member, Order = 1, Relation = "child", From = "2024-01-01",
        Subscriber = new SubscriberForm { LastName = "Reyes", FirstName = "Marisol", BirthDate = "1986-03-14", Sex = "F" },
    };

    private static async Task<List<string>> Owed(House house) => await house.Read(async tx =>
    {
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().SingleAsync();
        return (await VisitBalance.Owed(tx, visit)).ConvertAll(o => $"{o.Party.Kind} {o.Code} {o.Amount}");
    });

    private static async Task BooksHold(House house) => Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_corrected_member_id_leaves_the_claim_that_was_sent_and_goes_into_the_next_one_when_a_person_applies_it(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Do(tx => AddCoverage.Run(tx, Evergreen("EGH204177332")));
        Assert.Empty(await Differing(house)); // never sent: it is built when it goes
        var first = (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Single();

        await house.Do(tx => AddCoverage.Run(tx, Evergreen("EGH204177331") with { To = "2026-12-31" }));
        var differs = Assert.Single(await Differing(house));
        Assert.Equal((first.Pcn, "sent", "155.00"), (differs.Pcn, differs.Status, differs.Open.ToString()));
        Assert.Equal(["member id with Evergreen Health Plan: EGH204177332, now EGH204177331"], differs.Changes);
        Assert.Equal(1, await house.Read(tx => tx.Db.Set<ClaimVersion>().CountAsync()));

        Assert.Equal([new AppliedCorrection("v1", ClaimBuilt: true, Money.Zero)], await Apply(house, differs));
        Assert.Empty(await Differing(house));
        var held = (await house.Do(tx => SubmitBatch.Run(tx, new()))).Held.Single();
        Assert.Contains("not answered yet", held.Reasons.First(r => r.RuleId == "CLM-TURN-01").Message, StringComparison.Ordinal);
        var again = await Assert.ThrowsAsync<BadInputException>(() => Apply(house, differs));
        Assert.Equal("The claim of visit v1 says what the record says.", again.Faults.Single().Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_coverage_found_after_the_visit_takes_the_debt_from_the_guarantor_and_its_claim_goes(string kind)
    {
        await using var house = await House.Open(kind);
        var book = Books.Read(Books.Lucia);
        await house.Do(tx => CleanClaim.Billing.Book.ImportBook.Run(tx, book with { Coverages = [] }));
        Assert.Equal(["Guarantor 97810 95.00", "Guarantor 97811 60.00"], await Owed(house));

        await house.Do(tx => AddCoverage.Run(tx, Evergreen("EGH204177331") with { Key = null }));
        var differs = Assert.Single(await Differing(house));
        Assert.Equal((null, "draft", "coverageFound", "155.00"), (differs.Pcn, differs.Status, differs.Moves.Single().Reason, differs.Moves.Single().Amount.ToString()));
        Assert.Equal([new AppliedCorrection("v1", ClaimBuilt: false, differs.Open)], await Apply(house, differs));
        Assert.Equal(["Payer 97810 95.00", "Payer 97811 60.00"], await Owed(house));
        Assert.Empty(await Differing(house));
        Assert.Equal("evergreen", (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Single().Payer);
        await BooksHold(house);
    }

    [Theory, OnSqlite]
    public async Task A_plan_that_was_over_before_the_visit_leaves_the_debt_with_the_next_and_with_none_the_guarantor_is_asked(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Do(tx => AddCoverage.Run(tx, Evergreen("EGH204177331") with { To = "2026-02-28" }));
        var differs = Assert.Single(await Differing(house));
        Assert.Equal("otherPlan", differs.Moves.Single().Reason);
        await Apply(house, differs);
        Assert.Equal(["Payer 97810 95.00", "Payer 97811 60.00"], await Owed(house));
        Assert.Equal("lakeside", (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Single().Payer);

        await house.Do(async tx =>
        {
            foreach (var coverage in await tx.Db.Set<Coverage>().ToListAsync()) coverage.To = new(2026, 2, 28);
        });
        var over = Assert.Single(await Differing(house));
        Assert.Contains("No plan is in force on the day any more. Lakeside Mutual has the claim", over.Hold, StringComparison.Ordinal);
        Assert.EndsWith("has not answered: wait for its answer.", over.Hold, StringComparison.Ordinal);
        Assert.Null(over.VoidPcn);
        Assert.Equal(over.Hold, (await Assert.ThrowsAsync<BadInputException>(() => Apply(house, over))).Faults.Single().Message);
    }

    [Theory, OnSqlite]
    public async Task Who_may_not_send_claims_applies_nothing(string kind)
    {
        await using var house = await House.Open(kind);
        await Assert.ThrowsAsync<NotAllowedException>(() => house.Work.Do(Right.Submit, house.Scope with { Role = Role.FrontDesk }, Request.Once("claims.apply"), tx => ApplyCorrection.Run(tx, new([1], "why"))));
    }
}
