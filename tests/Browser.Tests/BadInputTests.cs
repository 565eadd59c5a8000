using Microsoft.Playwright;

namespace CleanClaim.Browser.Tests;

/// <summary>What people mistype and what files go wrong: a clear answer beside the field or in the queue, nothing lost, nothing half done.</summary>
[Collection(ABusyClinic.Name)]
public sealed class BadInputTests(Chromium chromium, BusyClinic clinic)
{
    [ChromiumFact]
    public async Task A_wrong_password_opens_nothing_and_says_so()
    {
        var hands = await Hands.At(chromium, clinic);
        await hands.SignIn("three loud geese by the road");
        await hands.Reads("do not belong together");
        Assert.Equal(Clinic.Email, await hands.Page.GetByLabel("E-mail address").InputValueAsync());
        Assert.Equal("", await hands.Page.GetByLabel("Password").InputValueAsync());
    }

    [ChromiumFact]
    public async Task A_birth_date_in_the_future_and_a_member_id_of_separators_come_back_filled_with_the_fault_beside_the_field()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await Register(hands, "Mesa", "Zoë", "3/14/2199", "W*12~34");
        await hands.FaultAt("birthDate", "3/14/2199", "The birth date 14 Mar 2199 lies in the future.");
        await hands.FaultAt("coverage1.memberId", "W*12~34", "which no card prints and which separate the parts of a claim file");
        await hands.Reads("2 things are not right yet");
        await hands.Type("Date of birth", "3/14/2019", "Patient");
        await hands.Click("Register");
        await Assertions.Expect(hands.Page.Locator("[id='guarantor.kind-error']")).ToContainTextAsync("The patient is a minor until 14 Mar 2037 and does not answer for bills.");
        await hands.FaultAt("coverage1.memberId", "W*12~34", "which no card prints and which separate the parts of a claim file");

