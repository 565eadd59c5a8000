using System.Text;
using Microsoft.Playwright;

namespace CleanClaim.Browser.Tests;

/// <summary>
/// The main job by pages alone: a child with two plans, from registration to a balance of zero. The sandbox payers' rules give the numbers: charged 150.00;
/// the mother's plan pays 37.00 and denies the manual therapy for want of modifier 59, then pays 36.50 more; the father's plan adds 1.00 and leaves
/// its copay of 20.00, of which 10.00 were taken at the desk.
/// </summary>
public sealed class SignInToZeroTests(Chromium chromium, EmptyClinic clinic) : IClassFixture<Chromium>, IClassFixture<EmptyClinic>
{
    [ChromiumFact]
    public async Task A_claim_goes_from_sign_in_to_a_balance_of_zero()
    {
        var hands = await Hands.At(chromium, clinic);
        await hands.SignIn(Clinic.Password);
        await hands.Sees("Today");
        await Register(hands);
        await TreatAndTakeCopay(hands);
        await SendAndSeeTheDenial(hands);
        await CorrectAndSendAgain(hands);
        await SendToTheSecondPlan(hands);
        await BillTheParent(hands);
        await BringTheBank(hands);
        await SeeZero(hands);
    }

    private static async Task Register(Hands hands)
    {
        await hands.Click("Register a patient");
        await hands.Sees("Register a patient");
        await hands.Type("Last name", "Reyes", "Patient");
        await hands.Type("First name", "Lucia", "Patient");
        await hands.Type("Date of birth", "5/20/2016", "Patient");
        await hands.Choose("Sex", "Female", "Patient");
        await hands.Type("Street", "1188 Alder Street", "Patient");
        await hands.Type("City", "Denver", "Patient");
        await hands.Type("State", "CO", "Patient");
        await hands.Type("ZIP", "80206-1188", "Patient");
        const string guarantor = "Who answers for the bills";
        await hands.Choose("Guarantor", "A parent", guarantor);
        await hands.Open("Not the patient", guarantor);
        await hands.Type("Last name", "Reyes", guarantor);
        await hands.Type("First name", "Marisol", guarantor);
        await Cover(hands, "Coverage that pays first", "Evergreen", "EGH204177331", "Marisol", "3/14/1986", "Female");
        await hands.Open("There is a second plan");
        await Cover(hands, "Coverage that pays second", "Lakeside", "LMI55120874", "Daniel", "9/2/1984", "Male");
        await hands.Page.Keyboard.PressAsync("Enter");
        await hands.Sees("Lucia Reyes");
        await hands.Reads("Marisol Reyes");
    }

    private static async Task Cover(Hands hands, string coverage, string payer, string member, string parent, string born, string sex)
    {
        await hands.Choose("Payer", payer, coverage);
        await hands.Type("Member id", member, coverage);
        await hands.Type("In force since", "1/1/2024", coverage);
        await hands.Choose("The patient is", "Child", coverage);
        await hands.Open("The subscriber is somebody else", coverage);
        await hands.Choose("Sex", sex, coverage);
        await hands.Type("Last name", "Reyes", coverage);
        await hands.Type("Date of birth", born, coverage);
        await hands.Type("First name", parent, coverage);
    }

    private static async Task TreatAndTakeCopay(Hands hands)
    {
        await hands.Click("New visit");
        await hands.Sees("New visit of Lucia Reyes");
        await hands.Choose("Provider", "Mai Nguyen");
        await hands.Type("Diagnoses", "M54.50");
        await hands.Type("Minutes of personal contact", "30");
        await hands.Type("Code of line 1", "97810");
        await hands.Type("Units of line 1", "1");
        await hands.Type("Minutes of line 1", "15");
        await hands.Type("Code of line 2", "97140");
        await hands.Type("Units of line 2", "1");
        await hands.Type("Minutes of line 2", "15");
        await hands.Click("Charge the visit");
        await hands.Sees("Visit of Lucia Reyes");
        await hands.RowSays("Owed by the plan", "150.00");
        await hands.Click("Take a payment");
        await hands.Type("Amount", "10");
        await hands.Choose("Paid by", "Cash");
        await hands.Click("Take the payment");
        await hands.Reads("10.00 taken; it is kept for the visit until the share is known");
    }

    private static async Task SendAndSeeTheDenial(Hands hands)
    {
        await hands.Go("Claims");
        await hands.Click("Send 1 claim, 150.00");
        await hands.Reads("1 claim sent in 1 file");
        await hands.Click("Fetch answers");
        await hands.RowSays("Reyes, Lucia", "answered");
        await hands.Go("Denials");
        await hands.RowSays("Reyes, Lucia", "CO-97");
        await hands.RowSays("Reyes, Lucia", "55.00");
        await Pictures.Take(hands.Page, "denials-open");
        await hands.Click("Work on it");
        await hands.Sees("Claim of Lucia Reyes");
        await OpensPdf(hands, "on CMS-1500", "/paper", "claim-on-paper");
    }

