using System.Text;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>One check, several practices of one organization (ARCHITECTURE 1): the check is the payee's, each claim posts in the book of its own practice.</summary>
public sealed class SiblingClaimTests
{
    private static readonly string[] PayeeBook = ["contractual 40.00", "dueTo -64.00", "grossCharges -100.00", "paymentsInTransit blue 124.00"];
    private static readonly string[] SiblingBook = ["contractual 20.00", "dueFrom 64.00", "grossCharges -100.00", "payerReceivable green 16.00"];

    private static string Ida(string pcn, string status, string charge, string paid, params string[] cas) => Edi.Claim("IVER*IDA", pcn, status, charge, paid, "97810", cas);

    /// <summary>124.00 for two claims of 100.00: 60.00 for Lucia here, 64.00 for Ida of the sibling, who owes 16.00 to her second plan.</summary>
    private static string Both(string trace, string lucia, string ida) => Edi.Remit(trace, "124", [Edi.Claim(lucia, "60", "CO*45*40"), Ida(ida, "1", "100", "64", "CO*45*20", "PR*2*16")]);

    private static async Task Holds(House house)
    {
        var found = await house.Read(tx => LedgerVerify.Run(tx));
        Assert.All(found, v => Assert.True(v.Holds, $"{v.Id}: {string.Join(" / ", v.Examples)}"));
    }

    private static async Task NoDrift(House house, params Ward[] wards)
    {
        foreach (var ward in wards) Assert.Empty((await house.Read(tx => ReplayRemittances.Run(tx, ward.Practice))).Drifts);
    }

    private static async Task Stand(Ward ward, IEnumerable<string> here, Ward sibling, IEnumerable<string> there)
    {
        Assert.Equal(here, await ward.Book());
        Assert.Equal(there, await sibling.Book());
    }

    /// <summary>Two practices of one organization with one sent claim of 100.00 each: Lucia's and, in the sibling's book, Ida's. The house is the first one's.</summary>
    private static async Task<(Ward Ward, Ward Sibling, string Lucia, string Ida)> TwoBooks(string kind)
    {
        var ward = await Ward.Open(kind);
        var sibling = await ward.Sibling();
        return (ward, sibling, await ward.Claim("97810 100.00"), await sibling.Claim("97810 100.00"));
    }

    /// <summary>A partner's bank file holds the money of all practices: each line goes to the book that has its check, none is put to the other practice.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_bank_line_belongs_to_the_practice_in_whose_book_the_check_stands_that_it_names(string kind)
    {
        var (ward, sibling, lucia, ida) = await TwoBooks(kind);
        await using var house = ward.House;
        await ward.Post(Edi.Remit("W1", "60", [Edi.Claim(lucia, "60", "CO*45*40")]));
        await sibling.Post(Edi.Remit("W2", "64", [Ida(ida, "1", "100", "64", "CO*45*20", "PR*2*16")], npi: Ward.SiblingNpi));
        var lines = BankFile.Read("date,description,amount,trace\n2026-03-16,HCCLAIMPMT,60.00,W1\n2026-03-16,HCCLAIMPMT W2,64.00,\n2026-03-16,RENT BACK,64.00,\n");
        var whose = await house.Read(tx => WhoseBank.Of(tx, lines));
        Assert.Equal([2], whose[ward.Practice].Select(l => l.Line));
        Assert.Equal([3], whose[sibling.Practice].Select(l => l.Line));
        Assert.Equal([4], whose[null].Select(l => l.Line));
    }

    private static Scope Only(House house, Ward ward) => house.Scope with { Actor = "ben@clinic.example", Practices = [ward.Practice], Role = Role.Biller };

