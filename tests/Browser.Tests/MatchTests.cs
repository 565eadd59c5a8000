using System.Text;
using Microsoft.Playwright;

namespace CleanClaim.Browser.Tests;

/// <summary>An answer under a number that is none of ours: a biller opens it, sees which claim it is like and what differs, gives the reason, and the money posts.</summary>
public sealed class MatchTests(Chromium chromium, TwoPractices clinic) : IClassFixture<Chromium>, IClassFixture<TwoPractices>
{
    /// <summary>160.00 charged in two lines; 120.00 paid, 40.00 of the first called the patient's for want of coverage.</summary>
    private static readonly string Stray = string.Join("~\n",
    [
        "ISA*00*          *00*          *ZZ*SANDBOXCH      *ZZ*JUNIPER        *261119*1200*^*00501*000000051*0*T*:", "GS*HP*SANDBOXCH*JUNIPER*20261119*1200*77*X*005010X221A1",
        "ST*835*0001", "BPR*I*120.00*C*ACH*CCP*01*011000015*DA*70010077001*1840770011**01*021000021*DA*5550001*20261119", "TRN*1*TRACE-51*1840770011",
        "DTM*405*20261119", "N1*PR*EVERGREEN HEALTH PLAN", "N3*400 CEDAR WAY", "N4*DENVER*CO*802021234", "REF*2U*77001", "PER*BL*PROVIDER SERVICES*TE*8005550101",
        "N1*PE*JUNIPER*XX*1999001013", "REF*TJ*840990011", "LX*1", "CLP*WRONGNUMBER*1*160.00*120.00**12*EG51*11*1", "NM1*QC*1*WHITFIELD*TOM",
        "SVC*HC:99214*95.00*55.00**1", "DTM*472*20260105", "CAS*PR*96*40.00", "SVC*HC:97530*65.00*65.00**1", "DTM*472*20260105",
        "SE*20*0001", "GE*1*77", "IEA*1*000000051", "",
    ]);

