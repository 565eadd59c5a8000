using System.Text;
using CleanClaim.Billing.Acknowledgments;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Acknowledgments;

public sealed class ReceiveAcknowledgmentTests
{
    private const string Envelope = "ISA*00*          *00*          *ZZ*77001          *ZZ*361234567      *260303*0930*^*00501*000000009*0*T*:~";

    [Theory, OnSqlite, OnPostgres]
    public async Task Ta1_999_and_277CA_lead_a_claim_from_sent_to_accepted_and_the_same_file_again_does_nothing(string kind)
    {
        await using var house = await House.Open(kind);
        var pcn = await Send(house);
        Assert.Equal("sent", await Status(house));
        var ta1 = await Take(house, Envelope + "TA1*000000001*260303*0930*A*000~IEA*0*000000009~");
        Assert.Equal(("TA1", true), (ta1.Answers.Single().Type, ta1.Answers.Single().Accepted));
        await Take(house, Group("FA", "005010X231A1", "ST*999*0001*005010X231A1~AK1*HC*1*005010X222A1~AK2*837*0001*005010X222A1~IK5*A~AK9*A*1*1*1~SE*6*0001~"));
        Assert.Equal("sent", await Status(house));
        await Take(house, Status277(pcn, "AY", "A1:19:41", "WQ"));
        Assert.Equal("sent", await Status(house));
        var accepted = await Take(house, Status277(pcn, "PR", "A2:20:PR", "WQ"));
        Assert.Equal("payerAccepted", accepted.Claims.Single().What);
        Assert.Equal("accepted", await Status(house));

        var events = await Events(house);
        var again = await Take(house, Status277(pcn, "PR", "A2:20:PR", "WQ"));
        Assert.True(again.Duplicate);
        Assert.Equal(events, await Events(house));

        // What the claim's story tells of cannot go unseen; nor can one of a file that has another after it.
        Assert.Empty(await Verified(house, "claim-story"));
        await house.Plant("delete from acknowledgment where type in ('TA1', '277CA')", "acknowledgment");
        var missed = await Verified(house, "claim-story");
        Assert.Equal(["ClearinghouseAccepted", "InterchangeAccepted", "PayerAccepted"], missed.Select(m => m.Split("acknowledgment of ")[1].Split(',')[0]).Order(StringComparer.Ordinal));
    }

    /// <summary>A practice folder whose server folded a month from now: what it kept is the advice of that day and no wrong row.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Advice_folded_on_a_later_day_is_not_broken_and_a_wrong_cent_in_it_is(string kind)
    {
        await using var house = await House.Open(kind);
        await Send(house);
        var (now, practice) = (house.Clock.Now, await house.Read(tx => tx.Db.Set<Submission>().Select(s => s.Practice).FirstAsync()));
        await house.Do(tx => ProjectClaims.Run(tx, practice));
        house.Clock.Now = now.AddDays(40);
        await house.Do(tx => ProjectClaims.Run(tx, practice));
        Assert.Equal("Ask the payer where the claim is", await house.Read(tx => tx.Db.Set<ClaimNow>().Select(c => c.NextAction).SingleAsync()));
        house.Clock.Now = now;
        Assert.Equal((true, "1 kept as of a later day"), (await house.Read(tx => LedgerVerify.Run(tx))).Where(v => v.Id == "advice").Select(v => (v.Holds, v.Note)).Single());
        await house.Plant("update claim_now set at_stake_cents = at_stake_cents + 1");
        Assert.Single(await Verified(house, "advice"));
    }

    private static async Task<IReadOnlyList<string>> Verified(House house, string id) => (await house.Read(tx => LedgerVerify.Run(tx))).Single(v => v.Id == id).Examples;

