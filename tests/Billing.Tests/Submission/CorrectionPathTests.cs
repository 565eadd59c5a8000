using System.Text;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;
using static CleanClaim.Billing.Tests.Submissions.LuciasClaim;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>MONEY 1.12: what goes to whom when payer, member, provider or their order changes after a claim was sent.</summary>
public sealed class CorrectionPathTests
{
    private static readonly ClaimSnapshot Evergreen = ReadBackTests.Claim.Claim;
    private static readonly ClaimSnapshot Lakeside = Evergreen with { Coverages = [Evergreen.Coverages[0] with { CoverageId = 2, PayerId = 2, PayerName = "Lakeside Mutual", MemberId = "LMI1" }] };
    private static readonly ClaimSnapshot OtherMember = Evergreen with { Coverages = [Evergreen.Coverages[0] with { MemberId = "EGH9" }] };
    private static readonly ClaimSnapshot OtherProvider = Evergreen with { Provider = Evergreen.Provider with { Npi = "1234567893" } };
    private static readonly ClaimSnapshot OtherCode = Evergreen with { Diagnoses = ["M545"] };

    private static ClaimThere There(string status, string? voided = null, bool tookBack = false, bool takesReplacement = true) => new(
        new(1), "K7M2", new(1), Evergreen, Evergreen.Coverages[0] with { AcceptsReplacement = takesReplacement }, status, status == "adjudicated" ? "ICN7" : null, tookBack, voided);

    private static async Task Reject(House house, string pcn) => await house.Do(async tx =>
        ClaimEvents.Add(tx, await tx.Db.Set<Claim>().SingleAsync(), (await tx.Db.Set<Record.Submission>().SingleAsync(s => s.Pcn == pcn)).Id, ClaimEventKind.Rejected, House.Today, "A3:33"));