    [ChromiumFact]
    public async Task A_stray_answer_is_matched_its_share_released_and_both_are_taken_back_by_clicks_and_keys()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await hands.Go("Claims");
        await hands.Click("Send");
        await hands.Reads("sent in");
        await UnpostTheSandboxsAnswer(hands);
        await MoneyFirst(hands);
        await Bring(hands);
        await TakeTheBanksLineBack(hands);
        await Match(hands);
        await ReleaseAndTakeBack(hands);
        await TakeTheMatchBack(hands);
        await OpenTheOtherPractice(hands);
    }

    /// <summary>The sandbox answers at once; the stray answer is to be the claim's first.</summary>
    private static async Task UnpostTheSandboxsAnswer(Hands hands)
    {
        await hands.Go("Payments");
        await hands.Click("Evergreen Health Plan");
        await hands.Click("Unpost this check");
        await hands.Click("Undo the posting");
        await hands.Reads("The reason is missing.");
        await hands.Type("Why it is unposted", "the stray answer is to be first");
        await hands.Click("Undo the posting");
        await hands.Reads("The check is unposted");
        await hands.Reads("the stray answer is to be first");
    }

    /// <summary>The bank has the money before the remittance says whose it is.</summary>
    private static async Task MoneyFirst(Hands hands)
    {
        await hands.Go("Payments");
        await hands.Click("Bank");
        await hands.Bring("The account's file, CSV or OFX", "Match the lines", ("bank.csv", "date,amount,description,trace\n2026-11-18,120.00,HCCLAIMPMT EVERGREEN,TRACE-51\n"));
        await hands.Reads("nobody's yet: no check or receipts of this amount are awaited");
        await hands.RowSays("HCCLAIMPMT EVERGREEN", "120.00");
        // A file of another name has the line again: it is known; taken by a person's word it is one more, and taken out it is none.
        await hands.Bring("The account's file, CSV or OFX", "Match the lines", ("month.csv", "date,amount,description,trace\r\n2026-11-18,120.00,HCCLAIMPMT EVERGREEN,TRACE-51\r\n"));
        await hands.Reads("imported before from bank.csv, line 2");
        await hands.Page.GetByText("Is one of the known lines other money?").ClickAsync();
        await hands.Page.GetByLabel("Line 2, 120.00").CheckAsync();
        await hands.Click("Take these lines");
        await hands.FaultAt("reason", "", "The reason is missing.");
        await Assertions.Expect(hands.Page.GetByLabel("Line 2, 120.00")).ToBeCheckedAsync();
        await Pictures.Take(hands.Page, "bank-known");
        await hands.Type("Why it is other money", "sent twice");
        await hands.Page.Keyboard.PressAsync("Enter");
        await hands.Reads("2 in all");
        await hands.Page.GetByRole(AriaRole.Link, new() { Name = "HCCLAIMPMT EVERGREEN" }).First.ClickAsync();
        await hands.Sees("Bank: 120.00");
        await hands.Click("Take the line out");
        await hands.FaultAt("remove.reason", "", "The reason is missing.");
        await hands.Type("Why it is taken out", "it was sent once");
        await hands.Page.Keyboard.PressAsync("Enter");
        await hands.Reads("it is no money of the bank's any more");
    }

    private static async Task TakeTheBanksLineBack(Hands hands)
    {
        var waiting = hands.Page.Url;
        await hands.Go("Payments");
        await hands.Click("Bank");
        await hands.Row("Evergreen Health Plan, check TRACE-51").GetByRole(AriaRole.Link).ClickAsync();
        await hands.Sees("Bank: 120.00");
        await hands.Click("Take the match back");
        await hands.FaultAt("reason", "", "The reason is missing.");
        await hands.Type("Why it is not this", "another payer's");
        await hands.Page.Keyboard.PressAsync("Enter");
        await hands.Reads("The match is taken back; the money is nobody's until somebody says whose it is.");
        await Pictures.Take(hands.Page, "bank-line");
        await Assertions.Expect(hands.Page.GetByLabel("Evergreen Health Plan, check TRACE-51")).ToBeCheckedAsync();
        await hands.Reads("the bank names it");
        await hands.Type("Why it is this", "its trace is the check's");
        await hands.Page.Keyboard.PressAsync("Enter");
        await hands.Reads("The line is matched: check TRACE-51");
        await hands.Click("Evergreen Health Plan, check TRACE-51");
        await hands.Reads("The bank has it: 120.00 on 18 Nov 2026");
        await hands.Page.GotoAsync(waiting);
    }

    private static async Task Bring(Hands hands)
    {
        await hands.Go("Payments");
        await hands.Bring("835 file", "Post it", ("stray.835", Stray));
        await hands.Reads("The bank has its money: 120.00 of 18 Nov 2026.");
        await hands.Reads("Evergreen Health Plan, trace TRACE-51: 1 claim, 0 posted, 1 waiting");
        await hands.Reads("No claim of ours has the number WRONGNUMBER");
        await hands.RowSays("WRONGNUMBER", "WHITFIELD, TOM");
        await hands.RowSays("partly, 1 waiting", "120.00 waits");
        await hands.Row("WRONGNUMBER").GetByRole(AriaRole.Link, new() { Name = "Open" }).ClickAsync();
        await hands.Sees("Waiting: WHITFIELD, TOM, 120.00");
    }

    private static async Task Match(Hands hands)
    {
        await hands.Reads("PR-96 40.00 · not covered by the plan");
        await hands.RowSays("Whitfield, Thomas", "day of service");
        // The plan recoded both lines: their charges propose which is which, and nothing can be matched before it is said.
        await hands.Reads("line 1 (99214, 95.00) and line 2 (97530, 65.00) have no code and no number of ours");
        await Assertions.Expect(hands.Page.Locator("#reason")).ToHaveCountAsync(0);
        await Assertions.Expect(hands.Page.GetByLabel("Line 2 of the payer is the claim's line")).ToHaveValueAsync("2=2");
        await hands.Click("Compare these lines");
        await hands.Reads("Matched, it posts: paid 120.00");
        await Pictures.Take(hands.Page, "waiting-answer");
        await hands.Click("Match to claim");
        await hands.Reads("The reason is missing.");
        await Assertions.Expect(hands.Page.Locator("#reason")).ToHaveAttributeAsync("aria-invalid", "true");
        // From here by the keyboard alone: the reason, Enter; the difference, then Tab to the tick, Space, and Enter again.
        await hands.Page.Locator("#reason").FocusAsync();
        await hands.Page.Keyboard.TypeAsync("same member, codes and charge");
        await hands.Page.Keyboard.PressAsync("Enter");
        await hands.Reads("Payer and claim differ.");
        Assert.Equal("same member, codes and charge", await hands.Page.Locator("#reason").InputValueAsync());
        await hands.Page.Locator("#reason").FocusAsync();
        await hands.Page.Keyboard.PressAsync("Tab");
        await hands.Page.Keyboard.PressAsync("Space");
        await hands.Page.Keyboard.PressAsync("Enter");
        await hands.Reads("Matched to claim");
        await hands.Reads("the whole check is posted now");
        await hands.Reads("same member, codes and charge");
    }

    private static async Task ReleaseAndTakeBack(Hands hands)
    {
        await hands.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "claim" }).First.ClickAsync();
        await hands.Sees("Claim of Thomas Whitfield");
        await hands.Reads("PR-96");
        await hands.Click("Release to the guarantor Thomas Whitfield");
        await hands.Reads("The reason is missing.");
        await hands.Type("Why PR-96 of line 1 may go on", "notice signed before the service");
        await hands.Page.Keyboard.PressAsync("Enter");
        await hands.Reads("40.00 of PR-96 is released.");
        await hands.Reads("Released by hand");
        await hands.Type("Why PR-96 of line 1 goes back", "the notice is of another day");
        await hands.Click("Take the release back");
        await hands.Reads("40.00 of PR-96 is under review with the payer again.");
        await hands.Reads("Release to the guarantor Thomas Whitfield");
    }

    private static async Task TakeTheMatchBack(Hands hands)
    {
        await hands.Go("Payments");
        await hands.Row("TRACE-51").GetByRole(AriaRole.Link).First.ClickAsync();
        await hands.Click("matched by hand");
        await hands.Sees("Settled: WHITFIELD, TOM, 120.00");
        await hands.Reads("Line 2 of the answer is line 2 of the claim.");
        await hands.Type("Why it is not this claim", "it was his father's");
        await hands.Click("Take the match back");
        await hands.Reads("The match is taken back");
        await hands.RowSays("it was his father's", "120.00");
    }

    /// <summary>No list, search or report of the open book names anybody of the other one.</summary>
    private static async Task EveryListKeepsToIt(Hands hands)
    {
        foreach (var place in (string[])["Today", "Patients", "Visits", "Claims", "Payments", "Denials", "Statements", "Reports"])
        {
            await hands.Go(place);
            var says = await hands.Page.Locator("main").InnerTextAsync();
            Assert.DoesNotContain(["Whitfield", "Reyes", "Evergreen", "WHITFIELD"], name => says.Contains(name, StringComparison.Ordinal));
        }
        await hands.Page.GetByRole(AriaRole.Searchbox).FillAsync("Whitfield");
        await hands.Page.Keyboard.PressAsync("Enter");
        await hands.Reads("Nobody found for \"Whitfield\"");
    }

    private static async Task TakeAPaymentThere(Hands hands)
    {
        await hands.Go("Patients");
        await hands.Click("Iver, Ida");
        await hands.Click("Take a payment");
        await hands.Type("Amount", "5.00");
        await hands.Click("Take the payment");
        await hands.Reads("5.00 taken");
        await hands.RowSays("at the desk", "5.00");
        // Back leads to what was saved, never to an empty form that would take it twice.
        await hands.Page.GoBackAsync();
        await hands.Reads("That form is saved already: this is what it made. Nothing was added twice.");
        await Assertions.Expect(hands.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "at the desk" })).ToHaveCountAsync(1);
        await hands.Go("Payments");
        await hands.Click("Bank");
        await hands.RowSays("Iver, Ida", "5.00");
    }

    /// <summary>A check to the first practice pays a claim of the second: what is due between them is paid in both books, and that is undone.</summary>
    private static async Task SettleBetweenThem(Hands hands, string first)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("America/Denver")).DateTime);
        await hands.Go("Patients");
        await hands.Click("Iver, Ida");
        await hands.Click("New visit");
        await hands.Type("Diagnoses", "J06.9");
        await hands.Type("Code of line 1", "99213");
        await hands.Type("Units of line 1", "1");
        await hands.Type("Charge of line 1", "150.00");
        await hands.Click("Charge the visit");
        await hands.Sees("Visit of Ida Iver");
        await hands.Go("Claims");
        await hands.Click("Send 1 claim, 150.00");
        await hands.Reads("1 claim sent in 1 file");
        var pcn = await hands.Row("Iver, Ida").Locator("td.code").First.InnerTextAsync();
        await hands.Go("Payments");
        await hands.Bring("835 file", "Post it", ("theirs.835", string.Join("~\n",
        [
            "ISA*00*          *00*          *ZZ*HARVEST        *ZZ*JUNIPER        *261119*1200*^*00501*000000052*0*T*:", "GS*HP*HARVEST*JUNIPER*20261119*1200*78*X*005010X221A1",
            "ST*835*0001", "BPR*I*90.00*C*ACH*CCP*01*011000015*DA*70010077001*1840770090**01*021000021*DA*5550001*20261119", "TRN*1*TRACE-52*1840770090", "DTM*405*20261119",
            "N1*PR*HARVEST MUTUAL", "N3*9 FIELD RD", "N4*DENVER*CO*802021234", "REF*2U*77009", "PER*BL*PROVIDER SERVICES*TE*8005550109", "N1*PE*JUNIPER*XX*1999001013", "REF*TJ*840990011", "LX*1",
            $"CLP*{pcn}*1*150.00*90.00**12*HV52*11*1", "NM1*QC*1*IVER*IDA", "SVC*HC:99213*150.00*90.00**1", $"DTM*472*{today:yyyyMMdd}", "CAS*CO*45*60.00", "SE*18*0001", "GE*1*78", "IEA*1*000000052", "",
        ])));
        await hands.Reads($"It was paid to {first} and stands in its book.");
        await hands.Go("Payments");
        await hands.Click("Between practices");
        await hands.RowSays(first, "90.00 they pay");
        await hands.Click("Record it in both books");
        await hands.FaultAt("reference", "", "The reference is missing");
        await hands.Type("Reference", "transfer 7");
        await hands.Click("Record it in both books");
        await hands.Reads("Payment 1 of 90.00 is recorded in both books. Nothing is left between them.");
        await hands.RowSays("transfer 7", "on its way to our bank");
        await hands.Open("Undo");
        await hands.Type("Why", "the wrong account");
        await hands.Click("Undo payment 1");
        await hands.Reads("Payment 1 is undone in both books: 90.00 is due again.");
        await hands.RowSays("transfer 7", "the wrong account");
        await hands.RowSays(first, "90.00 they pay");
    }

    /// <summary>By the keyboard alone, in the top bar: every page then shows the other practice's book, and an address of the first one says where to look.</summary>
    private static async Task OpenTheOtherPractice(Hands hands)
    {
        const string first = "Juniper Acupuncture and Family Medicine", second = "Aspen Grove Family Clinic";
        await hands.Row("TRACE-51").GetByRole(AriaRole.Link).First.ClickAsync();
        var check = hands.Page.Url;
        await hands.Go("Patients");
        await hands.RowSays("Whitfield", "Thomas");
        await Assertions.Expect(hands.Page).ToHaveTitleAsync($"Patients · {first} · CleanClaim");
        await hands.Page.GetByLabel("Practice whose book is open").FocusAsync();
        await hands.Page.Keyboard.TypeAsync("Aspen");
        await hands.Page.Keyboard.PressAsync("Tab");
        await hands.Page.Keyboard.PressAsync("Enter");
        await hands.RowSays("Iver", "Ida");
        await Assertions.Expect(hands.Page).ToHaveTitleAsync($"Patients · {second} · CleanClaim");
        await Assertions.Expect(hands.Page.Locator("main")).Not.ToContainTextAsync("Whitfield");
        await hands.Go("Payments");
        await hands.Reads("No payment has come yet.");
        await hands.Click("Between practices");
        await hands.Reads($"Nothing stands between {second} and another practice of ours.");
        await EveryListKeepsToIt(hands);
        await TakeAPaymentThere(hands);
        await SettleBetweenThem(hands, first);

        await hands.Page.GotoAsync(check);
        await hands.Sees("There is nothing here");
        await hands.Click($"Look in {first}");
        await hands.Reads("TRACE-51");
        await Assertions.Expect(hands.Page.GetByLabel("Practice whose book is open")).ToHaveValueAsync("juniper");
        await hands.Go("Payments");
        await hands.Click("Bank");
        await hands.Reads("Everything taken at the desk has reached the bank.");
        await AFormOfTheOtherPracticeIsAskedAbout(hands, first);
    }

    /// <summary>The practice switched in another tab: nothing is booked in the wrong book, and nothing typed is lost.</summary>
    private static async Task AFormOfTheOtherPracticeIsAskedAbout(Hands hands, string mine)
    {
        await hands.Go("Patients");
        await hands.Click("Register a patient");
        await hands.Type("Last name", "Tabb", "Patient");
        var tab = await hands.Page.Context.NewPageAsync();
        await tab.GotoAsync(new Uri(hands.Page.Url).GetLeftPart(UriPartial.Authority));
        await tab.GetByLabel("Practice whose book is open").SelectOptionAsync("aspen");
        await tab.GetByRole(AriaRole.Button, new() { Name = "Switch" }).ClickAsync();
        await Assertions.Expect(tab).ToHaveTitleAsync("Today · Aspen Grove Family Clinic · CleanClaim");
        await hands.Click("Register");
        await hands.Reads($"This form is of {mine}. Nothing was sent yet.");
        await hands.Click($"Open {mine} and go on");
        await hands.Click("Send what you typed");
        await hands.Reads("The first name is missing.");
        Assert.Equal("Tabb", await hands.Page.GetByLabel("Last name").First.InputValueAsync());
    }
}
