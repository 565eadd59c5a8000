using System.Text;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;
using static CleanClaim.Billing.Tests.Submissions.LuciasClaim;

namespace CleanClaim.Billing.Tests.Submissions;

/// <summary>A payer answers one line of a claim in one answer and the other in another, or never (MONEY 10: a split claim). 95.00 and 60.00 were billed.</summary>
public sealed class SplitAnswerTests
{
    private const string First = "SVC*HC:97810*95*52**1~DTM*472*20260302~CAS*CO*45*33~CAS*PR*2*10~";
    private const string Second = "SVC*HC:97811*60*41**1~DTM*472*20260302~CAS*CO*45*9~CAS*PR*2*10~";

    [Theory, OnSqlite, OnPostgres]
    public async Task An_answer_to_one_line_leaves_the_other_as_work_and_holds_the_next_payers_claim_and_nothing_else(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "52", [Part(first.Pcn, "95", "52", First)]);

        var work = Assert.Single(await house.Read(tx => OpenWork.Of(tx, OpenDenials.Open(tx), default)));
        Assert.Equal(("60.00", "Not answered: The payer has not answered line 2 (97811, 60.00)."), (work.AtStake.ToString(), work.Denial.Reason));
        Assert.StartsWith("Ask the payer for its answer to this line.", work.Denial.SuggestedAction, StringComparison.Ordinal);

        await house.Do(tx => CaptureCharge.Run(tx, Books.Read(Books.Lucia).Visits[0] with { Key = "v2", Date = "2026-03-09" }));
        var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Equal(["v2"], outcome.Sent.Select(s => s.Visit));
        var held = Assert.Single(outcome.Held);
        Assert.Equal(("v1", "lakeside"), (held.Visit, held.Payer));
        Assert.Contains("Evergreen Health Plan has not answered line 2 (97811, 60.00)", held.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_claim_that_cannot_be_written_is_held_with_its_reason_and_the_rest_goes(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        // A group of adjustments that no 837 may carry on.
        await Post(house, "T1", "93", [Answer(first.Pcn, "1", "93", "52", "ZZ*45*33", "PR*2*10", "CO*45*19", "41")]);
        await house.Do(tx => CaptureCharge.Run(tx, Books.Read(Books.Lucia).Visits[0] with { Key = "v2", Date = "2026-03-09" }));
        await house.Do(tx => Billing.Contracts.SetPartner.Run(tx, new() { Key = "ch", Name = "Sandbox Clearinghouse", Folder = "sandbox", SubmitterId = "STILLWATER", ReceiverId = "SANDBOXCH", Payers = ["evergreen", "lakeside"] }));
        var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
        Assert.Equal(["v2"], outcome.Sent.Select(s => s.Visit));
        Assert.Equal(["v1 CLM-FILE-01"], outcome.Held.SelectMany(h => h.Reasons.Select(r => $"{h.Visit} {r.RuleId}")).Distinct());
        Assert.All(outcome.Held.SelectMany(h => h.Reasons), r => Assert.StartsWith("No valid claim can be written: ", r.Message, StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Both_parts_of_a_split_claim_go_to_the_next_payer_as_one_answer(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "52", [Part(first.Pcn, "95", "52", First)]);
        await Post(house, "T2", "41", [Part(first.Pcn, "60", "41", Second)], date: "20260317");
        Assert.Empty(await house.Read(tx => OpenWork.Of(tx, OpenDenials.Open(tx), default)));
        var text = await Text(house);
        foreach (var segment in new[] { "AMT*D*93~", "SVD*77001*52*HC:97810**1~CAS*CO*45*33~CAS*PR*2*10~DTP*573*D8*20260310~", "SVD*77001*41*HC:97811**1~CAS*CO*45*9~CAS*PR*2*10~DTP*573*D8*20260317~" })
            Assert.Contains(segment, text, StringComparison.Ordinal);
    }

    /// <summary>A payer may split a line of ours: 95.00 comes back as 50.00 and 45.00, with our line number (REF 6R) or without.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_line_that_the_payer_answers_in_two_goes_to_the_next_payer_as_one(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        var control = kind == "sqlite" ? "" : $"REF*6R*{first.Pcn}1~";
        await Post(house, "T1", "93", [Part(first.Pcn, "155", "93", $"SVC*HC:97810*50*27**1~DTM*472*20260302~CAS*CO*45*18~CAS*PR*2*5~{control}SVC*HC:97810*45*25**1~DTM*472*20260302~CAS*CO*45*15~CAS*PR*2*5~{control}{Second}")]);
        Assert.Contains("SVD*77001*52*HC:97810**1~CAS*CO*45*33~CAS*PR*2*10~DTP*573*D8*20260310~", await Text(house), StringComparison.Ordinal);
    }

    /// <summary>One line of the payer's names our first procedure (SVC06) and our whole charge: what it does with the second line it does not say.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_line_that_swallows_another_leaves_that_one_as_work(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        var first = await Sent(house);
        await Post(house, "T1", "93", [Part(first.Pcn, "155", "93", "SVC*HC:97814*155*93**1*HC:97810~DTM*472*20260302~CAS*CO*45*42~CAS*PR*2*20~")]);
        var work = Assert.Single(await house.Read(tx => OpenWork.Of(tx, OpenDenials.Open(tx), default)), w => w.AtStake == new Money(60_00));
        Assert.Equal("Not answered: The payer has not answered line 2 (97811, 60.00).", work.Denial.Reason);
        Assert.Contains("line 2 (97811, 60.00)", Assert.Single((await house.Do(tx => SubmitBatch.Run(tx, new()))).Held).Reasons[0].Message, StringComparison.Ordinal);
    }

    /// <summary>The next payer's claim, as it was sent.</summary>
    private static Task<string> Text(House house) => house.Do(async tx =>
    {
        var outcome = await SubmitBatch.Run(tx, new());
        Assert.Equal(("", "lakeside"), (string.Join(' ', outcome.Held.SelectMany(h => h.Reasons).Select(r => r.Message)), outcome.Sent.Single().Payer));
        return Encoding.ASCII.GetString(await FileStore.Get(tx, outcome.Files[0].Sha256));
    });

    private static string Part(string pcn, string charge, string paid, string lines) => $"CLP*{pcn}*1*{charge}*{paid}**12*ICN{pcn}~NM1*QC*1*REYES*LUCIA****MI*M1~{lines}";
}
