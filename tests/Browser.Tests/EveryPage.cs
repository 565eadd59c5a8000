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
        ("charge-entry", async hands => { await ToPatient(hands); await hands.Click("New visit"); await hands.Sees("New visit"); }),
        ("take-payment", async hands => { await ToPatient(hands); await hands.Click("Take a payment"); await hands.Sees("Take a payment"); }),
        ("visits", hands => hands.Go("Visits")),
        ("visit", ToVisit),
        ("explain", async hands => { await ToVisit(hands); await hands.Page.Locator("a.because").First.ClickAsync(); await hands.Sees("How"); }),
        ("balance", async hands => { await ToVisit(hands); await hands.Click("Write off or move"); await hands.Sees("owed by"); }),
        ("claims", hands => hands.Go("Claims")),
        ("payments", hands => hands.Go("Payments")),
        ("bank", async hands => { await hands.Go("Payments"); await hands.Click("Bank"); await hands.Sees("Bank"); }),
        ("denials", hands => hands.Go("Denials")),
        ("statements", hands => hands.Go("Statements")),
        ("reports", hands => hands.Go("Reports")),
        ("verify", async hands => { await hands.Go("Reports"); await hands.Click("Check the books"); await hands.Sees("Check of the books"); }),
    ];

    public static async Task ToPatient(Hands hands)
    {
        await hands.Go("Patients");
        await hands.Click("Reyes, Lucia");
        await hands.Sees("Lucia Reyes");
    }

    private static async Task ToVisit(Hands hands)
    {
        await ToPatient(hands);
        await hands.Page.Locator("main tbody a").First.ClickAsync();
        await hands.Sees("Visit of Lucia Reyes");
    }

    /// <summary>Sends what is ready and takes the answers, so that queues, checks and denials have something in them.</summary>
    public static async Task PutToWork(Hands hands)
    {
        await hands.Go("Claims");
        if (await hands.Page.GetByRole(AriaRole.Button, new() { NameString = "Send" }).CountAsync() == 0) return;
        await hands.Click("Send");
        await hands.Reads("sent in");
        await hands.Click("Fetch answers");
        await hands.Sees("Claims");
    }
}