        await hands.Go("Patients");
        await hands.Type("Find", "Mesa");
        await hands.Click("Find");
        await hands.Reads("Nobody found");
    }

    /// <summary>What is typed where another choice would drop it is never dropped: the plan without a payer, the guarantor who is "the patient", the subscriber of "self", the charge without a code.</summary>
    [ChromiumFact]
    public async Task What_a_choice_would_drop_is_asked_about_and_kept()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await Register(hands, "Reed", "Nora", "3/14/1986", "EGH100000044", payer: "None");
        await hands.FaultAt("coverage1.payer", "", "A plan is described here, and no payer is chosen.");
        await hands.Choose("Payer", "Evergreen", "Coverage that pays first");
        await hands.Open("The subscriber is somebody else");
        await hands.Type("First name", "Big", "Coverage that pays first");
        await hands.Open("Not the patient: name and address");
        await hands.Type("City", "Boulder", "Who answers for the bills");
        await hands.Click("Register");
        await hands.FaultAt("guarantor.kind", "self", "A name or an address stands here, and the guarantor is said to be the patient.");
        await hands.FaultAt("coverage1.relation", "self", "A subscriber is named, and the patient is said to be the subscriber.");
        await hands.Type("City", "", "Who answers for the bills");
        await hands.Type("First name", "", "Coverage that pays first");
        await hands.Click("Register");
        await hands.Sees("Nora Reed");

        await hands.Click("New visit");
        await hands.Choose("Provider", "Mai Nguyen");
        await hands.Type("Diagnoses", "M54.50");
        await hands.Type("Units of line 2", "2");
        await hands.Type("Charge of line 2", "25,50");
        await hands.Type("Code of line 3", "99213");
        await hands.Click("Charge the visit");
        await hands.Reads("2 things are not right yet");
        await hands.Reads("\"25,50\" is no amount of whole cents");

        await hands.Type("Units of line 1", "");
        await hands.Type("Charge of line 1", "");
        await hands.Type("Minutes of personal contact", "15");
        await hands.Type("Minutes of set 1", "15");
        await hands.Click("Charge the visit");
        await hands.Sees("Visit of Nora Reed");
        await hands.Click("Correct");
        await hands.Sees("Correct the visit of Nora Reed");
        Assert.Equal("15", await hands.Page.GetByLabel("Minutes of set 1").InputValueAsync());
    }

    [ChromiumFact]
    public async Task A_name_in_Chinese_is_kept_and_found_its_claim_is_held_with_no_way_past_and_a_correction_beside_the_field_frees_it()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await Register(hands, "王", "小明", "3/14/1986", "EGH100000002");
        await hands.Sees("小明 王");
        await hands.Reads("Claims and statements of this patient wait");
        await hands.Go("Patients");
        await hands.Type("Find", "王");
        await hands.Click("Find");
        await hands.Click("王, 小明");
        await hands.Click("New visit");
        await hands.Choose("Provider", "Mai Nguyen");
        await hands.Type("Diagnoses", "M54.50");
        await hands.Type("Minutes of personal contact", "15");
        await hands.Type("Code of line 1", "97810");
        await hands.Type("Units of line 1", "1.5");
        await hands.Type("Minutes of line 1", "ten");
        await hands.Click("Charge the visit");
        await hands.Reads("\"1.5\" is no whole number. Give a whole number, for example 1.");
        await hands.Reads("\"ten\" is no whole number.");
        await hands.Type("Minutes of personal contact", "5");
        await hands.Type("Units of line 1", "1");
        await hands.Type("Minutes of line 1", "5");
        await hands.Click("Charge the visit");
        await hands.Sees("Visit of 小明 王");

        await hands.Go("Claims");
        var held = hands.Row("The patient's last name is \"王\"");
        await Assertions.Expect(held).ToContainTextAsync("Enter the patient's last name in Latin letters, as on Evergreen Health Plan's card.", new() { Timeout = 30_000 });
        Assert.Equal(0, await held.GetByText("Send it anyway").CountAsync());

        await hands.Go("Patients");
        await hands.Type("Find", "王");
        await hands.Click("Find");
        await hands.Click("王, 小明");
        await hands.Click("Correct");
        await Assertions.Expect(hands.Page.Locator("#lastName-hint")).ToContainTextAsync("Enter the name as on the card", new() { Timeout = 30_000 });
        await hands.Type("Last name", "Wang", "Patient");
        await hands.Type("First name", "Xiaoming", "Patient");
        await hands.Click("Keep the correction");
        await hands.Sees("Xiaoming Wang");
        await hands.Go("Claims");
        await hands.RowSays("Wang", "Evergreen");
        Assert.Equal(0, await hands.Page.GetByText("The patient's last name is").CountAsync());

        // Five minutes support no unit; a person may say why it goes all the same, and has to.
        var short5 = hands.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Wang" }).Filter(new() { HasText = "ACU-MIN-01" });
        await short5.GetByText("Send it anyway").ClickAsync();
        await short5.GetByRole(AriaRole.Button, new() { NameString = "to Evergreen Health Plan anyway" }).ClickAsync();
        await hands.FaultAt("reason", "", "A reason is needed");
        await Assertions.Expect(hands.Page.Locator("details[open] #reason")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Pressing_twice_takes_the_payment_once()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await hands.Go("Patients");
        await hands.Click("Whitfield, Thomas");
        await hands.Click("Take a payment");
        await hands.Type("Amount", "12.34");
        await hands.Page.GetByRole(AriaRole.Button, new() { Name = "Take the payment" }).DblClickAsync();
        await hands.Reads("12.34 taken");
        await hands.Go("Payments");
        await hands.Click("Bank");
        await hands.Sees("Bank");
        Assert.Equal(1, await hands.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Whitfield, Thomas" }).CountAsync());
        await hands.RowSays("Whitfield, Thomas", "12.34");
    }

    [ChromiumFact]
    public async Task A_file_that_is_no_remittance_is_named_and_put_aside_and_a_bank_file_without_amounts_says_what_is_missing()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await hands.Go("Payments");
        await hands.Bring("835 file", "Post it", ("nothing.835", ""));
        await hands.RowSays("nothing.835", "The file is empty");
        await hands.Click("nothing.835");
        await hands.Sees("Waiting: nothing.835");
        await hands.Click("Put it aside");
        await hands.FaultAt("reason", "", "The reason is missing.");
        await hands.Type("Why it can be put aside", "sent by mistake");
        await hands.Page.Keyboard.PressAsync("Enter");
        await hands.Reads("nothing.835 is put aside. Bring the same file again and it waits again.");
        Assert.Equal(0, await hands.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "nothing.835" }).CountAsync());

        await hands.Go("Payments");
        await hands.Click("Bank");
        await hands.Bring("The account's file, CSV or OFX", "Match the lines", ("bank.csv", "when,what\n2026-11-20,rent\n"));
        await hands.Reads("names no column");
        await hands.Bring("The account's file, CSV or OFX", "Match the lines", ("november.csv", "date,amount,description\n2026-11-20,7.77,INTEREST\n"));
        await hands.Click("INTEREST");
        await hands.Reads("november.csv, line 2");
    }

    [ChromiumFact]
    public async Task A_report_of_a_day_that_is_none_or_is_to_come_shows_no_other_days_figures()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await hands.Go("Reports");
        await hands.Reads("Trial balance");
        foreach (var (typed, says) in new[] { ("2/30/2026", "\"2/30/2026\" is no day."), ("12/31/2199", "31 Dec 2199 lies in the future.") })
        {
            await hands.Type("As of", typed);
            await hands.Click("Show");
            await Assertions.Expect(hands.Page.Locator("#asOf-error")).ToContainTextAsync(says);
            Assert.Equal(typed, await hands.Page.GetByLabel("As of").InputValueAsync());
            Assert.Equal(0, await hands.Page.GetByText("Trial balance").CountAsync());
        }
    }

    [ChromiumFact]
    public async Task Charges_are_entered_with_the_keyboard_alone()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        var keys = hands.Page.Keyboard;
        await keys.PressAsync("/");
        await keys.TypeAsync("Osei");
        await keys.PressAsync("Enter");
        await hands.Sees("Patients");
        await keys.PressAsync("j");
        await keys.PressAsync("Enter");
        await hands.Sees("Victor Osei");
        await keys.PressAsync("n");
        await hands.Sees("New visit of Victor Osei");
        // The page begins in the provider; Tab goes by date and place to the diagnoses.
        await keys.TypeAsync("Mai");
        foreach (var _ in "123") await keys.PressAsync("Tab");
        await keys.PressAsync("Control+A");
        await keys.TypeAsync("M54.50");
        await TabTo(hands, "lines[0].code");
        await keys.TypeAsync("99213");
        // Enter goes on, and posts nothing half filled; a line that is typed in the last row has another below it.
        await keys.PressAsync("Enter");
        Assert.Equal("lines[0].modifiers", await hands.Page.EvaluateAsync<string>("document.activeElement.id"));
        await TabTo(hands, "lines[7].code");
        await keys.TypeAsync("97140");
        await TabTo(hands, "lines[8].code");
        await keys.PressAsync("Control+Enter");
        await hands.Sees("Visit of Victor Osei");
        await hands.Reads("99213");
        await hands.Reads("97140");
        await hands.Reads("Mai Nguyen");
    }

    [ChromiumFact]
    public async Task What_was_typed_when_the_session_ended_goes_on_after_the_sign_in()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await Fill(hands, "Later", "Tess", "3/14/1986", "EGH100000055", "Evergreen");
        await hands.Page.Context.ClearCookiesAsync(new() { Name = "cleanclaim" });
        await hands.Click("Register");
        await hands.Reads("Your session has ended, and nothing was sent.");
        await hands.SignIn("three loud geese by the road");
        await hands.Reads("do not belong together");
        await hands.SignIn(Clinic.Password);
        await hands.Sees("You are signed in again");
        await hands.Click("Send what you typed");
        await hands.Sees("Tess Later");
    }

    private static async Task Register(Hands hands, string last, string first, string born, string member, string payer = "Evergreen")
    {
        await Fill(hands, last, first, born, member, payer);
        await hands.Click("Register");
    }

    private static async Task Fill(Hands hands, string last, string first, string born, string member, string payer)
    {
        await hands.Click("Register a patient");
        await hands.Type("Last name", last, "Patient");
        await hands.Type("First name", first, "Patient");
        await hands.Type("Date of birth", born, "Patient");
        await hands.Choose("Sex", "Female", "Patient");
        await hands.Type("Street", "9 Mesa Court", "Patient");
        await hands.Type("City", "Denver", "Patient");
        await hands.Type("State", "CO", "Patient");
        await hands.Type("ZIP", "80211", "Patient");
        await hands.Choose("Payer", payer, "Coverage that pays first");
        await hands.Type("Member id", member, "Coverage that pays first");
    }

    private static async Task TabTo(Hands hands, string field)
    {
        for (var i = 0; i < 60; i++)
        {
            if (await hands.Page.EvaluateAsync<string>("document.activeElement.id") == field) return;
            await hands.Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"Tab never comes to {field}.");
    }
}
