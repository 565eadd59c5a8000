using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A payer that answers with other procedure codes than were billed, without SVC06 and without REF 6R: a person says which of its lines is which of the claim's.</summary>
public sealed class MatchLinesTests
{
    /// <summary>95.00 and 65.00 billed as 97810 and 97811; the payer answers 97530 with 65.00, paid 50.00, and 99214 with 95.00, paid 60.00.</summary>
    private static string Recoded(string trace, string pcn, string patient = "REYES*LUCIA") => Edi.Remit(trace, "110",
        [$"CLP*{pcn}*1*160*110**12*ICN1~NM1*QC*1*{patient}****MI*M1~SVC*HC:97530*65*50**1~DTM*472*20260203~CAS*CO*45*15~SVC*HC:99214*95*60**1~DTM*472*20260203~CAS*CO*45*35~"]);

    private static readonly string[] Posted = ["contractual 50.00", "grossCharges -160.00", "paymentsInTransit blue 110.00"];

    private static Task<long> Waiting(House house) => house.Read(async tx => (await Exceptions.Open(tx).SingleAsync()).Id.Value);

    private static Task<RemitLine> Match(House house, long exception, string pcn, params string[] lines) => RemitPosting.Match(house.Work, house.Scope, Request.Once("exception.match"),
        new MatchCommand(exception, pcn, "the plan recodes these", true) { Lines = [.. lines.Select(l => LineSaid.TryParse(l)!)] });

