namespace CleanClaim.Browser.Tests;

/// <summary>What a biller decides about an open amount, and a check that comes back, by click, type and key. Lucia's visit is charged 215.00 to Evergreen.</summary>
public sealed class BalanceTests(Chromium chromium, BusyClinic clinic) : IClassFixture<Chromium>, IClassFixture<BusyClinic>
{
    private static async Task ToVisit(Hands hands)
    {
        await EveryPage.ToPatient(hands);
        await hands.Page.Locator("main tbody a").First.ClickAsync();
        await hands.Sees("Visit of Lucia Reyes");
    }

    [ChromiumFact]
    public async Task An_amount_is_written_off_and_moved_with_its_reason_and_taken_back()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await ToVisit(hands);
        await hands.Click("Write off or move");
        await hands.Sees("215.00 owed by Evergreen Health Plan");
        await hands.Click("Write off this amount");
        await hands.Reads("The reason is missing");

        await hands.Choose("Line to give up", "Line 2");
        await hands.Type("Amount to give up", "12,40");
        await hands.Click("Write off this amount");
        await hands.Reads("\"12,40\" is no amount.");
        await hands.Type("Amount to give up", "12.40");
        await hands.Choose("Why it is given up", "Filed too late");
        await hands.Type("What the write-off rests on", "no proof of the first filing");
        await hands.Click("Write off this amount");
        await hands.Reads("12.40 written off: Filed too late.");
        await hands.RowSays("Owed by the plan", "202.60");

        await hands.Click("Write off or move");
        await hands.Choose("Why Marisol Reyes is asked", "The plan does not cover");
        await hands.Type("What moving it to Marisol Reyes rests on", "plan booklet, page 12");
        await hands.Click("Move it to Marisol Reyes");
        await hands.RowSays("Owed by the guarantor", "202.60");

        await hands.Page.GetByRole(Microsoft.Playwright.AriaRole.Row).Filter(new() { HasText = "Moved from" }).GetByText("Take back").First.ClickAsync();
        await hands.Type("Why it was wrong", "the booklet is of another plan");
        await hands.Click("Take back");
        // Each line was moved by a fact of its own; the first is taken back.
        await hands.Reads("The move of 95.00 is taken back.");
        await hands.RowSays("Owed by the plan", "95.00");
        await hands.RowSays("Owed by the guarantor", "107.60");
    }

    [ChromiumFact]
    public async Task A_check_that_came_back_is_owed_again()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await EveryPage.ToPatient(hands);
        await hands.Click("Take a payment");
        await hands.Type("Amount", "20");
        await hands.Choose("Paid by", "Check");
        await hands.Click("Take the payment");
        await hands.RowSays("check", "at the desk");

        await hands.Click("Give money back to Marisol Reyes");
        await hands.Sees("Give money back to Marisol Reyes");
        await hands.Type("Amount", "20.01");
        await hands.Type("Number", "1201");
        await hands.Choose("Why it goes back", "They asked for");
        await hands.Click("See what moves");
        await hands.Reads("20.00 is paid ahead; 20.01 is more.");
        await hands.Type("Amount", "20");
        await hands.Click("See what moves");
        await hands.RowSays("Out of cash, to Marisol Reyes", "20.00");
        await hands.Click("Give back 20.00");
        await hands.Reads("20.00 given back to Marisol Reyes by check. Nothing of theirs is paid ahead any more.");
        await hands.RowSays("check 1201", "They asked for what they had paid ahead");
        await hands.Click("Take it back");
        await hands.Choose("Why it is taken back", "The check was never cashed");
        await hands.Click("Take back 20.00");
        await hands.RowSays("check 1201", "taken back");

        await hands.Click("Record that it came back");
        await hands.Sees("A payment came back");
        await hands.Choose("Why it came back", "Not enough money");
        await hands.Click("Return 20.00");
        await hands.Reads("of 20.00 is returned. It had been paid ahead: nothing is owed again.");
        await hands.RowSays("check", "returned");
    }
}