    private static async Task CorrectAndSendAgain(Hands hands)
    {
        await hands.Click("Correct the visit");
        await hands.Sees("Correct the visit of Lucia Reyes");
        await hands.Type("Modifiers of line 2", "59");
        await hands.Click("Save the correction");
        await hands.Sees("Visit of Lucia Reyes");
        await hands.Click("See the claim");
        await hands.Type("What was corrected", "97140 was a separate service: modifier 59");
        await hands.Click("Make the corrected claim");
        await hands.Sees("Claims");
        await hands.RowSays("which has a corrected claim to answer first", "Lakeside");
        await hands.RowSays("first payer, corrected", "150.00");
        await hands.Click("Send 1 claim, 150.00");
        await hands.Reads("1 claim sent in 1 file");
        await hands.Click("Fetch answers");
        await hands.Go("Denials");
        await hands.Reads("No denied line is open");
    }

    private static async Task SendToTheSecondPlan(Hands hands)
    {
        await hands.Go("Claims");
        await hands.RowSays("second payer", "Lakeside");
        await hands.Click("Send 1 claim, 150.00");
        await hands.Reads("1 claim sent in 1 file");
        await hands.Click("Fetch answers");
        await hands.RowSays("Lakeside", "answered");
    }

    /// <summary>Clicks a link that opens a PDF in a page of its own, looks at it and closes it.</summary>
    private static async Task OpensPdf(Hands hands, string link, string part, string picture)
    {
        var types = new List<string>();
        hands.Page.Context.Response += (_, answer) =>
        {
            if (answer.Url.Contains(part, StringComparison.Ordinal)) types.Add($"{answer.Status} {answer.Headers["content-type"]}");
        };
        var opened = await hands.Page.RunAndWaitForPopupAsync(() => hands.Click(link));
        await opened.WaitForURLAsync($"**{part}*");
        await Pictures.Take(opened, picture);
        await opened.CloseAsync();
        Assert.Contains("200 application/pdf", types);
    }

    private static async Task BillTheParent(Hands hands)
    {
        await hands.Go("Statements");
        await hands.RowSays("gets a statement", "10.00");
        await hands.Click("Issue 1 statement");
        await hands.Reads("1 statement issued");
        await OpensPdf(hands, "JUNIPER-", "/raw", "statement-pdf");
        await hands.Sees("Statements");

        await hands.Go("Patients");
        await hands.Click("Reyes, Lucia");
        await hands.Click("Take a payment");
        await hands.Sees("Take a payment for Lucia Reyes");
        await hands.Type("Amount", "10.00");
        await hands.Click("Take the payment");
        await hands.Reads("10.00 taken; it pays what Marisol Reyes owed");
    }

    /// <summary>The bank's file as a biller would save it from the bank: the payers' transfers under their traces, and what the desk took.</summary>
    private static async Task BringTheBank(Hands hands)
    {
        await hands.Go("Payments");
        await hands.Click("Bank");
        await hands.Sees("Bank");
        var lines = new StringBuilder("date,description,amount,trace\n");
        var onTheWay = hands.Page.GetByRole(AriaRole.Region, new() { Name = "Payers' money on its way" }).Locator("tbody tr");
        foreach (var row in await onTheWay.AllAsync())
        {
            var cells = await row.Locator("td").AllInnerTextsAsync();
            lines.Append($"{await row.Locator("time").GetAttributeAsync("datetime")},{cells[0]},{cells[3]},{cells[1]}\n");
        }
        var desk = hands.Page.GetByRole(AriaRole.Region, new() { Name = "Taken at the desk, not in the bank yet" }).Locator("tbody tr");
        foreach (var row in await desk.AllAsync()) lines.Append($"{await row.Locator("time").GetAttributeAsync("datetime")},counter deposit,{await row.Locator("td.money").InnerTextAsync()},\n");
        await hands.Bring("The account's file, CSV or OFX", "Match the lines", ("bank.csv", lines.ToString()));
        await hands.Reads("Every payer's payment has reached the bank.");
        await hands.Reads("Everything taken at the desk has reached the bank.");
    }

    private static async Task SeeZero(Hands hands)
    {
        await hands.Go("Visits");
        await hands.Click("Reyes, Lucia");
        await hands.Reads("Zero balance");
        await Pictures.Take(hands.Page, "visit-zero");
        await hands.Click("How it came to zero");
        await hands.Reads("Evergreen Health Plan");
        await Pictures.Take(hands.Page, "explain-zero");
        await hands.Click("segments");
        await hands.Reads("The fact that led here stands in");
        await hands.Go("Reports");
        await hands.Click("Check the books");
        await hands.Sees("Check of the books");
        await Assertions.Expect(hands.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("checks hold");
        await hands.Go("Today");
        await hands.Reads("Nothing waits for you");
    }
}
