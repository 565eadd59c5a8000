namespace CleanClaim.Sandbox.Tests.Folder;

public sealed class AnswerTests : IDisposable
{
    private readonly PracticeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_clean_file_gets_TA1_999_277CA_and_835_and_goes_to_done()
    {
        folder.SendClaims(ClaimTexts.Whitfield);
        Assert.Equal(0, folder.Run());
        Assert.Equal(
            ["20261112-000000001-SANDBOXCH.ta1", "20261112-000000002-SANDBOXCH.999", "20261112-000000003-77001.277ca", "20261112-000000004-77001.835", "bank-20261112.csv"],
            folder.Names("out"));
        Assert.Equal(["batch-101.837"], folder.Names("done"));
        Assert.Empty(folder.Names("in"));
        Assert.Contains("TA1*000000101*261102*0930*A*000~", folder.Answers("ta1").Single(), StringComparison.Ordinal);
        Assert.Equal(["AK2*837*0001*005010X222A1", "IK5*A", "AK9*A*1*1*1"], PracticeFolder.Between(folder.Answers("999").Single(), "AK2", "SE"));
        Assert.Contains("STC*A2:20:PR*20261112*WQ*155~\nREF*1K*EG", folder.Answers("277ca").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_complete_is_left_alone()
    {
        folder.Send("batch.837.part", ClaimTexts.File(5, ClaimTexts.Whitfield));
        folder.Send("batch.837.tmp", ClaimTexts.File(6, ClaimTexts.Whitfield));
        Assert.Equal(0, folder.Run());
        Assert.Empty(folder.Names("out"));
        Assert.Equal(2, folder.Names("in").Count);
    }

    [Fact]
    public void A_defect_is_told_by_the_999_at_its_segment_and_element_and_no_claim_goes_on()
    {
        folder.SendClaims(ClaimTexts.Whitfield.Replace("CLM*W-1001*155*", "CLM*W-1001*150*", StringComparison.Ordinal), ClaimTexts.LuciaSecondary);
        Assert.Equal(1, folder.Run());
        var answer = folder.Answers("999").Single();
        // CLM is the 19th segment of its transaction, ST being 1; element 2 is the total charge.
        Assert.Equal(["IK3*CLM*19*2300*8", "IK4*2**I12*150", "IK5*R*I5", "AK2*837*0002*005010X222A1", "IK5*A", "AK9*P*2*2*1"],
            PracticeFolder.Between(answer, "IK3", "SE"));
        Assert.Equal(["20261112-000000003-77002.277ca"], folder.Names("out").Where(n => n.EndsWith("277ca", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("this is no X12")]
    [InlineData("")]
    public void What_is_not_X12_goes_to_refused_and_says_why_in_the_log(string content)
    {
        folder.Send("photo.837", content);
        using var log = new StringWriter();
        Assert.Equal(1, SandboxDoor.Run(folder.Root, PracticeFolder.Day, 7, log));
        Assert.Equal(["photo.837"], folder.Names("refused"));
        Assert.Contains("in/photo.837:", log.ToString(), StringComparison.Ordinal);
        Assert.Empty(folder.Names("out"));
    }

    [Fact]
    public void A_file_of_more_than_64_MiB_is_refused_without_being_read()
    {
        folder.Send("huge.837", "");
        using (var huge = new FileStream(Path.Combine(folder.Root, "in", "huge.837"), FileMode.Open)) huge.SetLength(64L * 1024 * 1024 + 1);
        Assert.Equal(1, folder.Run());
        Assert.Equal(["huge.837"], folder.Names("refused"));
    }

    [Fact]
    public void A_file_for_another_clearinghouse_is_rejected_by_TA1_009_and_nothing_of_it_is_read()
    {
        folder.Send("batch.837", ClaimTexts.File(9, ClaimTexts.Whitfield).Replace("*ZZ*SANDBOXCH      *", "*ZZ*ELSEWHERE      *", StringComparison.Ordinal));
        Assert.Equal(1, folder.Run());
        Assert.Contains("TA1*000000009*261102*0930*R*009~", folder.Answers("ta1").Single(), StringComparison.Ordinal);
        Assert.Single(folder.Names("out"));
    }

    [Fact]
    public void An_interchange_cut_off_is_rejected_by_TA1_023_and_pays_nothing()
    {
        var whole = ClaimTexts.File(9, ClaimTexts.Whitfield);
        folder.Send("cut.837", whole[..whole.IndexOf("SE*31", StringComparison.Ordinal)]);
        Assert.Equal(1, folder.Run());
        Assert.Contains("TA1*000000009*261102*0930*R*023~", folder.Answers("ta1").Single(), StringComparison.Ordinal);
        Assert.Single(folder.Names("out"));
    }

    [Fact]
    public void The_same_interchange_again_under_another_name_is_rejected_by_TA1_025_and_not_paid_twice()
    {
        folder.SendClaims(ClaimTexts.Whitfield);
        folder.Run();
        folder.Fetch();
        folder.Send("again.837", ClaimTexts.File(101, ClaimTexts.Whitfield));
        Assert.Equal(1, folder.Run());
        Assert.Contains("*R*025~", folder.Answers("ta1").Single(), StringComparison.Ordinal);
        Assert.Single(folder.Names("out"));
    }

    [Theory]
    [InlineData("MI*EGH318820945", "MI*EGH999999999", "A3:33:IL")]
    [InlineData("NM1*IL*1*WHITFIELD*THOMAS", "NM1*IL*1*WHITE*THOMAS", "A3:33:IL")]
    [InlineData("DMG*D8*19791130", "DMG*D8*19791129", "A7:158:IL")]
    [InlineData("PI*77001", "PI*99999", "A3:116:PR")]
    [InlineData("CLM*W-1001*155***11:B:1*Y*A*Y*Y", "CLM*W-1001*155***11:B:7*Y*A*Y*Y~\nREF*F8*EG0000", "A7:464:PR")]
    public void What_a_payer_cannot_take_is_rejected_by_the_277CA_and_never_adjudicated(string right, string wrong, string status)
    {
        folder.SendClaims(Corrected(ClaimTexts.Whitfield, right, wrong));
        Assert.Equal(1, folder.Run());
        Assert.Contains($"TRN*2*W-1001~\nSTC*{status}*20261112*U*155~", folder.Answers("277ca").Single(), StringComparison.Ordinal);
        Assert.Empty(folder.Answers("835"));
    }

    private static string Corrected(string text, string right, string wrong)
    {
        Assert.Contains(right, text, StringComparison.Ordinal);
        return text.Replace(right, wrong.Replace("~\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_date_and_files_give_the_same_bytes()
    {
        using var other = new PracticeFolder();
        using var third = new PracticeFolder();
        foreach (var each in (PracticeFolder[])[folder, other, third]) each.SendClaims(ClaimTexts.Whitfield, ClaimTexts.LuciaSecondary);
        folder.Run();
        other.Run();
        third.Run(seed: 8);
        Assert.Equal(folder.Fetch(), other.Fetch());
        Assert.NotEqual(File.ReadAllText(Path.Combine(folder.Root, "state.json")), File.ReadAllText(Path.Combine(third.Root, "state.json")));
    }

    [Theory]
    [InlineData("answers laid down", 1)]
    [InlineData("state saved", 1)]
    [InlineData("an answer shown", 1)]
    [InlineData("an answer shown", 3)]
    [InlineData("an input moved", 1)]
    [InlineData("an input moved", 2)]
    [InlineData("run finished", 1)]
    public void Killed_anywhere_and_run_again_every_answer_comes_once(string point, int passing)
    {
        using var undisturbed = new PracticeFolder();
        foreach (var each in (PracticeFolder[])[folder, undisturbed])
        {
            each.SendClaims(ClaimTexts.Whitfield);
            each.SendClaims(ClaimTexts.LuciaSecondary);
        }
        undisturbed.Run();
        folder.RunAndDie(point, passing);
        // The clinic fetches what is there between the two runs, and again after.
        var fetched = folder.Fetch().ToList();
        folder.Run();
        fetched.AddRange(folder.Fetch());
        Assert.Equal(undisturbed.Fetch().Order(), fetched.Order());
        Assert.Equal(["batch-101.837", "batch-102.837"], folder.Names("done"));
        Assert.Equal(0, folder.Run());
        Assert.Empty(folder.Names("out"));
    }

    [Theory]
    [InlineData("""{ "misbehave": [{ "scenario": "noSuchThing" }] }""", "scenario")]
    [InlineData("""{ "misbehave": [{ "scenario": "eftNever", "payer": "77009" }] }""", "77009")]
    [InlineData("""{ "misbehaviour": [] }""", "misbehaviour")]
    [InlineData("""{ "misbehave": """, "JSON")]
    public void A_configuration_with_a_slip_says_so_and_nothing_is_read(string configuration, string word)
    {
        File.WriteAllText(Path.Combine(folder.Root, "sandbox.json"), configuration);
        folder.SendClaims(ClaimTexts.Whitfield);
        using var log = new StringWriter();
        Assert.Equal(2, SandboxDoor.Run(folder.Root, PracticeFolder.Day, 7, log));
        Assert.Contains("sandbox.json", log.ToString(), StringComparison.Ordinal);
        Assert.Contains(word, log.ToString(), StringComparison.Ordinal);
        Assert.Single(folder.Names("in"));
    }

    [Fact]
    public void Every_scenario_stands_in_the_readme()
    {
        var readme = File.ReadAllText(CleanClaim.Testing.Checkout.PathTo("src", "Sandbox", "README.md"));
        Assert.Equal(14, SandboxDoor.Scenarios().Count);
        Assert.All(SandboxDoor.Scenarios(), scenario => Assert.Contains($"`{scenario}`", readme, StringComparison.Ordinal));
    }
}