    [Theory, OnSqlite, OnPostgres]
    public async Task A_claim_of_a_sibling_posts_in_its_own_book_through_due_to_and_due_from(string kind)
    {
        var (ward, sibling, lucia, ida) = await TwoBooks(kind);
        await using var house = ward.House;
        var line = await ward.Post(Both("S1", lucia, ida));

        Assert.Equal(("posted", 2, 0, "main"), (line.Outcome, line.Posted, line.Waiting, line.Practice));
        Assert.Contains("Part of it is posted in the book of North Clinic, to which 64.00 is due.", line.Notes);
        Assert.Equal(PayeeBook, await ward.Book());
        Assert.Equal(SiblingBook, await sibling.Book());
        Assert.Equal("duplicate", (await ward.Post(Both("S1", lucia, ida), "again.835")).Outcome);
        Assert.Equal(SiblingBook, await sibling.Book());

        // In the sibling's book it is an answer like any other: its claim's story, with the place in the payer's file, and the next payer's turn.
        var (told, next) = await house.Read(async tx => (await tx.Db.Set<ClaimEvent>().AsNoTracking().SingleAsync(e => e.Practice == sibling.Practice && e.Kind == ClaimEventKind.Adjudicated),
            PostingDecision.FromJson((await tx.Db.Set<PostingDecisionRow>().SingleAsync(d => d.Practice == sibling.Practice && d.FactKind == FactKind.Adjudication)).Choices).Next));
        Assert.StartsWith("blue health pays 64.00 of 100.00 (check S1", told.Detail, StringComparison.Ordinal);
        Assert.True(told.SourceFromSegment > 0);
        Assert.Equal((ward.Green.Value, true), (next!.PayerId, next.OwnClaim));
        // Both sides, from either check; without rights for the payee its side stays its own.
        foreach (var practice in new[] { ward.Practice, sibling.Practice })
        {
            async Task<BetweenPractices> Side(Scope scope) => Assert.Single(await house.Read(async tx => await BetweenPractices.Of(tx, await tx.Db.Set<PayerCheck>().SingleAsync(c => c.Practice == practice)), scope));
            Assert.Equal(("64.00", "64.00"), await Side(house.Scope) is var both ? (both.DueTo.ToString(), both.DueFrom.ToString()) : default);
            if (practice == sibling.Practice) Assert.Null((await Side(Only(house, sibling))).DueTo);
        }
        Assert.Contains((await house.Read(tx => ExplainedCheck.Of(tx, "S1"))).SelectMany(c => c.Answers), a => a.PatientControlNumber == ida && a is { PaidTo: "main", Practice: "north" } && a.Segments.Count > 0);
        await Holds(house);
        await NoDrift(house, ward, sibling);
    }

