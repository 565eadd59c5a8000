namespace CleanClaim.Sandbox.Tests.Folder;

/// <summary>Whole stories, as the demo tells them.</summary>
public sealed class StoryTests : IDisposable
{
    private readonly PracticeFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string With(string text, params (string Right, string Wrong)[] changes)
    {
        text = text.ReplaceLineEndings("\n");
        foreach (var (right, wrong) in changes)
        {
            Assert.Contains(right, text, StringComparison.Ordinal);
            text = text.Replace(right, wrong, StringComparison.Ordinal);
        }
        return text;
    }

    /// <summary>
    /// Acupuncture 95.00 and manual therapy 60.00 for a child. Evergreen (mother, born in March) pays 37.00 and denies the therapy for want of
    /// modifier 59; corrected, it pays 36.50 more. Lakeside (father, born in September) adds 1.00 and leaves its copay of 20.00: 155 = 73.50 + 1 + 20 + written off.
    /// </summary>
    [Fact]
    public void A_child_with_two_plans_a_denied_line_a_correction_and_a_second_payer_leave_twenty_dollars()
    {
        const string therapy = "\nLX*2\nSV1*HC:97140*60*UN*1***1\nDTP*472*D8*20261101\nREF*6R*L-2000-2";
        var first = With(ClaimTexts.LuciaPrimary, ("CLM*L-2000*95*", "CLM*L-2000*155*")) + therapy;
        folder.SendClaims(first);
        Assert.Equal(0, folder.Run());
        var denied = folder.Answers("835").Single();
        Assert.Contains("BPR*I*37*C*ACH", denied, StringComparison.Ordinal);
        Assert.Contains("CAS*CO*97*60~\nREF*6R*L-2000-2~\nLQ*HE*M15~", denied, StringComparison.Ordinal);
        var number = PracticeFolder.Between(denied, "CLP", "NM1").Single().Split('*')[7];
        folder.Fetch();

        folder.SendClaims(With(first, ("HC:97140", "HC:97140:59"), ("11:B:1*Y*A*Y*Y", $"11:B:7*Y*A*Y*Y\nREF*F8*{number}")));
        Assert.Equal(0, folder.Run(PracticeFolder.Day.AddDays(3)));
        var corrected = folder.Answers("835").Single();
        Balance.Assert(corrected);
        Assert.Contains("BPR*I*36.5*C*ACH", corrected, StringComparison.Ordinal);
        Assert.Contains("CLP*L-2000*1*155*73.5*25*", corrected, StringComparison.Ordinal);
        folder.Fetch();

        folder.SendClaims(With(ClaimTexts.LuciaSecondary, ("CLM*L-2001*95*", "CLM*L-2001*155*"), ("AMT*D*37", "AMT*D*73.5"))
            + With(therapy, ("L-2000", "L-2001"), ("97140", "97140:59")) + "\nSVD*77001*36.5*HC:97140:59**1\nCAS*CO*45*23.5\nDTP*573*D8*20261105");
        Assert.Equal(0, folder.Run(PracticeFolder.Day.AddDays(6)));
        var last = folder.Answers("835").Single();
        Balance.Assert(last);
        Assert.Contains("CLP*L-2001*2*155*1*20*", last, StringComparison.Ordinal);
        Assert.Contains("SVC*HC:97140:59*60*0**1~\nDTM*472*20261101~\nCAS*OA*23*60~", last, StringComparison.Ordinal);
    }

    [Fact]
    public void The_supplement_and_the_bank_keep_the_days_that_the_configuration_gives_them()
    {
        File.WriteAllText(Path.Combine(folder.Root, "sandbox.json"),
            SandboxDoor.DefaultConfiguration().Replace("\"sequestrationBasisPoints\": 200", "\"sequestrationBasisPoints\": 200, \"crossoverDays\": 14, \"eftDays\": 3", StringComparison.Ordinal));
        var visit = MoneyTests.Single("4HW7QP2RN85", "HARTLEY", "ELEANOR", "19510403*F", "77003", "H-1", new(2026, 11, 2), "99213", "150", "M5450");
        folder.SendClaims(visit);
        folder.Run();
        Assert.Single(folder.Answers("835"));
        Assert.DoesNotContain(folder.Fetch(), f => f.Name.StartsWith("bank", StringComparison.Ordinal));
        folder.Run(PracticeFolder.Day.AddDays(3));
        Assert.Contains(",69.74,", Assert.Single(folder.Fetch()).Content, StringComparison.Ordinal);
        folder.Run(PracticeFolder.Day.AddDays(13));
        Assert.Empty(folder.Names("out"));
        folder.Run(PracticeFolder.Day.AddDays(14));
        Assert.Contains("CLP*H-1*2*150*17.79**15*GS", folder.Answers("835").Single(), StringComparison.Ordinal);
    }
}