    [Theory, OnSqlite]
    public async Task A_rejected_claim_that_is_not_ours_is_no_acceptance(string kind)
    {
        await using var house = await House.Open(kind);
        await Send(house);
        var answer = await Take(house, Status277("NOSUCH", "PR", "A3:33:IL", "U"));
        Assert.Equal((false, "1 claim answered by EVERGREEN, 1 rejected, 1 not ours."), (answer.Answers.Single().Accepted, answer.Answers.Single().Detail));
        Assert.Contains("No claim was sent as \"NOSUCH\"", answer.Faults.Single().Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rejection_says_who_rejected_what_and_which_field_to_mend(string kind)
    {
        await using var house = await House.Open(kind);
        var pcn = await Send(house);
        var rejected = (await Take(house, Status277(pcn, "PR", "A7:164:IL", "U"))).Claims.Single();
        Assert.Equal(("rejected", "coverage.memberId"), (rejected.What, rejected.Field));
        Assert.Contains("the payer EVERGREEN: rejected, information invalid: the member id (A7:164, about the subscriber)", rejected.Detail, StringComparison.Ordinal);
        Assert.Equal("rejected", await Status(house));
    }

    /// <summary>Loop 2200C with nothing below it: the receipt of the batch at 2200B says only that it came.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_rejection_of_the_billing_provider_rejects_all_of_its_claims_though_the_batch_was_received(string kind)
    {
        await using var house = await House.Open(kind);
        await Send(house);
        var answer = await Take(house, Group("HN", "005010X214", "ST*277*0001*005010X214~BHT*0085*08*1*20260303*0930*TH~HL*1**20*1~NM1*PR*2*EVERGREEN*****PI*77001~TRN*1*1~DTP*050*D8*20260303~DTP*009*D8*20260303~"
            + "HL*2*1*21*1~NM1*41*2*STILL WATER*****46*361234567~TRN*2*1-1~STC*A1:19:PR*20260303*WQ*155~QTY*AA*1~AMT*YY*155~"
            + "HL*3*2*19*0~NM1*85*2*STILL WATER*****XX*1881999019~TRN*1*0~STC*A8:562:85**U*155~QTY*QC*1~SE*19*0001~"));
        var rejected = answer.Claims.Single();
        Assert.Equal(("rejected", "provider.npi"), (rejected.What, rejected.Field));
        Assert.False(answer.Answers.Single().Accepted);
        Assert.StartsWith("All claims of billing provider 1881999019 rejected.", answer.Answers.Single().Detail, StringComparison.Ordinal);
        Assert.Equal("rejected", await Status(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rejected_claim_waits_for_somebody_until_it_is_built_anew_and_goes_again_as_it_is(string kind)
    {
        await using var house = await House.Open(kind);
        var pcn = await Send(house);
        var practice = await house.Read(tx => tx.Db.Set<Submission>().Select(s => s.Practice).FirstAsync());
        Assert.Empty(await house.Read(tx => FollowUp.Of(tx, practice)));
        await Take(house, Status277(pcn, "PR", "A3:33:IL", "U"));
        var waits = Assert.Single(await house.Read(tx => FollowUp.Of(tx, practice)));
        Assert.Equal((true, "Correct the rejected claim and send it again", "155.00"), (waits.Rejected, waits.Next.Action, waits.Next.AtStake.ToString()));
        Assert.Contains("the subscriber is not found (A3:33, about the subscriber)", waits.Why, StringComparison.Ordinal);

        var totals = new FollowTotals(1, new Money(155_00), 0, Money.Zero);
        Assert.Equal(totals, await house.Read(tx => FollowUp.Totals(tx, practice)));
        await house.Do(tx => ProjectClaims.Run(tx, practice)); // from here on the stored advice says it
        Assert.Equal(totals, await house.Read(tx => FollowUp.Totals(tx, practice)));
        Assert.Equal(waits, Assert.Single(await house.Read(tx => FollowUp.Of(tx, practice))));

        await house.Do(tx => ReplaceClaim.Run(tx, pcn, "the payer has loaded the member"));
        Assert.Empty(await house.Read(tx => FollowUp.Of(tx, practice)));
        Assert.Equal("1", (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Single().Frequency);
    }

    [Theory, OnSqlite]
    public async Task A_999_that_rejects_names_segment_element_and_value(string kind)
    {
        await using var house = await House.Open(kind);
        await Send(house);
        var outcome = await Take(house, Group("FA", "005010X231A1",
            "ST*999*0001*005010X231A1~AK1*HC*1*005010X222A1~AK2*837*0001*005010X222A1~IK3*NM1*8*2010AA*8~IK4*9*67*7*1881999018~IK5*R*5~AK9*R*1*1*0~SE*8*0001~"));
        Assert.False(outcome.Answers.Single().Accepted);
        Assert.Contains("NM1 at segment 8 (loop 2010AA): segment has faulty elements, element 9: code not allowed \"1881999018\"", outcome.Claims.Single().Detail, StringComparison.Ordinal);
        Assert.Equal("rejected", await Status(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_999_that_accepts_with_errors_tells_them(string kind)
    {
        await using var house = await House.Open(kind);
        await Send(house);
        var outcome = await Take(house, Group("FA", "005010X231A1",
            "ST*999*0001*005010X231A1~AK1*HC*1*005010X222A1~AK2*837*0001*005010X222A1~IK3*CLM*22**8~IK4*2*782*6*1X~IK5*E*5~AK9*E*1*1*1~SE*8*0001~"));
        var answer = outcome.Answers.Single();
        Assert.True(answer.Accepted);
        Assert.StartsWith("Group accepted with errors: transaction 0001: CLM at segment 22: ", answer.Detail, StringComparison.Ordinal);
        Assert.StartsWith("The file passed the receiver's checks with errors (999): CLM at segment 22: ", outcome.Claims.Single().Detail, StringComparison.Ordinal);
        Assert.Equal("sent", await Status(house));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_999_that_rejects_one_transaction_set_rejects_the_claims_of_that_set_alone(string kind)
    {
        await using var house = await House.Open(kind);
        await Send(house);
        var ours = await house.Read(tx => tx.Db.Set<Submission>().SingleAsync());
        var outcome = await Take(house, Group("FA", "005010X231A1", "ST*999*0001*005010X231A1~AK1*HC*1*005010X222A1~AK2*837*0002*005010X222A1~IK5*R*5~AK9*P*2*2*1~SE*6*0001~"));
        Assert.Equal("0001", ours.StControl);
        Assert.Empty(outcome.Claims);
        Assert.Equal("sent", await Status(house));
        var named = await Take(house, Group("FA", "005010X231A1", "ST*999*0001*005010X231A1~AK1*HC*1*005010X222A1~AK2*837*0001*005010X222A1~IK5*R*5~AK9*P*2*2*1~SE*6*0001~"));
        Assert.StartsWith("The transaction 0001 was rejected with its 1 claim (999): ", named.Claims.Single().Detail, StringComparison.Ordinal);
        Assert.Equal("rejected", await Status(house));
    }

    [Theory, OnSqlite]
    public async Task A_999_that_answers_a_transaction_we_never_sent_says_so_beside_what_it_says_of_ours(string kind)
    {
        await using var house = await House.Open(kind);
        await Send(house);
        var outcome = await Take(house, Group("FA", "005010X231A1",
            "ST*999*0001*005010X231A1~AK1*HC*1*005010X222A1~AK2*837*0001*005010X222A1~IK5*A~AK2*837*9999*005010X222A1~IK5*A~AK9*A*2*2*2~SE*8*0001~"));
        Assert.Equal(("segment 5 AK202", "Group 1 is ours, but no transaction \"9999\" was sent in it."), (outcome.Faults.Single().Place, outcome.Faults.Single().Message));
        Assert.Equal("groupAccepted", outcome.Claims.Single().What);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_answers_nothing_of_ours_is_kept_and_listed(string kind)
    {
        await using var house = await House.Open(kind);
        await Send(house);
        Assert.Contains("\"NOTOURS\"", (await Take(house, Status277("NOTOURS", "PR", "A2:20:PR", "WQ"))).Faults.Single().Message, StringComparison.Ordinal);
        Assert.Contains("\"000000777\"", (await Take(house, Envelope + "TA1*000000777*260303*0930*R*009~IEA*0*000000009~")).Faults.Single().Message, StringComparison.Ordinal);
        Assert.Equal(("byte 0, line 1", "This is not an X12 file: no interchange begins in it."), Said(await Take(house, "hello, this is no X12")));
        Assert.Equal("sent", await Status(house));
        Assert.Equal(3, await house.Read(tx => tx.Db.Set<StoredFile>().CountAsync(f => f.Direction == FileDirection.In)));
    }

    /// <summary>Cut within a segment, and between two: no claim hears a word of it, and the whole file tells each claim once.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Of_an_answer_that_was_cut_off_nothing_is_taken_until_the_whole_one_comes(string kind)
    {
        await using var house = await House.Open(kind);
        var whole = Status277(await Send(house), "PR", "A2:20:PR", "WQ");
        var events = await Events(house);
        var inSegment = whole.LastIndexOf("DTP*472", StringComparison.Ordinal) + 3;
        Assert.Equal(($"byte {inSegment}", "The file was cut off: it ends before the end of a segment."), Said(await Take(house, whole[..inSegment])));
        var between = whole.LastIndexOf("SE*19", StringComparison.Ordinal);
        Assert.Equal(($"byte {between}", "The file was cut off: it ends before the SE of transaction 1."), Said(await Take(house, whole[..between])));
        Assert.Equal(("byte 106", "The file was cut off: it ends after its ISA, before the IEA of its interchange."), Said(await Take(house, whole[..106])));
        Assert.Equal(("byte 60", "The file was cut off: it ends within its ISA, the first segment."), Said(await Take(house, whole[..60])));
        Assert.Equal((events, "sent"), (await Events(house), await Status(house)));
        Assert.Empty((await Take(house, whole)).Faults);
        Assert.Equal((events + 1, "accepted"), (await Events(house), await Status(house)));
    }

    [Theory, OnSqlite]
    public async Task A_remittance_among_the_answers_is_sent_to_its_own_place(string kind)
    {
        await using var house = await House.Open(kind);
        var fault = (await Take(house, Group("HP", "005010X221A1", "ST*835*0001~BPR*I*0*C*NON~TRN*1*1*1361234567~SE*4*0001~"))).Faults.Single();
        Assert.Equal("The file holds 835, but no TA1, 999 or 277CA.", fault.Message);
        Assert.StartsWith("A remittance (835) is brought on the page Payments", fault.Fix, StringComparison.Ordinal);
    }

    private static (string Place, string Message) Said(AcknowledgmentOutcome outcome)
    {
        Assert.Empty(outcome.Answers);
        var fault = outcome.Faults.Single();
        return (fault.Place, fault.Message);
    }

    private static async Task<string> Send(House house)
    {
        await Books.Import(house, Books.Lucia);
        return (await house.Do(tx => SubmitBatch.Run(tx, new()))).Sent.Single().Pcn;
    }

    private static Task<AcknowledgmentOutcome> Take(House house, string text) =>
        house.Do(tx => ReceiveAcknowledgment.Run(tx, new("answer.x12", Encoding.ASCII.GetBytes(text))));

    private static async Task<string> Status(House house) => (await house.Read(tx => ClaimList.Run(tx, "v1"))).Single().Status;

    private static Task<int> Events(House house) => house.Read(tx => tx.Db.Set<ClaimEvent>().CountAsync());

    private static string Group(string id, string version, string body) => $"{Envelope}GS*{id}*77001*361234567*20260303*0930*9*X*{version}~{body}GE*1*9~IEA*1*000000009~";

    private static string Status277(string pcn, string source, string code, string action) => Group("HN", "005010X214",
        $"ST*277*0001*005010X214~BHT*0085*08*1*20260303*0930*TH~HL*1**20*1~NM1*{source}*2*EVERGREEN*****PI*77001~TRN*1*1~DTP*050*D8*20260303~DTP*009*D8*20260303~"
        + "HL*2*1*21*1~NM1*41*2*STILL WATER*****46*361234567~TRN*2*1-1~STC*A1:19:PR*20260303*WQ*155~HL*3*2*19*1~NM1*85*2*STILL WATER*****XX*1881999019~HL*4*3*PT~"
        + $"NM1*QC*1*REYES*LUCIA~TRN*2*{pcn}~STC*{code}*20260303*{action}*155~DTP*472*D8*20260302~SE*19*0001~");
}
