using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A waiting answer that a person puts to its claim, and the taking back of it.</summary>
public sealed class MatchAnswerTests
{
    private static readonly string[] Posted = ["contractual 40.00", "grossCharges -100.00", "paymentsInTransit blue 60.00"];

    /// <summary>100.00 charged; the payer pays 60.00 under a number that is none of ours.</summary>
    private static string Strange(string trace, string charge = "100", string paid = "60") =>
        Edi.Remit(trace, paid, [Edi.Claim("STRANGE", "1", charge, paid, "97810", "CO*45*40").Replace("REF*6R*STRANGE1~", "", StringComparison.Ordinal)]);

    private static Task<long> Waiting(House house) => house.Read(async tx => (await Exceptions.Open(tx).SingleAsync()).Id.Value);

    private static Task<RemitLine> Match(House house, long exception, string pcn, bool confirm = false, string reason = "same patient, day and charge") =>
        RemitPosting.Match(house.Work, house.Scope, Request.Once("exception.match"), new MatchCommand(exception, pcn, reason, confirm));

    private static Task<RemitLine> TakeBack(House house, long exception, string reason = "it was the sister's") =>
        RemitPosting.TakeBackMatch(house.Work, house.Scope, Request.Once("exception.unmatch"), exception, reason);

    private static async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<BadInputException>(act)).Message;

    [Theory, OnSqlite, OnPostgres]
    public async Task Matched_by_hand_the_money_leaves_unapplied_cash_and_clearing_is_zero(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Strange("M1"));
        Assert.Contains("unappliedPayerCash blue -60.00", await ward.Book());

        var line = await Match(house, await Waiting(house), pcn);
        Assert.Equal(("posted", 1, 0), (line.Outcome, line.Posted, line.Waiting));
        Assert.Equal(Posted, await ward.Book());
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
        var (decision, note) = await house.Read(async tx => (await tx.Db.Set<PersonDecision>().SingleAsync(), await tx.Db.Set<ClaimEvent>().Where(e => e.Kind != ClaimEventKind.Built && e.Kind != ClaimEventKind.Sent).OrderBy(e => e.Id).FirstAsync()));
        Assert.Equal(("match", pcn, "same patient, day and charge", "owner@clinic.example"), (decision.Kind, decision.Choice, decision.Reason, decision.Actor));
        Assert.Contains("number STRANGE", note.Detail, StringComparison.Ordinal);
        // The claim counts as answered: its submission has the answer, so a corrected claim may follow.
        Assert.True(await house.Read(tx => tx.Db.Set<ClaimEvent>().AnyAsync(e => e.Kind == ClaimEventKind.Adjudicated && e.SubmissionId != null)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unposted_and_posted_again_the_word_still_counts_without_drift(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Strange("M2"));
        await Match(house, await Waiting(house), pcn);
        var (items, remittance) = (await ward.Items(), await house.Read(tx => tx.Db.Set<RemittanceRow>().SingleAsync()));

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("M2", "blue", null, null, "look again"));
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 100.00"], await ward.Book());
        Assert.Equal("posted", (await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittance.Id)).Outcome);
        Assert.Equal(Posted, await ward.Book());
        Assert.Equal(items, await ward.Items());

        // One claim of the check, by our number: the payer's number was another.
        Assert.Equal(("exception", 0, 1), await Outcome(RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("M2", "blue", null, pcn, "look again"))));
        Assert.Contains("unappliedPayerCash blue -60.00", await ward.Book());
        await RemitPosting.Repost(house.Work, house.Scope, house.Practice, remittance.Id);
        Assert.Equal(items, await ward.Items());
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Taken_back_the_money_waits_again_and_may_go_to_the_right_claim(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (wrong, right) = (await ward.Claim("97810 100.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Strange("M3"));
        var exception = await Waiting(house);
        await Match(house, exception, wrong);

        var back = await TakeBack(house, exception);
        Assert.Equal(("exception", 0, 1), (back.Outcome, back.Posted, back.Waiting));
        Assert.Contains("was taken back by owner@clinic.example: it was the sister's", Assert.Single(back.Reasons), StringComparison.Ordinal);
        Assert.Equal(["grossCharges -200.00", "payerReceivable blue 200.00", "paymentsInTransit blue 60.00", "unappliedPayerCash blue -60.00"], await ward.Book());
        Assert.Equal(2, await ward.Count<PersonDecision>());
        Assert.Contains("No person's match counts", await Refused(() => TakeBack(house, exception)), StringComparison.Ordinal);

        Assert.Equal("posted", (await Match(house, await Waiting(house), right)).Outcome);
        var open = await house.Read(tx => OpenBalances.About(tx, house.Practice, [.. tx.Db.Set<Charge>().OrderBy(c => c.Id).AsEnumerable().Select(c => $"charge:{c.Id}")], default));
        Assert.Equal("100.00", Assert.Single(open, o => !o.Amount.IsZero).Amount.ToString());
        Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, house.Practice))).Drifts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_charge_is_taken_only_when_the_difference_was_confirmed(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 120.00");
        await ward.Post(Strange("M4"));
        var exception = await Waiting(house);
        var said = await Refused(() => Match(house, exception, pcn));
        Assert.Contains("The charge: the payer says 100.00, the claim 120.00 (20.00 less).", said, StringComparison.Ordinal);
        Assert.Equal(0, await ward.Count<PersonDecision>());
        Assert.Equal("posted", (await Match(house, exception, pcn, confirm: true)).Outcome);
        Assert.Equal(["contractual 40.00", "grossCharges -120.00", "payerReceivable blue 20.00", "paymentsInTransit blue 60.00"], await ward.Book());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_cannot_be_is_refused_with_the_reason_and_nothing_is_kept(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        var voided = await ward.Claim("97810 100.00");
        await house.Do(async tx =>
        {
            var sent = await tx.Db.Set<Submission>().SingleAsync(s => s.Pcn == voided);
            var claim = await tx.Db.Set<Claim>().SingleAsync(c => c.Id == sent.ClaimId);
            Billing.Claims.ClaimEvents.Add(tx, claim, sent.Id, ClaimEventKind.Voided, House.Today, "Voided.");
        });
        await house.Do(tx => Task.FromResult(tx.Add(new Payer
        {
            Id = tx.NextId<Payer>(), Key = "stranger", Name = "Stranger Plan", Kind = PayerKind.Commercial, PayerId = "99999", ClaimFiling = "CI", FilingDays = null, AcceptsReplacement = true,
        })));
        await ward.Post(Strange("M5"));
        var exception = await Waiting(house);
        Assert.Contains("No claim of ours has the number NOSUCH", await Refused(() => Match(house, exception, "NOSUCH")), StringComparison.Ordinal);
        Assert.Contains("was voided", await Refused(() => Match(house, exception, voided)), StringComparison.Ordinal);
        Assert.Contains("reason is missing", await Refused(() => Match(house, exception, pcn, reason: " ")), StringComparison.Ordinal);
        Assert.Contains("There is no exception", await Refused(() => Match(house, 7, pcn)), StringComparison.Ordinal);

        await ward.Post(Strange("M6").Replace("REF*2U*77001", "REF*2U*99999", StringComparison.Ordinal));
        var strangers = await house.Read(async tx => (await Exceptions.Open(tx).OrderBy(e => e.Id).LastAsync()).Id.Value);
        Assert.Contains("is none of the plans of Reyes, Lucia", await Refused(() => Match(house, strangers, pcn, confirm: true)), StringComparison.Ordinal);

        Assert.Equal(0, await ward.Count<PersonDecision>());
        Assert.Equal("posted", (await Match(house, exception, pcn)).Outcome);
        Assert.Contains("waits no more", await Refused(() => Match(house, exception, pcn)), StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotAllowedException>(() => RemitPosting.Match(house.Work, house.Scope with { Role = Role.FrontDesk }, Request.Once("exception.match"), new MatchCommand(strangers, pcn, "x", true)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Candidates_come_with_the_best_agreement_first_and_say_what_differs(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var (dear, exact) = (await ward.Claim("97810 130.00"), await ward.Claim("97810 100.00"));
        await ward.Post(Strange("M8"));
        var found = await house.Read(async tx => await MatchCandidates.For(tx, (await WaitingMoney.Of(tx, new(await Waiting(house))))!));
        Assert.Equal([exact, dear], found.Select(c => c.Pcn));
        Assert.Empty(found[0].Differences);
        Assert.Equal("The charge: the payer says 100.00, the claim 130.00 (30.00 less).", MatchAnswer.Said(Assert.Single(found[1].Differences)));
        Assert.Equal(["60.00", "40.00"], found[0].Posts.Where(l => l.Account is Account.RemittanceClearing or Account.Contractual).Select(l => l.Amount.ToString()));
    }

    private static async Task<(string, int, int)> Outcome(Task<RemitLine> line) => (await line) is var l ? (l.Outcome, l.Posted, l.Waiting) : default;
}
