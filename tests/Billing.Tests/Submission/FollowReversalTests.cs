using System.Text.RegularExpressions;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Tests.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;
using static CleanClaim.Billing.Tests.Submissions.LuciasClaim;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>A secondary that had followed an answer which the primary then took back gets a corrected claim with the new answer (MONEY 3).</summary>
public sealed class FollowReversalTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_secondary_gets_a_replacement_with_its_own_number_and_the_primarys_new_answer_once(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        var second = await Sent(house);
        Assert.Equal(("lakeside", "1"), (second.Payer, second.Frequency));
        await Post(house, "T2", "8", [Answer(second.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")], payer: "77002");
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);

        await Post(house, "T3", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41"), Answer(first.Pcn, "1", "83", "42", "CO*45*33", "PR*2*20", "CO*45*19", "41")],
            plb: "PLB*1881999019*20261231*FB:Q*-10~", method: "NON");
        Assert.Equal("P evergreen adjudicated, S lakeside adjudicated, S lakeside ready", await Standing(house));
        var corrected = await Sent(house);
        Assert.Equal(("lakeside", "S", "7"), (corrected.Payer, corrected.Level, corrected.Frequency));
        Assert.Equal($"ICN{second.Pcn}", await house.Read(async tx => (await tx.Db.Set<Record.Submission>().SingleAsync(s => s.Pcn == corrected.Pcn)).PayerControl));
        Assert.Equal("P evergreen adjudicated, S lakeside replaced, S lakeside sent", await Standing(house));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        Assert.Equal(["22", "22 share"], await house.Read(tx => OpenDenials.Open(tx).OrderBy(d => d.Id).Select(d => d.Codes).ToListAsync()));

        await Post(house, "T4", "10", [Answer(corrected.Pcn, "22", "-8", "-8", "OA*23*-85", "PR*2*-2", "OA*23*-60", "0"), Answer(corrected.Pcn, "2", "18", "18", "OA*23*75", "PR*2*2", "OA*23*60", "0")], payer: "77002");
        Assert.Equal(0, await house.Read(tx => OpenDenials.Open(tx).CountAsync()));
        Assert.Equal("P evergreen adjudicated, S lakeside replaced, S lakeside adjudicated", await Standing(house));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        await UnpostedAndPostedAgain(house, "T3");
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync())); // what the later payer's new answer had ended has ended
    }

    /// <summary>The primary takes its answer back while the secondary has our claim with it: what the secondary then says rests on the old answer, so it gets a corrected claim.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_secondary_that_answers_a_claim_with_the_old_answer_gets_a_corrected_one(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        var second = await Sent(house);
        await Post(house, "T2", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41"), Answer(first.Pcn, "1", "83", "42", "CO*45*33", "PR*2*20", "CO*45*19", "41")],
            plb: "PLB*1881999019*20261231*FB:Q*-10~", method: "NON");
        Assert.Equal("22", await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Codes).SingleAsync()));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent); // one that is pending is not sent a second time
        await Post(house, "T3", "8", [Answer(second.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")], payer: "77002");
        var corrected = await Sent(house);
        Assert.Equal(("lakeside", "S", "7"), (corrected.Payer, corrected.Level, corrected.Frequency));
        await Post(house, "T4", "10", [Answer(corrected.Pcn, "22", "-8", "-8", "OA*23*-85", "PR*2*-2", "OA*23*-60", "0"), Answer(corrected.Pcn, "2", "18", "18", "OA*23*75", "PR*2*2", "OA*23*60", "0")], payer: "77002");
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync()));
        Assert.Empty((await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent);
        await UnpostedAndPostedAgain(house, "T2");
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync()));
    }

    /// <summary>The secondary's claim went with the very answer that stands: 83.00 and PR-2 20.00. Unposting and posting that check again leaves nobody anything to do, as before.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_claim_that_went_with_the_corrected_answer_is_not_to_be_corrected_when_that_is_posted_again(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        house.Clock.Pass(TimeSpan.FromHours(1));
        await Post(house, "T2", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41"), Answer(first.Pcn, "1", "83", "42", "CO*45*33", "PR*2*20", "CO*45*19", "41")],
            plb: "PLB*1881999019*20261231*FB:Q*-10~", method: "NON");
        house.Clock.Pass(TimeSpan.FromHours(1));
        var second = await Sent(house);
        house.Clock.Pass(TimeSpan.FromHours(1));
        await UnpostedAndPostedAgain(house, "T2");
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync())); // not answered yet, and nothing to correct
        await Post(house, "T3", "18", [Answer(second.Pcn, "2", "18", "18", "OA*23*75", "PR*2*2", "OA*23*60", "0")], payer: "77002");
        house.Clock.Pass(TimeSpan.FromHours(1));
        await UnpostedAndPostedAgain(house, "T2");
        Assert.Empty(await house.Read(tx => OpenDenials.Open(tx).Select(d => d.Reason).ToListAsync()));
        Assert.Equal("P evergreen adjudicated, S lakeside adjudicated", await Standing(house));
    }

    private static async Task UnpostedAndPostedAgain(House house, string trace)
    {
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(trace, null, null, null, "wrong day"));
        house.Clock.Pass(TimeSpan.FromHours(1));
        var sha = await house.Read(tx => tx.Db.Set<RemittanceRow>().Join(tx.Db.Set<PayerCheck>().Where(c => c.Trn02 == trace), r => r.CheckId, c => c.Id, (r, c) => r.FileSha256).SingleAsync());
        var file = await house.Read(tx => FileStore.Get(tx, sha!));
        Assert.Equal("posted", Assert.Single(await RemitPosting.PostFile(house.Work, house.Scope, $"{trace}.835", file)).Outcome);
    }

    /// <summary>The payer's last word is a reversal while another answer of it stands: the second payer's claim goes with the one that stands.</summary>
    [Theory]
    [InlineData("sqlite", "duplicate taken back later", "93.00"), InlineData("postgres", "duplicate taken back later", "93.00")]
    [InlineData("sqlite", "duplicate taken back at once", "93.00")]
    [InlineData("sqlite", "corrected before the reversal, check by check", "83.00")]
    [InlineData("sqlite", "corrected before the reversal, in one check", "83.00")]
    public async Task The_next_payers_claim_goes_with_the_answer_that_stands(string kind, string how, string paid)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var pcn = (await Sent(house)).Pcn;
        var (one, corrected) = (Answer(pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41"), Answer(pcn, "1", "83", "42", "CO*45*33", "PR*2*20", "CO*45*19", "41"));
        var takeBack = Answer(pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41");
        await (how == "duplicate taken back at once" ? Post(house, "A", "93", [one, one, takeBack]) : Post(house, "A", "93", [one]));
        if (how == "duplicate taken back later") await Post(house, "B", "93", [one]);
        if (how.EndsWith("check by check", StringComparison.Ordinal)) await Post(house, "B", "83", [corrected]);
        if (how.EndsWith("in one check", StringComparison.Ordinal)) await Post(house, "B", "0", [corrected, takeBack], plb: "PLB*1881999019*20261231*FB:Q*-10~", method: "NON");
        else if (how != "duplicate taken back at once") await Post(house, "C", "0", [takeBack], plb: "PLB*1881999019*20261231*FB:Q*-93~", method: "NON");
        var due = Assert.Single(await house.Read(tx => DueClaims.NextPayers(tx, default)));
        Assert.Equal((null, paid), (due.Hold, due.Prior.Single().Paid.ToString()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_may_end_each_job_with_a_reason_and_take_that_back(string kind)
    {
        await using var house = await House.Open(kind);
        await TakenBack(house);
        var jobs = await house.Read(tx => OpenDenials.Open(tx).OrderBy(d => d.Id).ToListAsync());
        Assert.Equal(["22", "22 share", "22 statement"], jobs.Select(j => j.Codes));
        await house.Do(tx => EndWork.Run(tx, new(jobs[0].Id.Value, "the plan corrects it by itself")));
        Assert.Equal("P evergreen adjudicated, S lakeside adjudicated", await Standing(house)); // nobody asks for the corrected claim any more
        await house.Do(tx => EndWork.Run(tx, new(jobs[2].Id.Value, "told by telephone")));
        Assert.Equal(jobs[1].Id, (await house.Read(tx => OpenDenials.Open(tx).SingleAsync())).Id);
        Assert.Contains("No work", (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => EndWork.Run(tx, new(jobs[0].Id.Value, "twice"))))).Faults[0].Message, StringComparison.Ordinal);
        Assert.Contains("missing", (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => EndWork.Run(tx, new(jobs[1].Id.Value, " "))))).Faults[0].Message, StringComparison.Ordinal);

        await house.Do(tx => EndWork.TakeBack(tx, new(jobs[0].Id.Value, "it did not")));
        Assert.Equal("P evergreen adjudicated, S lakeside adjudicated, S lakeside ready", await Standing(house));
        Assert.Equal(jobs[2].Id, Assert.Single(await Ended(house)).Id);
        var again = (await house.Do(tx => EndWork.TakeBack(tx, new(jobs[2].Id.Value, "in writing"))));
        await house.Do(tx => EndWork.Run(tx, new(again.Id.Value, "written")));
        Assert.Equal(again.Id, Assert.Single(await Ended(house)).Id); // ended, taken up, ended: once
        Assert.Contains("No work", (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => EndWork.TakeBack(tx, new(jobs[0].Id.Value, "twice"))))).Faults[0].Message, StringComparison.Ordinal);
        var story = await house.Read(tx => tx.Db.Set<ClaimEvent>().Where(e => e.Kind == ClaimEventKind.DenialWorked).OrderBy(e => e.Id).Select(e => e.Detail).ToListAsync());
        Assert.Equal(5, story.Count);
        Assert.EndsWith("Because: the plan corrects it by itself", story[0], StringComparison.Ordinal);
    }

    private static Task<List<Denial>> Ended(House house) => house.Read(async tx => await tx.Db.Set<Claim>().SingleAsync() is var claim ? await EndWork.Ended(tx, claim.Practice, claim.Id) : []);

    [Theory, OnSqlite]
    public async Task A_denied_line_does_not_end_by_a_word(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "52", [Answer(first.Pcn, "1", "52", "52", "CO*45*33", "PR*2*10", "CO*197*60", "0")]);
        var denied = await house.Read(tx => OpenDenials.Open(tx).SingleAsync());
        Assert.Contains("60.00 of a line is open", (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => EndWork.Run(tx, new(denied.Id.Value, "enough"))))).Faults[0].Message, StringComparison.Ordinal);
    }

    /// <summary>What `claims submit` reads for reversals depends on the jobs that are open, not on how many reversals were ever posted.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Reversals_whose_work_is_done_cost_nothing(string kind)
    {
        var ward = await Ward.Open(kind, secondary: true);
        await using var house = ward.House;
        foreach (var (pcn, n) in (await ward.Claims(2, "97810 100.00")).Select((p, n) => (p, n)))
        {
            await ward.Post(Edi.Remit($"A{n}", "60", [Edi.Claim(pcn, "60", "CO*45*20", "PR*2*20")]));
            await ward.Post(Edi.Remit($"B{n}", "15", [Edi.Claim(pcn, "2", "100", "15", "97810", "OA*23*80", "PR*2*5")], payer: "77002"));
            await ward.Post(Edi.Remit($"C{n}", "0", [Edi.Claim(pcn, "22", "-100", "-60", "97810", "CO*45*-20", "PR*2*-20"), Edi.Claim(pcn, "50", "CO*45*20", "PR*2*30")], plb: "PLB*1234567893*20261231*FB:Q*-10~", method: "NON"));
            await ward.Post(Edi.Remit($"D{n}", "10", [Edi.Claim(pcn, "22", "-100", "-15", "97810", "OA*23*-80", "PR*2*-5"), Edi.Claim(pcn, "2", "100", "25", "97810", "OA*23*70", "PR*2*5")], payer: "77002"));
        }
        Assert.Equal(4, await house.Read(tx => tx.Db.Set<Adjudication>().CountAsync(a => a.ClpStatus == "22")));
        Assert.Equal(0, await house.Read(tx => OpenDenials.Open(tx).CountAsync()));
        var queries = await house.Read(async tx =>
        {
            using var counted = new CountedQueries();
            Assert.Empty(await FollowReversal.Find(tx, default));
            return counted.Texts;
        });
        Assert.Contains("denial", Assert.Single(queries), StringComparison.Ordinal);
        Assert.DoesNotContain("adjudication", queries[0].Replace("adjudication_id", "", StringComparison.Ordinal), StringComparison.Ordinal);
        if (kind != "sqlite") return; // the planner of PostgreSQL reads a table of a dozen rows as it stands
        var plan = await house.Read(tx => tx.Session.Query("explain query plan " + Regex.Replace(queries[0], @"@\w+", "1"), r => r.GetString(3)));
        Assert.Contains(plan, step => step.Contains("ix_denial_codes", StringComparison.Ordinal));
    }

    /// <summary>The secondary has answered 8.00 when the primary takes its answer back and answers anew: the three jobs stand.</summary>
    private static async Task TakenBack(House house)
    {
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41")]);
        var second = await Sent(house);
        await Post(house, "T2", "8", [Answer(second.Pcn, "2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0")], payer: "77002");
        await house.Do(async tx =>
        {
            var visit = await tx.Db.Set<Encounter>().SingleAsync();
            var statement = tx.Add(new Statement
            {
                Practice = visit.Practice, Id = tx.NextId<Statement>(), AccountId = visit.AccountId, N = 1, Number = "S-1", IssuedOn = House.Today, DueOn = House.Today, Amount = new Money(200),
                FileSha256 = (await FileStore.Put(tx, "statement-S-1.pdf", "as sent"u8.ToArray(), FileDirection.Made)).Sha256,
            });
            return tx.Add(new StatementLine
            {
                Practice = visit.Practice, Id = tx.NextId<StatementLine>(), StatementId = statement.Id, EncounterId = visit.Id, ChargeId = await tx.Db.Set<Charge>().OrderBy(c => c.Id).Select(c => c.Id).FirstAsync(), Amount = new Money(200),
            }).Id.Value;
        });
        await Post(house, "T3", "0", [Answer(first.Pcn, "22", "-93", "-52", "CO*45*-33", "PR*2*-10", "CO*45*-19", "-41"), Answer(first.Pcn, "1", "83", "42", "CO*45*33", "PR*2*20", "CO*45*19", "41")],
            plb: "PLB*1881999019*20261231*FB:Q*-10~", method: "NON");
    }
}
