using CleanClaim.Testing;
using Microsoft.Playwright;

namespace CleanClaim.Browser.Tests;

/// <summary>
/// A clinic changes after its first day: a new payer, provider and price; a plan found after the visit; a corrected card; another guarantor; an injury at work. Then the
/// bad mail of that claim. By clicks and keys alone, each mistyped field answered beside it.
/// </summary>
[Collection(ABusyClinic.Name)]
public sealed class AfterRegistrationTests(Chromium chromium, BusyClinic clinic)
{
    [ChromiumFact]
    public async Task A_practice_is_set_up_a_plan_found_later_is_billed_and_bad_answers_and_remittances_touch_nothing()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await AddPayer(hands);
        await AddProvider(hands);
        await ChangeFees(hands);
        await FindThePlanLater(hands);
        await CorrectTheCard(hands);
        await BringAnswers(hands);
        await BringRemittances(hands);
        await NameGuarantors(hands);
        await OpenACase(hands);
        await CancelTheVisit(hands);
        await hands.Go("Reports");
        await hands.Click("Check the books");
        await hands.Sees("Check of the books");
        Assert.Equal(0, await hands.Page.Locator("main .status.stop").CountAsync());
    }

    private static async Task AddPayer(Hands hands)
    {
        await hands.Go("Settings");
        await hands.Click("Payers");
        await hands.Click("Add a payer");
        await hands.Type("Name", "Harbor Plan");
        await hands.Choose("Kind of payer", "Commercial");
        await hands.Type("Payer id", "770*9");
        await hands.Type("Days to file", "soon");
        await hands.Click("Add the payer");
        await hands.FaultAt("payerId", "770*9", "The payer id holds \"*\"");
        await hands.FaultAt("filingDays", "soon", "is no whole number");
        await hands.Type("Payer id", "77099");
        await hands.Type("Days to file", "365");
        await hands.Click("Add the payer");
        await hands.RowSays("Harbor Plan", "365 days");
    }

    private static async Task AddProvider(Hands hands)
    {
        await hands.Go("Settings");
        await hands.Click("Providers");
        await hands.Click("Add a provider");
        await hands.Type("NPI", "1234567890");
        await hands.Type("Last name", "Okafor");
        await hands.Type("First name", "Ada");
        await hands.Type("Taxonomy code", "207Q00000X");
        await hands.Choose("Payer of line 1", "Harbor Plan");
        await hands.Type("First day of line 1", "1/5/2026");
        await hands.Click("Add the provider");
        await hands.FaultAt("npi", "1234567890", "The last digit of this NPI does not fit");
        await hands.Type("NPI", "1234567893");
        await hands.Click("Add the provider");
        await hands.RowSays("Okafor, Ada", "Harbor Plan, since 5 Jan 2026");
        await hands.Click("Okafor, Ada");
        await hands.Type("Last day with Harbor Plan", "12/31/2027");
        await hands.Click("Keep the correction");
        await hands.RowSays("Okafor, Ada", "until 31 Dec 2027");
    }

    private static async Task ChangeFees(Hands hands)
    {
        await hands.Go("Settings");
        await hands.Click("Fees");
        await hands.Click("Replace 97110");
        await hands.Type("Fee for one unit", "58.00");
        await hands.Type("From this day on", "1/1/2024");
        await hands.Click("Keep the fee");
        await hands.FaultAt("amount", "58.00", "From 1 Jan 2024 the fee for 97110 is 52.00 already.");
        await hands.Type("From this day on", "1/1/2040");
        await hands.Click("Keep the fee");
        await hands.RowSays("58.00", "to come");
        await hands.RowSays("52.00", "31 Dec 2039");
        await hands.Click("End 97110");
        await hands.Type("First day without a fee", "6/1/2041");
        await hands.Click("End the fee");
        await hands.RowSays("58.00", "31 May 2041");
    }

    /// <summary>Wei Chen pays for herself, so her visit offers no claim; her plan turns up after the visit, so its debt goes to the plan, and its claim leaves.</summary>
    private static async Task FindThePlanLater(Hands hands)
    {
        await hands.Go("Visits");
        await hands.Click("Chen, Wei");
        await hands.Reads("the guarantor pays, and there is no claim to send.");
        Assert.Equal(0, await hands.Page.GetByText("Send the claim").CountAsync());
        await ToWei(hands);
        await hands.Click("Add a coverage");
        await hands.Choose("Payer", "Harbor Plan");
        await hands.Type("Member id", "HB*77~1");
        await hands.Click("Add the coverage");
        await hands.FaultAt("memberId", "HB*77~1", "which no card prints and which separate the parts of a claim file");
        await hands.Type("Member id", "HB7710");
        await hands.Click("Add the coverage");
        await hands.Reads("140.00 is asked of Harbor Plan now. 140.00 is not asked of the guarantor any more.");
        await hands.Go("Claims");
        await hands.Click("Send");
        await hands.Reads("sent in");
        await hands.RowSays("Chen, Wei", "Harbor Plan");
    }

    /// <summary>The claim that went keeps the member id it went with; a correction waits for the answer.</summary>
    private static async Task CorrectTheCard(Hands hands)
    {
        await ToWei(hands);
        await hands.Click("Correct or end Harbor Plan");
        await hands.Type("Member id", "HB7711");
        await hands.Click("Keep the correction");
        await hands.Reads("member id with Harbor Plan: HB7710, now HB7711");
        await hands.Reads("is with Harbor Plan and not answered yet. Wait for the answer; then a void and a new claim go to Harbor Plan.");
        await hands.Click("Apply it to the claims ticked");
        await hands.Reads("No claim is chosen.");
        await hands.Click("Leave them as they are");
        await hands.Sees("Wei Chen");
        await hands.Reads("HB7711");
    }

    private static async Task BringAnswers(Hands hands)
    {
        await hands.Go("Claims");
        var ta1 = "ISA*00*          *00*          *ZZ*77099          *ZZ*840990011      *261119*0930*^*00501*000000009*0*T*:~TA1*000000001*261119*0930*A*000~IEA*0*000000009~";
        await hands.Bring("TA1, 999 or 277CA file", "Take it in", ("holiday.txt", "Dear Anna, the beach is lovely."), ("cut.ta1", ta1[..ta1.IndexOf("IEA", StringComparison.Ordinal)]),
            ("era.999", Era.ForAnotherPractice), ("stranger.ta1", ta1.Replace("TA1*000000001", "TA1*000000777", StringComparison.Ordinal)), ("good.ta1", ta1));
        await hands.Reads("holiday.txt could not be taken in; no claim was touched");
        await hands.Reads("This is not an X12 file: no interchange begins in it. (byte 0, line 1)");
        await hands.Reads("The file was cut off: it ends before the IEA of its interchange.");
        await hands.Reads("The file holds 835, but no TA1, 999 or 277CA. (file) A remittance (835) is brought on the page Payments");
        await hands.Reads("No file of ours has the control number \"000000777\"");
        await hands.Reads("good.ta1 is taken in");
        await hands.Reads("The interchange arrived (TA1).");
    }

    /// <summary>Six files at once: five touch nothing, each for its own reason, and the good one posts though it holds a segment that nobody knows.</summary>
    private static async Task BringRemittances(Hands hands)
    {
        var sent = hands.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Chen, Wei" }).Filter(new() { HasText = "Harbor Plan" }).First;
        var era = new Era
        {
            Pcn = (await sent.Locator("td.code").InnerTextAsync()).Trim(), Service = (await sent.Locator("time").GetAttributeAsync("datetime"))!.Replace("-", "", StringComparison.Ordinal), Code = "99202", Charge = "140.00",
            Payer = ("HARBOR PLAN", "77099", "1840770991"), Patient = "CHEN*WEI****MI*HB7710", Trace = "HARBOR-1", Adjustments = ["CAS*CO*45*78", "CAS*PR*3*25", "ZZZ*SURPRISE*12"],
        };
        await hands.Go("Payments");
        await hands.Bring("835 file", "Post it", ("holiday.835", "Dear Anna, the beach is lovely."), ("cut.835", era.Text[..era.Text.IndexOf("CAS*PR", StringComparison.Ordinal)]),
            ("other.835", Era.ForAnotherPractice), ("cent.835", (era with { Trace = "HARBOR-0", Adjustments = ["CAS*CO*45*78.01", "CAS*PR*3*25"] }).Text), ("good.835", era.Text), ("again.835", era.Text.ReplaceLineEndings("")));
        await hands.Reads("holiday.835 could not be posted; it is kept, and nothing is half posted");
        await hands.Reads("cut.835 could not be posted");
        await hands.Reads("The transaction ends before its SE, after byte");
        await hands.Reads("The payee JUNIPER (NPI 1588004048, tax id 840990011) is none of our practices.");
        await hands.Reads("cent.835 could not be posted");
        await hands.Reads("140.00");
        await hands.Reads("good.835 is posted");
        await hands.Reads("Segment 19 (ZZZ) is none that an 835 has. It is kept as it came and moves no money");
        await hands.Reads("again.835 was posted before; nothing was posted twice");
        await Assertions.Expect(hands.Page.Locator("tr.queue-row").First).ToBeVisibleAsync();
        await ToWei(hands);
        Assert.Contains("25.00", await hands.Page.Locator("main .figures").First.InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task NameGuarantors(Hands hands)
    {
        await hands.Go("Patients");
        await hands.Click("Reyes, Lucia");
        await hands.Click("Name a guarantor");
        await hands.Choose("Somebody new", "A legal representative");
        await hands.Type("Last name", "Hale");
        await hands.Click("Name the guarantor");
        await hands.FaultAt("firstName", "", "The first name is missing.");
        await hands.Type("First name", "Ruth");
        await hands.Type("Answers for visits from this day on", "1/1/2025");
        await hands.Click("Name the guarantor");
        await hands.Reads("The guarantor is named for new visits from that day on.");
        await hands.Click("Correct Ruth Hale");
        await hands.Type("Street", "9 Court Road");
        await hands.Click("Keep the correction");
        await hands.Reads("9 Court Road");
        await hands.Click("Who answers for it");
        await hands.Click("Give the visit over");
        await hands.FaultAt("reason", "", "The reason is missing.");
        await hands.Type("Why", "the court named her");
        await hands.Click("Give the visit over");
        await hands.Reads("Ruth Hale answers for this visit now");
        await hands.Reads("in place of Marisol Reyes");
        await hands.Click("the patient");
        await hands.Click("Change the order");
        await hands.Choose("Lakeside Mutual", "First");
        await hands.Click("Keep the order");
        await hands.Reads("Another coverage stands first too.");
        await hands.Choose("Evergreen Health Plan", "Second");
        await hands.Click("Keep the order");
        await hands.Reads("billed to Evergreen Health Plan, then Lakeside Mutual, now Lakeside Mutual, then Evergreen Health Plan");
    }

    private static async Task OpenACase(Hands hands)
    {
        await hands.Go("Patients");
        await hands.Click("Osei, Victor");
        await hands.Click("Open a case");
        await hands.Choose("Kind of case", "Injury at work");
        await hands.Type("Day of the injury", "3/14/2199");
        await hands.Choose("Payer of its visits", "Harbor Plan");
        await hands.Click("Open the case");
        await hands.FaultAt("date", "3/14/2199", "lies in the future");
        await hands.Type("Day of the injury", "3/14/2024");
        await hands.Click("Open the case");
        await hands.Reads("Its visits cannot be billed yet: add a coverage with Harbor Plan");
        await hands.Click("New visit");
        await hands.Type("Code of line 1", "99213");
        await hands.Click("Charge the visit");
        await hands.FaultAt("case", "", "nothing says whether this visit belongs to it");
        await hands.Choose("Belongs to a case", "No");
        await hands.Click("Charge the visit");
        await hands.Sees("Visit of Victor Osei");
    }

    /// <summary>The visit of Victor's that was charged a moment ago did not happen.</summary>
    private static async Task CancelTheVisit(Hands hands)
    {
        await hands.Click("Cancel the visit");
        await hands.Reads("No claim of it goes out.");
        await hands.Click("Cancel the visit, void 145.00");
        await hands.FaultAt("reason", "", "The reason is missing.");
        await hands.Type("Why", "he did not come");
        await hands.Click("Cancel the visit, void 145.00");
        await hands.Reads("The visit is cancelled: 145.00 of charges are void.");
        await hands.Reads("he did not come");
        await hands.Reads("Nobody owes anything for this visit.");
        await hands.Click("Enter it anew");
        await hands.Type("Code of line 1", "99213");
        await hands.Click("Save");
        await hands.Reads("(entered anew since)");
    }

    private static async Task ToWei(Hands hands)
    {
        await hands.Go("Patients");
        await hands.Click("Chen, Wei");
        await hands.Sees("Wei Chen");
    }
}
