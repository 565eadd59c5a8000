using CleanClaim.Billing.Access;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;
using static CleanClaim.Billing.Tests.Submissions.LuciasClaim;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A coverage that comes, ends or changes places after a payer has answered: the patient's share goes to the next plan first and to the guarantor last (MONEY 1.5).</summary>
public sealed class ChangeCoverageTests
{
    private static CoverageForm Lakeside(int order = 2, string? to = null) => new()
    {
        Key = "c2", Patient = "lucia", Payer = "lakeside", Plan = "SELECT20", MemberId = "LMI55120874", Order = order, Relation = "child", From = "2024-01-01", To = to,
        Subscriber = new SubscriberForm { LastName = "Reyes", FirstName = "Daniel", BirthDate = "1984-09-02", Sex = "M" },
    };

    /// <summary>155.00 charged, sent to Evergreen as the only plan; it pays 93.00, of line 97810 the patient owes 10.00.</summary>
    private static async Task<House> Answered(string kind, bool both = false)
    {
        var house = await House.Open(kind);
        var book = Books.Read(Books.Lucia);
        book = book with { Payers = [.. book.Payers, book.Payers[1] with { Key = "harbor", Name = "Harbor Health", PayerId = "77003" }] };
        await house.Do(tx => CleanClaim.Billing.Book.ImportBook.Run(tx, both ? book : book with { Coverages = [.. book.Coverages.Take(1)] }));
        await Post(house, "T1", "93", [Answer((await Sent(house)).Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        return house;
    }

    private static Task<CoverageChanged> Add(House house, CoverageForm form) => house.Do(tx => ChangeCoverage.Add(tx, form));

    /// <summary>Who owes how much of the visit, and what the guarantor has paid ahead.</summary>
    private static Task<string> Owed(House house) => house.Read(async tx =>
    {
        var payers = await tx.Db.Set<Payer>().ToDictionaryAsync(p => p.Id.Value, p => p.Key);
        var open = await tx.Db.Set<OpenItemNow>().AsNoTracking().Where(i => i.Amount != Money.Zero && i.Account != Account.PaymentsInTransit && i.Account != Account.UndepositedReceipts).ToListAsync();
        return string.Join(", ", open.Select(i => $"{(i.Account == Account.PayerReceivable ? payers[i.PartyId] : i.Account == Account.GuarantorReceivable ? "guarantor" : "paid ahead")} {i.Amount}").Order(StringComparer.Ordinal));
    });

    private static Task<int> Entries(House house) => house.Read(tx => tx.Db.Set<JournalEntryRow>().CountAsync());

    private static async Task Holds(House house)
    {
        Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));
        foreach (var practice in await house.Read(tx => tx.Db.Set<Practice>().Select(p => p.Id).ToListAsync()))
            Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, practice))).Drifts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_plan_found_after_the_first_one_paid_is_asked_before_the_guarantor_and_what_they_paid_is_theirs_again(string kind)
    {
        await using var house = await Answered(kind);
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("lucia", new Money(400), PaymentMethod.Cash, null, null)));
        Assert.Equal("guarantor 6.00", await Owed(house));

        var effect = Assert.Single((await Add(house, Lakeside())).Effects);
        Assert.Equal("10.00 is asked of Lakeside Mutual now. 6.00 is not asked of the guarantor any more. 4.00 that the guarantor has paid is theirs again: it pays their next debt, or is given back.", effect.Said);
        Assert.Equal("lakeside 10.00, paid ahead -4.00", await Owed(house));
        Assert.Contains(await house.Read(tx => tx.Db.Set<ClaimEvent>().Select(e => e.Detail).ToListAsync()), d => d == $"The patient's coverages changed. {effect.Said}");
        Assert.Empty(await house.Read(async tx => await ClaimsThatDiffer.Of(tx, new CorrectedParty(Patient: await tx.Db.Set<Patient>().Where(p => p.Key == "lucia").Select(p => (Id<Patient>?)p.Id).SingleAsync()))));
        await Holds(house);

        // Its claim goes with Evergreen's answer inside, and Evergreen gets no replacement of a claim that says what it said.
        Assert.Equal("P evergreen adjudicated, S lakeside ready", await Standing(house));
        var sent = Assert.Single((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        Assert.Equal(("lakeside", "1"), (sent.Payer, (await house.Read(tx => tx.Db.Set<Record.Submission>().SingleAsync(s => s.Pcn == sent.Pcn))).Frequency));
        await Post(house, "T2", "7", [Answer(sent.Pcn, "2", "7", "7", "OA*23*85", "PR*2*3", "OA*23*60", "0")], payer: "77002", date: "20260315");
        Assert.Equal("paid ahead -1.00", await Owed(house));
        await Holds(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_plan_that_was_over_before_the_visit_leaves_the_share_with_the_guarantor_and_back_again(string kind)
    {
        await using var house = await Answered(kind, both: true);
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("lucia", new Money(400), PaymentMethod.Cash, null, null)));
        Assert.Equal("lakeside 10.00, paid ahead -4.00", await Owed(house));
        var over = Assert.Single((await Add(house, Lakeside(to: "2026-02-28"))).Effects);
        Assert.Equal("10.00 is not asked of Lakeside Mutual any more. 6.00 is asked of the guarantor now. 4.00 that the guarantor had paid ahead pays it.", over.Said);
        Assert.Equal("guarantor 6.00", await Owed(house));
        Assert.Equal("P evergreen adjudicated", await Standing(house));

        Assert.True(Assert.Single((await Add(house, Lakeside())).Effects).Decided);
        Assert.Equal("lakeside 10.00, paid ahead -4.00", await Owed(house));
        Assert.Equal("P evergreen adjudicated, S lakeside ready", await Standing(house));
        await Holds(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_plan_that_comes_before_the_first_one_answers_is_billed_after_it_and_a_claim_on_its_way_is_waited_for(string kind)
    {
        await using var house = await House.Open(kind);
        var book = Books.Read(Books.Lucia);
        await house.Do(tx => CleanClaim.Billing.Book.ImportBook.Run(tx, book with { Coverages = [.. book.Coverages.Take(1)] }));
        var first = await Sent(house);
        Assert.Empty((await Add(house, Lakeside())).Effects);
        Assert.Equal("P evergreen sent", await Standing(house));
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        Assert.Equal("P evergreen adjudicated, S lakeside ready", await Standing(house));
        var second = await Sent(house);

        var effect = Assert.Single((await Add(house, Lakeside(to: "2026-02-28"))).Effects);
        Assert.Equal((false, $"Lakeside Mutual has our claim {second.Pcn} and has not answered: the share stays with it until it does."), (effect.Decided, effect.Said));
        Assert.Equal("lakeside 10.00", await Owed(house));
        await Holds(house);
    }

    /// <summary>The second plan paid 6.00 of 10.00 and took it back; it was over before the visit. Whatever of that came first, the guarantor owes the 10.00.</summary>
    [Theory]
    [InlineData("sqlite", "taken back, then ended")]
    [InlineData("sqlite", "ended, then taken back")]
    [InlineData("postgres", "ended, then taken back")]
    public async Task A_second_plan_that_was_over_and_takes_its_payment_back_leaves_the_share_with_the_guarantor(string kind, string order)
    {
        await using var house = await Answered(kind, both: true);
        var second = await Sent(house);
        string Its(string status, string sign) => $"CLP*{second.Pcn}*{status}*{sign}155*{sign}6**12*ICNL~NM1*QC*1*REYES*LUCIA****MI*M1~SVC*HC:97810*{sign}95*{sign}6**1~CAS*OA*23*{sign}85~CAS*PR*3*{sign}4~SVC*HC:97811*{sign}60*0**1~CAS*OA*23*{sign}60~";
        await Post(house, "L1", "6", [Its("2", "")], payer: "77002");
        Assert.Equal("guarantor 4.00", await Owed(house));
        Task TakenBack() => Post(house, "L2", "0", [Its("22", "-")], payer: "77002", plb: "PLB*1881999019*20261231*FB:X*-6~");
        if (order == "ended, then taken back")
        {
            Assert.False(Assert.Single((await Add(house, Lakeside(to: "2026-02-28"))).Effects).Decided);
            Assert.Contains("take the claim back from the payer (void)", Assert.Single(await house.Read(tx => OpenDenials.Open(tx).ToListAsync())).SuggestedAction, StringComparison.Ordinal);
            await TakenBack();
        }
        else
        {
            await TakenBack();
            Assert.Equal("10.00 is not asked of Lakeside Mutual any more. 10.00 is asked of the guarantor now.", Assert.Single((await Add(house, Lakeside(to: "2026-02-28"))).Effects).Said);
        }
        Assert.StartsWith("guarantor 10.00", await Owed(house), StringComparison.Ordinal); // beside the 6.00 that Lakeside carries forward
        Assert.DoesNotContain(await house.Read(tx => OpenDenials.Open(tx).ToListAsync()), PayerOrderWork.Is);

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("L2", null, null, null, "look again"));
        await TakenBack();
        Assert.StartsWith("guarantor 10.00", await Owed(house), StringComparison.Ordinal);
        await Holds(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_is_written_anew_where_the_change_moves_no_money(string kind)
    {
        await using var house = await Answered(kind, both: true);
        var entries = await Entries(house);
        Assert.Empty((await Add(house, Lakeside() with { MemberId = "LMI55120875" })).Effects);
        Assert.Empty((await Add(house, Lakeside() with { Key = "c3", Payer = "harbor", Order = 3 })).Effects);
        Assert.Equal(entries, await Entries(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task That_a_payer_answered_stays_posted_when_another_is_to_pay_before_it_and_becomes_work(string kind)
    {
        await using var house = await Answered(kind, both: true);
        var (entries, owed) = (await Entries(house), await Owed(house));
        var effect = Assert.Single((await house.Do(tx => ChangeCoverage.Order(tx, new CoverageOrderForm { Patient = "lucia", Coverages = ["c2", "c1"] }))).Effects);
        Assert.Equal((false, "Lakeside Mutual pays before Evergreen Health Plan now, which has answered already. What was paid stays posted as it is."), (effect.Decided, effect.Said));
        Assert.Equal((entries, owed), (await Entries(house), await Owed(house)));
        var work = Assert.Single(await house.Read(tx => OpenDenials.Open(tx).ToListAsync()));
        Assert.Equal($"Coverages changed: {effect.Said}", work.Reason);

        // In the old order again nothing is left to be looked at.
        Assert.Empty((await house.Do(tx => ChangeCoverage.Order(tx, new CoverageOrderForm { Patient = "lucia", Coverages = ["c1", "c2"] }))).Effects);
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).ToListAsync()));
    }

    private static CoverageForm Evergreen(string? to = null) => new()
    {
        Key = "c1", Patient = "lucia", Payer = "evergreen", Plan = "PPO25", MemberId = "EGH204177331", Order = 1, Relation = "child", From = "2024-01-01", To = to,
        Subscriber = new SubscriberForm { LastName = "Reyes", FirstName = "Marisol", BirthDate = "1986-03-14", Sex = "F" },
    };

    private static async Task<House> NoPlanYet(string kind)
    {
        var house = await House.Open(kind);
        await house.Do(tx => CleanClaim.Billing.Book.ImportBook.Run(tx, Books.Read(Books.Lucia) with { Coverages = [] }));
        Assert.Equal("guarantor 60.00, guarantor 95.00", await Owed(house));
        return house;
    }

    /// <summary>The mother has paid the visit in full; then the card of the plan is found. The plan is asked for the visit, and what it leaves to the patient comes out of what she paid.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_plan_found_after_the_guarantor_paid_a_visit_that_was_never_billed_is_asked_and_what_they_paid_is_theirs_again(string kind)
    {
        await using var house = await NoPlanYet(kind);
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("lucia", new Money(15500), PaymentMethod.Card, null, null)));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);

        var effect = Assert.Single((await Add(house, Evergreen() with { Key = null })).Effects);
        Assert.Equal("155.00 is asked of Evergreen Health Plan now. 155.00 that the guarantor has paid is theirs again: it pays their next debt, or is given back.", effect.Said);
        Assert.Equal("evergreen 60.00, evergreen 95.00, paid ahead -155.00", await Owed(house));
        await Holds(house);
        await Post(house, "T1", "93", [Answer((await Sent(house)).Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        Assert.Equal("paid ahead -145.00", await Owed(house));
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync()));
        await Holds(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_visit_that_was_never_billed_is_charged_to_whoever_is_first_by_each_change_of_plans(string kind)
    {
        await using var house = await NoPlanYet(kind);
        async Task<string> Said(CoverageForm form) => Assert.Single((await Add(house, form)).Effects).Said;
        Assert.Equal("155.00 is asked of Lakeside Mutual now. 155.00 is not asked of the guarantor any more.", await Said(Lakeside() with { Key = null }));
        var (lakeside, evergreen) = (await KeyOf("lakeside"), "c9");
        Assert.Equal("155.00 is asked of Evergreen Health Plan now. 155.00 is not asked of Lakeside Mutual any more.", await Said(Evergreen() with { Key = evergreen }));
        await house.Do(tx => DueClaims.Find(tx)); // its claim is built
        Assert.Equal("155.00 is asked of Lakeside Mutual now. 155.00 is not asked of Evergreen Health Plan any more.", await Said(Evergreen(to: "2026-02-28") with { Key = evergreen }));
        Assert.Equal("lakeside", Assert.Single(await house.Do(tx => DueClaims.Find(tx))).Coverage.PayerKey);
        Assert.Equal("155.00 is not asked of Lakeside Mutual any more. 155.00 is asked of the guarantor now.", await Said(Lakeside(to: "2026-02-28") with { Key = lakeside }));
        Assert.Empty(await house.Do(tx => DueClaims.Find(tx)));
        await Holds(house);

        // What a person gave up stands until they take that back.
        var visit = await house.Read(tx => tx.Db.Set<Encounter>().SingleAsync());
        await house.Do(tx => VisitBalance.WriteOff(tx, new(new(visit.Id.Value, Party.Guarantor(visit.AccountId.Value), null, null), "hardship", "form of March")));
        var stands = Assert.Single((await Add(house, Lakeside() with { Key = lakeside })).Effects);
        Assert.Equal((false, "What was written off or moved of it stands, and nobody else is asked. Take that back on the visit's page if the plan is to be asked."), (stands.Decided, stands.Said));
        Assert.Equal("", await Owed(house));
        await Holds(house);

        Task<string> KeyOf(string payer) => house.Read(async tx => await (from c in tx.Db.Set<Coverage>() join p in tx.Db.Set<Payer>() on c.PayerId equals p.Id where p.Key == payer select c.Key).SingleAsync());
    }

    /// <summary>All of it was written off, or moved to the patient by a person, before any claim went: nothing is sent that would ask for it again.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task What_no_plan_is_asked_for_any_more_is_not_ready_to_go(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        Assert.Single(await house.Do(tx => DueClaims.Find(tx)));
        var visit = await house.Read(tx => tx.Db.Set<Encounter>().SingleAsync());
        var evergreen = Party.Payer((await house.Read(tx => tx.Db.Set<Payer>().SingleAsync(p => p.Key == "evergreen"))).Id.Value);
        var moved = await house.Do(tx => VisitBalance.Transfer(tx, new(new(visit.Id.Value, evergreen, Line: 1, null), Party.Guarantor(visit.AccountId.Value), "notCovered", "told by telephone")));
        Assert.Single(await house.Do(tx => DueClaims.Find(tx))); // line 2 is still the plan's
        await house.Do(tx => VisitBalance.WriteOff(tx, new(new(visit.Id.Value, evergreen, null, null), "timelyFiling", "proof of filing not found")));
        Assert.Empty(await house.Do(tx => DueClaims.Find(tx)));
        await Upkeep.Run(house.Work);
        Assert.Equal("guarantor", await house.Read(tx => tx.Db.Set<ClaimNow>().Select(c => c.Turn).SingleAsync()));
        await house.Do(tx => TakeBackDecision.Run(tx, new(moved[0].Id, "the plan covers it")));
        Assert.Single(await house.Do(tx => DueClaims.Find(tx)));
        await Holds(house);
    }
}