    /// <summary>The payer has the first claim and its answer stands: a new claim would be denied as a duplicate, or paid twice.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_corrected_claim_that_was_rejected_goes_again_as_a_corrected_one(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        var second = await Sent(house);
        await Post(house, "T2", "8", [Answer(second.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")], payer: "77002");
        await house.Do(async tx => (await tx.Db.Set<Encounter>().SingleAsync()).ContactMinutes = 44);
        await house.Do(tx => ReplaceClaim.Run(tx, first.Pcn, "the note says more"));
        var corrected = await Sent(house);
        Assert.Equal(("evergreen", "7"), (corrected.Payer, corrected.Frequency));
        await Reject(house, corrected.Pcn);
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        await house.Do(tx => ReplaceClaim.Run(tx, corrected.Pcn, "what the payer rejected is mended"));
        var again = await Sent(house);
        Assert.Equal(("evergreen", "7", $"ICN{first.Pcn}"), (again.Payer, again.Frequency, await house.Read(async tx => (await tx.Db.Set<Record.Submission>().SingleAsync(s => s.Pcn == again.Pcn)).PayerControl)));

        // The same of the next payer's, behind a reversal of the first.
        await Post(house, "T3", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41"), Answer(again.Pcn, "1", "83", "42", "CO*45*33", "PR*2*20", "CO*45*19", "41")], plb: "PLB*1881999019*20261231*FB:Q*-10~", method: "NON");
        var next = await Sent(house);
        Assert.Equal(("lakeside", "7"), (next.Payer, next.Frequency));
        await Reject(house, next.Pcn);
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        await house.Do(tx => ReplaceClaim.Run(tx, next.Pcn, "mended"));
        var last = await Sent(house);
        Assert.Equal(("lakeside", "7", $"ICN{second.Pcn}"), (last.Payer, last.Frequency, await house.Read(async tx => (await tx.Db.Set<Record.Submission>().SingleAsync(s => s.Pcn == last.Pcn)).PayerControl)));
    }

    private static string Path(ClaimSnapshot now, ClaimThere first, ClaimThere? before = null) =>
        string.Join(", ", CorrectionPath.Of(now, first, before).Select(s => $"{s.Frequency} to {s.To.PayerName.Split(' ')[0]}{(s.Hold is null ? "" : " held")}"));

    [Fact]
    public void The_path_follows_the_state_and_what_changed()
    {
        Assert.Equal("1 to Evergreen", Path(OtherCode, There("rejected")));
        Assert.Equal("7 to Evergreen held", Path(OtherCode, There("sent")));
        Assert.Equal("7 to Evergreen", Path(OtherCode, There("adjudicated")));
        foreach (var (now, payer) in new[] { (Lakeside, "Lakeside"), (OtherMember, "Evergreen"), (OtherProvider, "Evergreen") })
        {
            Assert.Equal($"1 to {payer}", Path(now, There("rejected")));
            Assert.Equal($"1 to {payer} held", Path(now, There("sent")));
            Assert.Equal($"1 to {payer} held", Path(now, There("accepted")));
            Assert.Equal($"1 to {payer}", Path(now, There("accepted", tookBack: true)));
        }
        Assert.Equal("8 to Evergreen, 1 to Lakeside", Path(Lakeside, There("adjudicated")));
        Assert.Equal("8 to Evergreen, 1 to Evergreen held", Path(OtherMember, There("adjudicated")));
        Assert.Equal("1 to Evergreen held", Path(OtherMember, There("voided", voided: "sent")));
        Assert.Equal("1 to Evergreen", Path(OtherMember, There("voided", voided: "accepted")));
        Assert.Equal("1 to Lakeside", Path(Lakeside, There("voided", voided: "sent")));
        Assert.Equal("8 to Evergreen, 1 to Lakeside", Path(Lakeside, There("voided", voided: "rejected")));
        Assert.Equal("8 to Evergreen held, 1 to Lakeside", Path(Lakeside, There("adjudicated", takesReplacement: false)));
        // The plan that is first now has answered as the second: it corrects what it has.
        var second = new ClaimThere(new(2), "K7M3", new(1), Lakeside, Lakeside.Coverages[0], "adjudicated", "LM8", false, null);
        Assert.Equal("8 to Evergreen, 7 to Lakeside", Path(Lakeside, There("adjudicated"), second));
        Assert.Equal("8 to Evergreen, 7 to Lakeside held", Path(Lakeside, There("adjudicated"), second with { Status = "sent" }));
        // So does another plan of the very same payer.
        var otherPlan = new ClaimThere(new(2), "K7M3", new(1), OtherMember, OtherMember.Coverages[0], "adjudicated", "EG8", false, null);
        Assert.Equal("8 to Evergreen, 7 to Evergreen", Path(OtherMember, There("adjudicated"), otherPlan));
    }

    private static Task LakesideFirst(House house) => house.Do(tx => OrderCoverages.Run(tx, new() { Patient = "lucia", Coverages = ["c2", "c1"] }));

    private static async Task<DifferingClaim> Differs(House house) => Assert.Single(await house.Read(async tx =>
        await ClaimsThatDiffer.Of(tx, new CorrectedParty(Patient: await tx.Db.Set<Patient>().Where(p => p.Key == "lucia").Select(p => (Id<Patient>?)p.Id).SingleAsync()))));

    private static async Task Apply(House house) { var differs = await Differs(house); await house.Do(tx => ApplyCorrection.Run(tx, new([differs.VisitId], "his plan is first"))); }

    private static async Task<List<Denial>> Work(House house)
    {
        await Upkeep.Run(house.Work);
        return await house.Read(tx => OpenDenials.Open(tx).Where(d => d.Codes == VoidWork.Codes).ToListAsync());
    }

    private static async Task<string> Owed(House house) => await house.Read(async tx =>
    {
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().SingleAsync();
        var payers = await tx.Db.Set<Payer>().AsNoTracking().ToDictionaryAsync(p => p.Id.Value, p => p.Key);
        return string.Join(", ", (await VisitBalance.Owed(tx, visit)).GroupBy(o => payers.GetValueOrDefault(o.Party.Id, "guarantor")).Select(g => $"{g.Key} {g.Sum(o => o.Amount)}"));
    });

    private static async Task BooksHold(House house) => Assert.All(await house.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_wrong_first_payer_answered_is_voided_there_and_goes_as_a_new_claim_to_the_right_one(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        await LakesideFirst(house);
        Assert.Equal([$"A void goes to Evergreen Health Plan with its number ICN{first.Pcn}: it takes its answer back.", "A new claim goes to Lakeside Mutual."], (await Differs(house)).Follows);
        await Apply(house);
        Assert.Equal("P evergreen adjudicated, P evergreen draft, P lakeside draft", await Standing(house));

        var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Empty(outcome.Held);
        Assert.Equal(["evergreen 8", "lakeside 1"], outcome.Sent.Select(s => $"{s.Payer} {s.Frequency}"));
        var text = await house.Read(async tx => Encoding.ASCII.GetString(await FileStore.Get(tx, outcome.Files.Single(f => f.To == "evergreen").Sha256)));
        Assert.Contains("*11:B:8*", text, StringComparison.Ordinal);
        Assert.Contains($"REF*F8*ICN{first.Pcn}~", text, StringComparison.Ordinal);
        Assert.Equal("P evergreen voided, P evergreen sent, P lakeside sent", await Standing(house));
        Assert.Empty(await house.Read(tx => tx.Db.Set<ClaimEvent>().Where(e => e.Kind == ClaimEventKind.Replaced).ToListAsync()));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);

        var work = Assert.Single(await Work(house));
        Assert.Equal(("93.00", House.Today.AddDays(30)), (work.AtStake.ToString(), work.DueOn));
        Assert.Contains($"Evergreen Health Plan paid 93.00 for {first.Pcn}, which is voided since", work.Reason, StringComparison.Ordinal);
        Assert.Equal(work.Id, Assert.Single(await Work(house)).Id);

        // Evergreen takes its money back; Lakeside answers as first payer, and Evergreen gets a new claim as second.
        await Post(house, "T2", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41")], plb: "PLB*1881999019*20261231*FB:Q*-93~", method: "NON");
        Assert.Empty(await Work(house));
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync())); // nor is its new answer awaited: we took the claim away ourselves
        await Post(house, "T3", "80", [Answer(outcome.Sent[1].Pcn, "1", "80", "45", "CO*45*40", "PR*2*10", "CO*45*25", "35")], payer: "77002");
        await BooksHold(house);
        Assert.Equal("evergreen 10.00", await Owed(house));
        var second = await Sent(house);
        Assert.Equal(("evergreen", "S", "1"), (second.Payer, second.Level, second.Frequency));
        Assert.Equal("P evergreen voided, P evergreen sent, P lakeside adjudicated, S evergreen sent", await Standing(house));
    }

    /// <summary>Until the plan that is first now has our claim, the order is the work; from then on the money that the other one paid. Never both.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_plan_put_before_one_that_has_paid_asks_for_one_thing_at_a_time(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        await house.Do(tx => ChangeCoverage.Order(tx, new() { Patient = "lucia", Coverages = ["c2", "c1"] }));
        Assert.Equal("plans 0.00", await Open());
        await Apply(house);
        Assert.Equal("", await Open()); // the void and the new claim are ready to go
        await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Equal("void 93.00", await Open());
        var work = Assert.Single(await Work(house));
        Assert.DoesNotContain("guarantor", work.Reason, StringComparison.Ordinal);
        Assert.Equal("Evergreen Health Plan paid 93.00", work.Reason[work.Reason.IndexOf("Evergreen", StringComparison.Ordinal)..][..32]);

        async Task<string> Open()
        {
            await Upkeep.Run(house.Work);
            return string.Join(", ", (await house.Read(tx => OpenDenials.Open(tx).ToListAsync())).Select(d => $"{d.Codes} {d.AtStake}"));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_right_payer_may_answer_before_the_wrong_one_has_taken_its_money_back(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        await LakesideFirst(house);
        await Apply(house);
        var fresh = (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent[1];
        await Post(house, "T3", "80", [Answer(fresh.Pcn, "1", "80", "45", "CO*45*40", "PR*2*10", "CO*45*25", "35")], payer: "77002");
        Assert.Single(await Work(house));
        await Post(house, "T2", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41")], plb: "PLB*1881999019*20261231*FB:Q*-93~", method: "NON");
        Assert.Empty(await Work(house));
        await BooksHold(house);
        Assert.Equal("evergreen 10.00", await Owed(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task While_the_first_payer_has_not_answered_nothing_goes_to_another_and_a_rejected_claim_goes_there_as_new(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await LakesideFirst(house);
        var waits = $"The claim {first.Pcn} is with Evergreen Health Plan and not answered yet. Wait for the answer; then a void goes to Evergreen Health Plan and a new claim to Lakeside Mutual.";
        Assert.Equal([waits], (await Differs(house)).Follows);
        await Apply(house);
        var held = await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Empty(held.Sent);
        Assert.Equal(waits, Assert.Single(held.Held).Reasons.Where(r => r.RuleId == "CLM-TURN-01").Select(r => $"{r.Message} {r.Fix}").Single());

        await house.Do(async tx => ClaimEvents.Add(tx, await tx.Db.Set<Claim>().SingleAsync(), (await tx.Db.Set<Record.Submission>().SingleAsync()).Id, ClaimEventKind.Rejected, House.Today, "A3:33"));
        var sent = await Sent(house);
        Assert.Equal(("lakeside", "P", "1"), (sent.Payer, sent.Level, sent.Frequency));
        Assert.Equal("P evergreen rejected, P lakeside sent", await Standing(house));
        Assert.Empty(await Work(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_wrong_payer_answers_after_the_order_was_corrected_and_gets_its_void_then(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await LakesideFirst(house);
        await Apply(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Equal(["evergreen 8", "lakeside 1"], outcome.Sent.Select(s => $"{s.Payer} {s.Frequency}"));
        await Post(house, "T2", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41")], plb: "PLB*1881999019*20261231*FB:Q*-93~", method: "NON");
        await Post(house, "T3", "80", [Answer(outcome.Sent[1].Pcn, "1", "80", "45", "CO*45*40", "PR*2*10", "CO*45*25", "35")], payer: "77002");
        await BooksHold(house);
        Assert.Equal("evergreen 10.00", await Owed(house));
    }

    [Theory, OnSqlite]
    public async Task For_another_member_of_the_same_payer_the_new_claim_goes_when_the_void_is_accepted(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "CO*29*10", "CO*45*19", "41")]);
        await house.Do(async tx => { foreach (var coverage in await tx.Db.Set<Coverage>().Where(c => c.Key == "c1").ToListAsync()) coverage.MemberId = "EGH999"; });
        await house.Do(tx => ReplaceClaim.Run(tx, first.Pcn, "the sister's number"));
        var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Equal(("8", "evergreen"), (outcome.Sent.Single().Frequency, outcome.Held.Single().Payer));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        await house.Do(async tx => ClaimEvents.Add(tx, await tx.Db.Set<Claim>().SingleAsync(), (await tx.Db.Set<Record.Submission>().SingleAsync(s => s.Frequency == "8")).Id, ClaimEventKind.PayerAccepted, House.Today, "A2:20"));
        Assert.Equal("1", (await Sent(house)).Frequency);
        Assert.Equal("93.00", Assert.Single(await Work(house)).AtStake.ToString());
        Assert.Equal("P evergreen voided, P evergreen accepted, P evergreen sent", await Standing(house));
    }

    /// <summary>The patient owed it all, so no money is to come back; the void under the wrong member number is never acknowledged, and the new claim would wait for ever.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_void_that_is_never_acknowledged_is_asked_about_and_the_payers_word_lets_the_new_claim_go(string kind)
    {
        await using var house = await House.Open(kind);
        var book = Books.Read(Books.Lucia);
        await house.Do(tx => CleanClaim.Billing.Book.ImportBook.Run(tx, book with { Coverages = [.. book.Coverages.Take(1)] }));
        var first = await Sent(house);
        await Post(house, "T1", "0", [Answer(first.Pcn, "1", "0", "0", "CO*45*33", "PR*1*62", "CO*45*19~CAS*PR*1*41", "0")]);
        await house.Do(async tx => { foreach (var coverage in await tx.Db.Set<Coverage>().Where(c => c.Key == "c1").ToListAsync()) coverage.MemberId = "EGH999"; });
        await house.Do(tx => ReplaceClaim.Run(tx, first.Pcn, "the sister's number"));
        var taking = (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Single();
        Assert.Equal(("8", "payer", ""), (taking.Frequency, (await Next()).Turn, (await Next()).Action));
        Assert.Empty(await Follow());

        house.Clock.Pass(TimeSpan.FromDays(30));
        Assert.Equal(("us", "Ask the payer whether it has taken the void, and record its word", "103.00"), await Next() is var next ? (next.Turn, next.Action, next.AtStake.ToString()) : default);
        Assert.Single(await Follow());
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        Assert.Contains("reason is missing", (await Assert.ThrowsAsync<BadInputException>(() => Confirm(first.Pcn, " "))).Message, StringComparison.Ordinal);
        await Confirm(first.Pcn, "call of 14 May, reference 4711");
        Assert.Contains("is accepted already", (await Assert.ThrowsAsync<BadInputException>(() => Confirm(taking.Pcn, "again"))).Message, StringComparison.Ordinal);
        Assert.EndsWith("as owner@clinic.example was told: call of 14 May, reference 4711", await house.Read(tx => tx.Db.Set<ClaimEvent>().Where(e => e.Kind == ClaimEventKind.PayerAccepted).Select(e => e.Detail).SingleAsync()), StringComparison.Ordinal);
        Assert.Equal(("evergreen", "1"), (await Sent(house)) is var sent ? (sent.Payer, sent.Frequency) : default);
        var latest = (await house.Read(tx => tx.Db.Set<Record.Submission>().OrderByDescending(s => s.Id).FirstAsync())).Pcn;
        Assert.Contains("No void of", (await Assert.ThrowsAsync<BadInputException>(() => Confirm(latest, "x"))).Message, StringComparison.Ordinal);

        Task<Record.Submission> Confirm(string pcn, string reason) => house.Do(tx => ConfirmVoid.Run(tx, pcn, reason));
        Task<NextStep> Next() => house.Read(async tx => await tx.Db.Set<Claim>().SingleAsync() is var claim ? NextAction.Of((await ProjectClaims.View(tx, claim.Practice, [claim.Id], await tx.Today(claim.Practice)))[0]) : null!);
        async Task<IReadOnlyList<ClaimToFollow>> Follow() { await Upkeep.Run(house.Work); return await house.Read(tx => FollowUp.Of(tx, tx.Db.Set<Claim>().Single().Practice)); }
    }
}
