using CleanClaim.Testing;
using Microsoft.Playwright;

namespace CleanClaim.Browser.Tests;

/// <summary>The pages of a clinic at work, each reached as a person reaches it.</summary>
internal static class EveryPage
{
    public static readonly IReadOnlyList<(string Name, Func<Hands, Task> Reach)> All =
    [
        ("today", hands => hands.Go("Today")),
        ("patients", hands => hands.Go("Patients")),
        ("register", async hands => { await hands.Go("Patients"); await hands.Click("Register a patient"); await hands.Sees("Register a patient"); }),
        ("patient", ToPatient),
        ("correct-patient", async hands => { await ToPatient(hands); await hands.Click("Correct"); await hands.Sees("Correct the patient"); }),
        ("guarantor", async hands => { await ToPatient(hands); await hands.Click("Name a guarantor"); await hands.Sees("Name a guarantor"); }),
        ("correct-guarantor", async hands => { await ToPatient(hands); await hands.Click("Correct Marisol Reyes"); await hands.Sees("Correct the guarantor"); }),
        ("coverage", async hands => { await ToPatient(hands); await hands.Click("Add a coverage"); await hands.Sees("Add a coverage"); }),
        ("correct-coverage", async hands => { await ToPatient(hands); await hands.Click("Correct or end"); await hands.Sees("Correct or end the coverage"); }),
        ("coverage-order", async hands => { await ToPatient(hands); await hands.Click("Change the order"); await hands.Sees("Order of the coverages"); }),
        ("case", async hands => { await ToPatient(hands); await hands.Click("Open a case"); await hands.Sees("Open a case"); }),
        ("claims-differ", async hands => { await ToPatient(hands); await hands.Click("Open claims that say otherwise"); await hands.Sees("Open claims that say otherwise"); }),
        ("charge-entry", async hands => { await ToPatient(hands); await hands.Click("New visit"); await hands.Sees("New visit"); }),
        ("take-payment", async hands => { await ToPatient(hands); await hands.Click("Take a payment"); await hands.Sees("Take a payment"); }),
        ("visits", hands => hands.Go("Visits")),
        ("visit", ToVisit),
        ("explain", async hands => { await ToVisit(hands); await hands.Page.Locator("a.because").First.ClickAsync(); await hands.Sees("How"); }),
        ("cancel", async hands => { await ToVisit(hands); await hands.Click("Cancel the visit"); await hands.Sees("Cancel the visit"); }),
        ("balance", async hands => { await ToVisit(hands); await hands.Click("Write off or move"); await hands.Sees("owed by"); }),
        ("claims", hands => hands.Go("Claims")),
        ("payments", hands => hands.Go("Payments")),
        ("waiting", async hands => { await hands.Go("Payments"); await hands.Row("NOBODYS").GetByRole(AriaRole.Link, new() { NameString = "Open" }).ClickAsync(); await hands.Sees("Waiting: WHITFIELD"); }),
        ("bank", async hands => { await hands.Go("Payments"); await hands.Click("Bank"); await hands.Sees("Bank"); }),
        ("denials", hands => hands.Go("Denials")),
        ("statements", hands => hands.Go("Statements")),
        ("reports", hands => hands.Go("Reports")),
        ("verify", async hands => { await hands.Go("Reports"); await hands.Click("Check the books"); await hands.Sees("Check of the books"); }),
        ("settings", hands => hands.Go("Settings")),
        ("fees", hands => ToSetting(hands, "Fees")),
        ("fee", async hands => { await ToSetting(hands, "Fees"); await hands.Click("Add a fee"); await hands.Sees("Add a fee"); }),
        ("correct-fee", async hands => { await ToSetting(hands, "Fees"); await hands.Click("Correct 97810"); await hands.Sees("Correct the fee of 97810"); }),
        ("end-fee", async hands => { await ToSetting(hands, "Fees"); await hands.Click("End 97810"); await hands.Sees("End the fee of 97810"); }),
        ("providers", hands => ToSetting(hands, "Providers")),
        ("provider", async hands => { await ToSetting(hands, "Providers"); await hands.Click("Nguyen, Mai"); await hands.Sees("Correct Mai Nguyen"); }),
        ("payers", hands => ToSetting(hands, "Payers")),
        ("payer", async hands => { await ToSetting(hands, "Payers"); await hands.Click("Add a payer"); await hands.Sees("Add a payer"); }),
    ];

    public static async Task ToPatient(Hands hands)
    {
        await hands.Go("Patients");
        await hands.Click("Reyes, Lucia");
        await hands.Sees("Lucia Reyes");
    }

    private static async Task ToSetting(Hands hands, string name)
    {
        await hands.Go("Settings");
        await hands.Click(name);
        await hands.Sees(name);
    }

    private static async Task ToVisit(Hands hands)
    {
        await ToPatient(hands);
        await hands.Page.Locator("main tbody a").First.ClickAsync();
        await hands.Sees("Visit of Lucia Reyes");
    }

    /// <summary>Sends what is ready and takes the answers, so that queues, checks and denials have something in them; an answer of nobody's waits, and a claim says otherwise than the record.</summary>
    public static async Task PutToWork(Hands hands)
    {
        await hands.Go("Payments");
        await hands.Bring("835 file", "Post it", ("nobodys.835", new Era().Text));
        await hands.Reads("nobodys.835");
        await hands.Go("Claims");
        if (await hands.Page.GetByRole(AriaRole.Button, new() { NameString = "Send" }).CountAsync() == 0) return;
        await hands.Click("Send");
        await hands.Reads("sent in");
        await hands.Click("Fetch answers");
        await hands.Sees("Claims");
        await ToPatient(hands);
        await hands.Click("Correct");
        await hands.Type("Middle name", "Maria");
        await hands.Click("Keep the correction");
        await hands.Reads("patient's name: Lucia Reyes, now Lucia Maria Reyes");
    }
}
