using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace CleanClaim.Browser.Tests;

/// <summary>A payer sends another remittance for a check that is posted. Aisha's visit is charged 145.00; both remittances pay 40.00 of it, the second leaves her more.</summary>
public sealed class SecondRemittanceTests(Chromium chromium, BusyClinic clinic) : IClassFixture<Chromium>, IClassFixture<BusyClinic>
{
    [ChromiumFact]
    public async Task It_is_seen_beside_the_posted_one_replaces_it_and_is_taken_back()
    {
        var hands = await Hands.SignedIn(chromium, clinic);
        await hands.Go("Claims");
        await hands.Click("Send");
        await hands.Reads("sent in");
        var pcn = await hands.Row("Karim, Aisha").Locator("td.code").InnerTextAsync();
        await Bring(hands, "first.835", Remit(pcn, contractual: "95.00", share: "10.00"));
        await hands.Reads("first.835 is posted");
        await Bring(hands, "second.835", Remit(pcn, contractual: "75.00", share: "30.00"));
        await hands.Reads("second.835 could not be posted");

        await hands.Row("Check SECOND-1").GetByRole(AriaRole.Link, new() { Name = "Open" }).ClickAsync();
        await hands.Sees("Waiting: a second remittance of Evergreen Health Plan, 40.00");
        await hands.RowSays("patient's share", "differs");
        await hands.Reads("It looks like a replacement");
        await hands.Reads("It cannot be a part: together they would pay 80.00, 40.00 more than the check has.");
        await Pictures.Take(hands.Page, "second-remittance");
        await hands.Click("It is a duplicate: post nothing");
        await hands.Reads("The reason is missing");
        await Assertions.Expect(hands.Page.Locator("#reason-error")).ToBeVisibleAsync();

        await hands.Type("Why", "corrected by the payer");
        await hands.Click("It replaces: unpost 40.00, post 40.00");
        await hands.Reads("Kept as a replacement: 1 claim unposted, 1 claim posted.");
        await hands.Sees("Settled: a second remittance");
        await hands.Reads("called it a replacement");

        await hands.Type("Why", "it was the old one after all");
        await hands.Click("It is a duplicate: take back what it posted, 40.00 stays posted");
        await hands.Reads("Kept as a duplicate: 1 claim unposted, 1 claim posted.");
        await hands.Go("Payments");
        await hands.Click("Evergreen Health Plan");
        await hands.Reads("What is posted makes 40.00 of the check's 40.00");
        await hands.Go("Reports");
        await hands.Click("Check the books");
        await hands.Sees("Check of the books");
        Assert.Equal(0, await hands.Page.Locator("main .status.stop").CountAsync());
    }

    private static async Task Bring(Hands hands, string name, string text)
    {
        await hands.Go("Payments");
        await hands.Bring("835 file", "Post it", (name, text));
    }

    private static string Remit(string pcn, string contractual, string share)
    {
        var today = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return string.Join("~\n",
        [
            $"ISA*00*          *00*          *ZZ*SANDBOXCH      *ZZ*JUNIPER        *{today[2..]}*1200*^*00501*000000078*0*T*:", $"GS*HP*SANDBOXCH*JUNIPER*{today}*1200*78*X*005010X221A1", "ST*835*0001",
            $"BPR*I*40.00*C*ACH*CCP*01*011000015*DA*70010077001*1840770011**01*021000021*DA*5550001*{today}", "TRN*1*SECOND-1*1840770011", $"DTM*405*{today}", "N1*PR*EVERGREEN HEALTH PLAN", "N3*400 CEDAR WAY",
            "N4*DENVER*CO*802021234", "REF*2U*77001", "PER*BL*PROVIDER SERVICES*TE*8005550101", "N1*PE*JUNIPER*XX*1999001013", "REF*TJ*840990011", "LX*1", $"CLP*{pcn}*1*145.00*40.00*{share}*12*EG1*11*1",
            "NM1*QC*1*KARIM*AISHA****MI*EGH405561208", "SVC*HC:99213*145.00*40.00**1", $"CAS*CO*45*{contractual}", $"CAS*PR*2*{share}", "SE*18*0001", "GE*1*78", "IEA*1*000000078", "",
        ]);
    }
}