    /// <summary>Each is a check of its own in the sibling's book, posted as any other: what that costs does not grow unseen.</summary>
    [Fact]
    public async Task One_more_claim_that_is_passed_on_costs_70_queries_at_most()
    {
        var ward = await Ward.Open("sqlite");
        await using var house = ward.House;
        var sibling = await ward.Sibling();
        async Task<int> Queries(int claims)
        {
            var pcns = await sibling.Claims(claims, "97810 100.00");
            var text = Edi.Remit($"COST-{claims}", $"{60 * claims}", pcns.ConvertAll(p => Ida(p, "1", "100", "60", "CO*45*40")));
            using var counted = new CountedQueries();
            Assert.Equal(("posted", claims), await ward.Post(text, $"{claims}.835") is var line ? (line.Outcome, line.Posted) : default);
            return counted.Texts.Count;
        }
        await Queries(1);
        Assert.InRange(await Queries(3) - await Queries(2), 1, 70);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unposting_takes_both_books_back_and_reposting_gives_them_again_without_drift(string kind)
    {
        var (ward, sibling, lucia, ida) = await TwoBooks(kind);
        await using var house = ward.House;
        string[] before = ["grossCharges -100.00", "payerReceivable blue 100.00"];
        await ward.Post(Both("S2", lucia, ida));
        var (here, there) = (await ward.Items(), await sibling.Items());
        var remittance = await house.Read(tx => tx.Db.Set<RemittanceRow>().SingleAsync(r => r.Practice == ward.Practice));

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("S2", "blue", null, null, "look again"));
        Assert.Equal(before, await ward.Book());
        Assert.Equal(before, await sibling.Book());
        Assert.Equal("posted", (await RemitPosting.Repost(house.Work, house.Scope, ward.Practice, remittance.Id)).Outcome);
        await Stand(ward, PayeeBook, sibling, SiblingBook);
        Assert.Equal(here, await ward.Items());
        Assert.Equal(there, await sibling.Items());

        // One claim alone: the sibling's comes back to the payee as money that waits, and goes there again.
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("S2", "blue", null, ida, "the wrong patient"));
        Assert.Equal(before, await sibling.Book());
        Assert.Contains("unappliedPayerCash blue -64.00", await ward.Book());
        await RemitPosting.Repost(house.Work, house.Scope, ward.Practice, remittance.Id);
        Assert.Equal(here, await ward.Items());
        Assert.Equal(there, await sibling.Items());
        Assert.Equal(2, await house.Read(tx => tx.Db.Set<Adjudication>().CountAsync(a => a.PcnRaw == ida))); // the payee's and the sibling's own, however often it was posted
        await Holds(house);
        await NoDrift(house, ward, sibling);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_denial_becomes_the_siblings_work_and_a_reversal_takes_back_there(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var sibling = await ward.Sibling();
        var (lucia, denied, paid) = (await ward.Claim("97810 100.00"), await sibling.Claim("97810 100.00"), await sibling.Claim("97810 100.00"));
        await ward.Post(Edi.Remit("S3", "140", [Edi.Claim(lucia, "60", "CO*45*40"), Ida(denied, "1", "100", "0", "CO*197*100"), Ida(paid, "1", "100", "80", "CO*45*20")]));
        var work = await house.Read(tx => OpenDenials.Open(tx).SingleAsync());
        Assert.Equal((sibling.Practice, "CO-197", "100.00"), (work.Practice, work.Codes, work.AtStake.ToString()));

        // The payer takes 80.00 back and pays 50.00, in one check that is paid to us: the sibling owes us 30.00 of it.
        var line = await ward.Post(Edi.Remit("S4", "-30", [Ida(paid, "22", "-100", "-80", "CO*45*-20"), Ida(paid, "1", "100", "50", "CO*45*50")], method: "NON"));
        // A check below zero is work of its own, beside what it posts.
        Assert.Equal(("partly", 2, 0), (line.Outcome, line.Posted, line.Waiting));
        Assert.Contains("dueTo -50.00", await ward.Book());
        Assert.Equal(["contractual 50.00", "dueFrom 50.00", "grossCharges -200.00", "payerReceivable blue 100.00"], await sibling.Book());
        await Holds(house);
        await NoDrift(house, ward, sibling);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_siblings_claim_that_is_paid_twice_in_our_checks_is_said_with_the_posting(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var sibling = await ward.Sibling();
        var ida = await sibling.Claim("97810 100.00");
        Assert.DoesNotContain((await ward.Post(Edi.Remit("M5", "80", [Ida(ida, "1", "100", "80", "CO*45*20")]))).Notes, n => n.Contains("more than it owed", StringComparison.Ordinal));
        var line = await ward.Post(Edi.Remit("M9", "80", [Ida(ida, "1", "100", "80", "CO*45*20")]));
        Assert.Contains(line.Notes, n => n.StartsWith($"Claim {ida}: with this answer the payer has paid 80.00 more than it owed", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_provider_adjustment_that_names_a_siblings_claim_is_the_siblings(string kind)
    {
        var (ward, sibling, lucia, ida) = await TwoBooks(kind);
        await using var house = ward.House;
        // Interest of 1.50 on Ida's claim by our number, 10.00 recovered of it by the payer's number, 5.00 recovered of ours.
        var plb = $"PLB*1234567893*20261231*L6:{ida}*-1.5*WO:ICN{ida}*10*WO:ICN{lucia}*5~";
        var text = Edi.Remit("S5", "110.5", [Edi.Claim(lucia, "60", "CO*45*40"), Ida(ida, "1", "100", "64", "CO*45*20", "PR*2*16")], plb);
        Assert.Equal(2, (await ward.Post(text)).Posted);
        Assert.Contains("dueTo -55.50", await ward.Book());
        Assert.Contains("recoupmentClearing blue 5.00", await ward.Book());
        Assert.Equal(["contractual 20.00", "dueFrom 55.50", "grossCharges -100.00", "interestIncome -1.50", "payerReceivable green 16.00", "recoupmentClearing blue 10.00"], await sibling.Book());
        var (here, there) = (await ward.Book(), await sibling.Book());

        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("S5", null, null, null, "look again"));
        Assert.Equal(["grossCharges -100.00", "payerReceivable blue 100.00"], await sibling.Book());
        await ward.Post(text, "again.835");
        await Stand(ward, here, sibling, there);
        await Holds(house);
        await NoDrift(house, ward, sibling);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Without_rights_for_the_sibling_it_waits_with_the_practice_and_who_can_do_it(string kind)
    {
        var (ward, sibling, lucia, ida) = await TwoBooks(kind);
        await using var house = ward.House;
        var (mine, theirs) = (Only(house, ward), Only(house, sibling));
        async Task<RemitLine> By(Scope scope, string text) => Assert.Single(await RemitPosting.PostFile(house.Work, scope, "remit.835", Encoding.Latin1.GetBytes(text)));

        Assert.Equal(("partly", 1, 1), await By(mine, Both("S6", lucia, ida)) is var line ? (line.Outcome, line.Posted, line.Waiting) : default);
        var waiting = await house.Read(tx => Exceptions.Open(tx).SingleAsync());
        Assert.Equal((ExceptionKind.OtherPractice, $"The number {ida} is a claim of North Clinic, another practice of ours, where ben@clinic.example has no rights."), (waiting.Kind, waiting.Reason));
        Assert.Contains("owner@clinic.example", waiting.NextStep, StringComparison.Ordinal);
        Assert.Contains("unappliedPayerCash blue -64.00", await ward.Book());
        var refused = await Assert.ThrowsAsync<BadInputException>(() => RemitPosting.Match(house.Work, mine, Request.Once("exception.match"), new MatchCommand(waiting.Id.Value, ida, "hers", true)));
        Assert.Contains("is a claim of North Clinic", refused.Message, StringComparison.Ordinal);

        Assert.Equal("posted", (await RemitPosting.Retry(house.Work, house.Scope, waiting.Id)).Outcome);
        await Stand(ward, PayeeBook, sibling, SiblingBook);
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));

        // Neither side can pull its half out alone, and nothing is begun.
        foreach (var (scope, said) in new[] { (mine, "Part of check S6 is in the book of North Clinic"), (theirs, "Check S6 was paid to Lakeside Acupuncture") })
            Assert.Contains(said, (await Assert.ThrowsAsync<BadInputException>(() => RemitPosting.Unpost(house.Work, scope, new UnpostCommand("S6", null, null, null, "x")))).Message, StringComparison.Ordinal);
        await Holds(house);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_whole_remittance_goes_to_the_book_of_its_payee_or_says_whose_it_is(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var sibling = await ward.Sibling();
        var text = Edi.Remit("S7", "64", [Ida(await sibling.Claim("97810 100.00"), "1", "100", "64", "CO*45*20", "PR*2*16")], npi: Ward.SiblingNpi);
        var closed = Assert.Single(await RemitPosting.PostFile(house.Work, Only(house, ward), "remit.835", Encoding.Latin1.GetBytes(text)));
        Assert.Equal(("exception", "north"), (closed.Outcome, closed.Practice));
        Assert.Equal("The check is paid to North Clinic (NPI 1588004048), another practice of ours, where whoever brought the file has no rights.", Assert.Single(closed.Reasons));

        Assert.Equal(("posted", "north"), await ward.Post(text) is var line ? (line.Outcome, line.Practice) : default);
        Assert.Equal(["contractual 20.00", "grossCharges -100.00", "payerReceivable green 16.00", "paymentsInTransit blue 64.00"], await sibling.Book());
        Assert.Empty(await ward.Book());
        Assert.Equal(0, await house.Read(tx => Exceptions.Open(tx).CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_doubtful_one_waits_with_the_payee_and_a_person_matches_it_to_the_siblings_claim(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var sibling = await ward.Sibling();
        var ida = await sibling.Claim("97810 100.00");
        // Another patient than the number's: no money moves by the number alone.
        Assert.Equal("exception", (await ward.Post(Edi.Remit("S8", "64", [Edi.Claim("OMAR*ZOE", ida, "1", "100", "64", "97810", ["CO*45*20", "PR*2*16"])]))).Outcome);
        var doubt = await house.Read(tx => Exceptions.Open(tx).SingleAsync());
        Assert.Equal($"The number {ida} names a claim of North Clinic, but the answer is for OMAR, ZOE, who is not its patient.", doubt.Reason);
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("S8", null, null, null, "x"));

        var strange = Ida("STRANGE", "1", "100", "64", "CO*45*20", "PR*2*16").Replace("REF*6R*STRANGE1~", "", StringComparison.Ordinal);
        await ward.Post(Edi.Remit("S9", "64", [strange]));
        var exception = await house.Read(tx => Exceptions.Open(tx).OrderByDescending(e => e.Id).FirstAsync());
        var candidate = Assert.Single(await house.Read(async tx => await MatchCandidates.For(tx, (await WaitingMoney.Of(tx, exception.Id))!)));
        Assert.Equal((ida, "North Clinic", 0), (candidate.Pcn, candidate.Sibling, candidate.Differences.Count));

        var matched = await RemitPosting.Match(house.Work, house.Scope, Request.Once("exception.match"), new MatchCommand(exception.Id.Value, ida, "same patient and day", false));
        Assert.Equal(("posted", 1), (matched.Outcome, matched.Posted));
        await Stand(ward, ["dueTo -64.00", "paymentsInTransit blue 64.00"], sibling, SiblingBook);
        // The word counts when the check is unposted and posted again, by the claim's number too; and no more once it is taken back.
        await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand("S9", null, null, ida, "look again"));
        Assert.Contains("payerReceivable blue 100.00", await sibling.Book());
        await RemitPosting.Repost(house.Work, house.Scope, ward.Practice, await house.Read(tx => tx.Db.Set<RemittanceRow>().Where(r => r.Practice == ward.Practice).MaxAsync(r => r.Id)));
        Assert.Equal(SiblingBook, await sibling.Book());
        await RemitPosting.TakeBackMatch(house.Work, house.Scope, Request.Once("exception.unmatch"), exception.Id.Value, "it was the sister's");
        await Stand(ward, ["paymentsInTransit blue 64.00", "unappliedPayerCash blue -64.00"], sibling, ["grossCharges -100.00", "payerReceivable blue 100.00"]);
        await Holds(house);
        await NoDrift(house, ward, sibling);
    }

    [Theory, OnPostgres]
    public async Task A_claim_of_another_organization_is_not_ours(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var theirs = await ward.Claim("97810 100.00");
        var scope = await house.AnotherOrganization();
        await house.Do(async tx => (await House.AddPractice(tx, "main")).Item1, scope);
        var line = Assert.Single(await RemitPosting.PostFile(house.Work, scope, "remit.835", Encoding.Latin1.GetBytes(Edi.Remit("S10", "60", [Edi.Claim(theirs, "60", "CO*45*40")]))));
        Assert.Equal(("exception", $"No claim of ours has the number {theirs} (patient REYES, LUCIA)."), (line.Outcome, Assert.Single(line.Reasons)));
    }
}