    private static async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<BadInputException>(act)).Message;

    private static Task<MatchCandidate> Beside(House house, long exception, string pcn, params LineSaid[] lines) =>
        house.Read(async tx => await MatchCandidates.One(tx, (await WaitingMoney.Of(tx, new(exception)))!, pcn, lines));

    private static Task<List<string>> PaidFor(Ward ward, string codes) => ward.House.Read(async tx =>
    {
        var charges = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == ward.Practice).ToDictionaryAsync(c => c.Id.Value, c => c.Code);
        var rows = await tx.Db.Set<JournalLineRow>().AsNoTracking().Where(l => l.Practice == ward.Practice && l.Account == Account.RemittanceClearing && l.ChargeId != null).ToListAsync();
        return rows.GroupBy(l => charges[l.ChargeId!.Value]).Where(g => codes.Contains(g.Key, StringComparison.Ordinal)).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Sum(l => l.Amount)}").ToList();
    });

    [Theory, OnSqlite, OnPostgres]
    public async Task Put_on_the_claims_lines_by_hand_each_line_pays_its_charge_and_the_word_lasts(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 95.00", "97811 65.00");
        var line = await ward.Post(Recoded("L1", pcn));
        Assert.Equal(("exception", 1), (line.Outcome, line.Waiting));
        Assert.Contains("line 1 (97530, 65.00) is none of the claim's lines", Assert.Single(line.Reasons), StringComparison.Ordinal);
        var exception = await Waiting(house);

        // The charges say which is which: proposed, never taken by itself.
        var seen = await Beside(house, exception, pcn);
        Assert.Equal(["1=2", "2=1"], seen.Lines.Select(l => $"{l.Line.N}={l.Charge!.Line}"));
        Assert.All(seen.Lines, l => Assert.True(l.Proposed));
        Assert.Equal((null, "line", 50), (seen.Refused, seen.Ask!.Place, seen.Moves.Single(m => m.Account == Account.Contractual).Amount.Cents / 100));
        Assert.Contains("have no code and no number of ours", await Refused(() => Match(house, exception, pcn)), StringComparison.Ordinal);
        Assert.Contains("The answer has no line 3.", await Refused(() => Match(house, exception, pcn, "1=2", "2=1", "3=1")), StringComparison.Ordinal);
        Assert.Contains("The claim has no line 7.", await Refused(() => Match(house, exception, pcn, "1=2", "2=7")), StringComparison.Ordinal);
        Assert.Contains("is put to 2 lines", await Refused(() => Match(house, exception, pcn, "1=2", "1=1", "2=1")), StringComparison.Ordinal);
        Assert.Equal(0, await ward.Count<PersonDecision>());

        Assert.Equal(("posted", 0), await Match(house, exception, pcn, "1=2", "2=1") is var done ? (done.Outcome, done.Waiting) : default);
        Assert.Equal(Posted, await ward.Book());
        Assert.Equal(["97810 60.00", "97811 50.00"], await PaidFor(ward, "97810 97811"));
        var said = await house.Read(tx => tx.Db.Set<PersonDecision>().OrderBy(d => d.Choice).Where(d => d.Kind == "line").ToListAsync());
        Assert.Equal([("1=2", "owner@clinic.example", "the plan recodes these"), ("2=1", "owner@clinic.example", "the plan recodes these")], said.Select(d => (d.Choice, d.Actor, d.Reason)));
        Assert.Contains("its line 1 to line 2", (await house.Read(tx => tx.Db.Set<ClaimEvent>().Where(e => e.Kind != ClaimEventKind.Built && e.Kind != ClaimEventKind.Sent).OrderBy(e => e.Id).FirstAsync())).Detail, StringComparison.Ordinal);

        var (items, remittance) = (await ward.Items(), await house.Read(tx => tx.Db.Set<RemittanceRow>().Select(r => r.Id).SingleAsync()));
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("L1", "blue", null, null, "look again"));
        await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittance);
        Assert.Equal((string.Join('|', Posted), string.Join('|', items)), (string.Join('|', await ward.Book()), string.Join('|', await ward.Items())));
        await Holds(ward);

        await RemitPosting.TakeBackMatch(house.Work, house.Scope, Request.Once("exception.unmatch"), exception, "the wrong way round");
        Assert.Contains("unappliedPayerCash blue -110.00", await ward.Book());
        Assert.Empty(await house.Read(async tx => await LineSaid.Of(tx, house.Practice, await tx.Db.Set<Adjudication>().Select(a => a.Id).SingleAsync(), default)));
        Assert.Equal("posted", (await Match(house, await Waiting(house), pcn, "1=1", "2=2")).Outcome);
        Assert.Equal(["97810 50.00", "97811 60.00"], await PaidFor(ward, "97810 97811"));
        // 60.00 paid and 35.00 off a line of 65.00: only 5.00 of it is left to take, and 30.00 of the other line stays open.
        Assert.Equal(["contractual 20.00", "grossCharges -160.00", "payerReceivable blue 30.00", "paymentsInTransit blue 110.00"], await ward.Book());
        await Holds(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_charge_that_does_not_fit_its_line_is_said_and_confirmed(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00", "97811 65.00");
        await ward.Post(Recoded("L2", pcn));
        var exception = await Waiting(house);
        var seen = await Beside(house, exception, pcn);
        Assert.Equal(["1=2", "2="], seen.Lines.Select(l => $"{l.Line.N}={l.Charge?.Line}")); // 95.00 is no line's charge
        Assert.Empty(seen.Posts);
        var put = await Beside(house, exception, pcn, new LineSaid(1, 2), new LineSaid(2, 1));
        Assert.Null(put.Ask);
        Assert.Contains("The charge of line 1 (97810): the payer says 95.00, the claim 100.00 (5.00 less).", put.Differences.Select(MatchAnswer.Said));
        var unconfirmed = new MatchCommand(exception, pcn, "recoded", false) { Lines = [new(1, 2), new(2, 1)] };
        Assert.Contains("charge of line 1", await Refused(() => RemitPosting.Match(house.Work, house.Scope, Request.Once("exception.match"), unconfirmed)), StringComparison.Ordinal);
        Assert.Equal("posted", (await Match(house, exception, pcn, "1=2", "2=1")).Outcome);
        Assert.Contains("payerReceivable blue 5.00", await ward.Book());
        // Two lines of the payer may be one line of ours: nothing is left out.
        await RemitPosting.TakeBackMatch(house.Work, house.Scope, Request.Once("exception.unmatch"), exception, "both are one");
        Assert.Equal("posted", (await Match(house, await Waiting(house), pcn, "1=1", "2=1")).Outcome);
        Assert.Equal(["97810 110.00"], (await PaidFor(ward, "97810")).Order());
        await Holds(ward);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_siblings_claim_is_put_line_by_line_too_and_its_book_keeps_the_word(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var sibling = await ward.Sibling();
        var pcn = await sibling.Claim("97810 95.00", "97811 65.00");
        await ward.Post(Recoded("L3", pcn, patient: "IVER*IDA"));
        var exception = await Waiting(house);
        Assert.Equal("posted", (await Match(house, exception, pcn, "1=2", "2=1")).Outcome);
        Assert.Equal(["contractual 50.00", "dueFrom 110.00", "grossCharges -160.00"], await sibling.Book());
        Assert.Equal(["97810 60.00", "97811 50.00"], await PaidFor(sibling, "97810 97811"));
        await RemitPosting.TakeBackMatch(house.Work, house.Scope, Request.Once("exception.unmatch"), exception, "the other way round");
        await Match(house, await Waiting(house), pcn, "1=1", "2=2");
        Assert.Contains("dueFrom 110.00", await sibling.Book());
        Assert.Equal(["97810 50.00", "97811 60.00"], await PaidFor(sibling, "97810 97811"));
        await Holds(ward);
    }

    [Theory, InlineData("1=2", 1, 2), InlineData(" 3 = 12", 3, 12), InlineData("1", 0, 0), InlineData("0=1", 0, 0), InlineData("a=1", 0, 0), InlineData("1=2=3", 0, 0), InlineData("", 0, 0)]
    public void A_line_put_to_a_line_is_written_with_the_answers_first(string text, int answer, int claim) =>
        Assert.Equal(answer == 0 ? null : new LineSaid(answer, claim), LineSaid.TryParse(text));

    private static async Task Holds(Ward ward)
    {
        Assert.All(await ward.House.Read(tx => LedgerVerify.Run(tx)), found => Assert.True(found.Holds, $"{found.Id}: {string.Join("; ", found.Examples)}"));
        Assert.Empty((await ward.House.Read(tx => ReplayRemittances.Run(tx, ward.Practice))).Drifts);
    }
}
