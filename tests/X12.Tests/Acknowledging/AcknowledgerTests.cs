using System.Text;
using CleanClaim.X12.Acknowledging;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Acknowledging;

public sealed class AcknowledgerTests
{
    private static readonly AnswerFields Fields = new() { Date = new(2026, 1, 6), Time = new(8, 30), FirstControlNumber = 41 };

    [Fact]
    public void A_clean_file_is_accepted_by_a_TA1_and_a_999()
    {
        Assert.Equal(
        [
            "ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *260106*0830*^*00501*000000041*0*P*:~"
            + "TA1*000000001*260105*1200*A*000~IEA*0*000000041~",
            "ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *260106*0830*^*00501*000000042*0*P*:~"
            + "GS*FA*RECEIVER*SENDER*20260106*0830*42*X*005010X231A1~ST*999*0001*005010X231A1~AK1*HC*1*005010X222A2~"
            + "AK2*837*0001*005010X222A2~IK5*A~AK9*A*1*1*1~SE*6*0001~GE*1*42~IEA*1*000000042~",
        ], Answers(SampleFiles.Claims837()));
    }

    [Fact]
    public void Faulty_segments_and_elements_are_named_by_number_and_code()
    {
        var file = SampleFiles.Claims837(f => f.Replace("CLM*26463775*79.5***11:B:1*Y", "CLM*26463775*79,5***98:B:1*", StringComparison.Ordinal).Replace("REF*EI*587654321\n", "", StringComparison.Ordinal));
        Assert.Contains("AK2*837*0001*005010X222A2~IK3*REF*11*2010*3~"
            + "IK3*CLM*37*2300*8~CTX*CLM01:26463775~IK4*2**6*79,5~IK4*5:1**7*98~IK4*6**1~IK5*R*5~AK9*R*1*1*0~", Answers(file)[1], StringComparison.Ordinal);
    }

    /// <summary>Blanks at the end of a value are a warning: the file is taken, and its sender learns of them.</summary>
    [Fact]
    public void What_is_no_error_is_noted_and_rejects_nothing()
    {
        var noted = SampleFiles.Claims837().Replace("REF*EI*587654321", "REF*EI*587654321 ", StringComparison.Ordinal);
        Assert.Contains("AK2*837*0001*005010X222A2~IK3*REF*11*2010*8~IK4*2**6*587654321~IK5*E*5~AK9*E*1*1*1~", Answers(noted)[1], StringComparison.Ordinal);
        var rejected = noted.Replace("CLM*26463775*79.5*", "CLM*26463775*79,5*", StringComparison.Ordinal);
        Assert.Contains("IK4*2**6*587654321~IK3*CLM*38*2300*8~CTX*CLM01:26463775~IK4*2**6*79,5~IK5*R*5~AK9*R*1*1*0~", Answers(rejected)[1], StringComparison.Ordinal);
    }

    /// <summary>At level 4 a 999 names the element that made the situation, of a segment that is missing and of an element (CTX of 2100 and of 2110).</summary>
    [Theory]
    [InlineData("CLM*26463775*79.5***11:B:1", "CLM*26463775*79.5***11:B:7", "IK3*REF*38*2300*I6~CTX*SITUATIONAL TRIGGER*CLM*38*2300*5:3~CTX*CLM01:26463775~IK5*R*5~")]
    [InlineData("CLM*26463775*79.5***11:B:1*Y*A*Y*I", "CLM*26463775*79.5***11:B:1*Y*A*Y*I**AA\nDTP*439*D8*20260101", "IK3*CLM*38*2300*8~CTX*CLM01:26463775~IK4*11:4**I9~CTX*SITUATIONAL TRIGGER*CLM*38*2300*11:1~IK5*R*5~")]
    [InlineData("DMG*D8*19430501*F\n", "", "IK3*DMG*13*2010*I6~CTX*SITUATIONAL TRIGGER*SBR*13*2000*2~IK5*R*5~")]
    public void What_made_a_situation_is_named(string clean, string defect, string expected)
    {
        var file = SampleFiles.Claims837(f => f.Replace("\r", "", StringComparison.Ordinal).Replace(clean, defect, StringComparison.Ordinal));
        var answer = Acknowledger.Answer(SampleFiles.Stream(file), Fields with { LevelMax = 4 })[^1];
        Assert.Contains(expected, Encoding.ASCII.GetString(answer.Content), StringComparison.Ordinal);
        List<Fault> faults = [];
        X12Validator.Validate(new MemoryStream(answer.Content), faults.Add);
        Assert.Empty(faults);
    }

    [Fact]
    public void A_wrong_count_rejects_the_set_and_a_broken_envelope_the_interchange()
    {
        var count = Answers(SampleFiles.Claims837().Replace("GE*1*1", "GE*2*1", StringComparison.Ordinal))[1];
        Assert.Contains("IK5*A~AK9*R*2*1*0*5~", count, StringComparison.Ordinal);
        var envelope = Answers(SampleFiles.Claims837().Replace("IEA*1*000000001", "IEA*1*000000002", StringComparison.Ordinal));
        Assert.Contains("TA1*000000001*260105*1200*R*001~", Assert.Single(envelope), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4711", "4711")]
    [InlineData("000000012", "000000012")]
    [InlineData("12A", "0")]
    public void The_group_is_named_by_its_own_control_number(string group, string answered)
    {
        var file = SampleFiles.Claims837().Replace("*1200*1*X*", $"*1200*{group}*X*", StringComparison.Ordinal).Replace("GE*1*1", $"GE*1*{group}", StringComparison.Ordinal);
        Assert.Contains($"AK1*HC*{answered}*005010X222A2~", Answers(file)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_set_or_an_interchange_lacks_at_its_end_is_answered_with_it_and_not_with_the_next()
    {
        var clean = SampleFiles.Claims837();
        var (from, to) = (clean.IndexOf("ST*837", StringComparison.Ordinal), clean.IndexOf("GE*", StringComparison.Ordinal));
        var set = clean[from..to];
        var two = clean[..from] + set.Replace("SE*65*0001~\n", "", StringComparison.Ordinal) + set.Replace("*0001", "*0002", StringComparison.Ordinal) + clean[to..].Replace("GE*1", "GE*2", StringComparison.Ordinal);
        Assert.Contains("AK2*837*0001*005010X222A2~IK5*R*2~AK2*837*0002*005010X222A2~IK5*A~AK9*P*2*2*1~", Answers(two)[1], StringComparison.Ordinal);
        var cut = clean.Replace("IEA*1*000000001~\n", "", StringComparison.Ordinal) + clean.Replace("000000001", "000000002", StringComparison.Ordinal);
        var answers = Answers(cut);
        Assert.Equal(3, answers.Count);
        Assert.Contains("TA1*000000001*260105*1200*R*023~", answers[0], StringComparison.Ordinal);
        Assert.Contains("TA1*000000002*260105*1200*A*000~", answers[1], StringComparison.Ordinal);
        Assert.Contains("*000000043*0*P", answers[2], StringComparison.Ordinal);
    }

    [Fact]
    public void An_interchange_is_answered_before_the_rest_of_the_file_is_read()
    {
        var file = SampleFiles.Stream(string.Concat(Enumerable.Range(1, 600).Select(n => SampleFiles.Claims837().Replace("000000001", $"{n:000000000}", StringComparison.Ordinal))));
        var answers = Acknowledger.AnswerEach(file, Fields).GetEnumerator();
        Assert.True(answers.MoveNext() && answers.Current.Interchange == "000000001");
        Assert.True(file.Position < file.Length / 2, $"{file.Position} of {file.Length} bytes were read");
    }

    [Fact]
    public void Answers_are_not_answered()
    {
        var answer = Answers(SampleFiles.Claims837())[1];
        Assert.Empty(Answers(answer));
    }

    [CorpusFact]
    public void Every_answer_to_the_corpus_is_itself_without_fault()
    {
        var answers = 0;
        foreach (var entry in Corpus.Index)
        {
            using var file = File.OpenRead(entry.Path);
            foreach (var answer in Acknowledger.Answer(file, Fields))
            {
                answers++;
                List<Fault> faults = [];
                X12Validator.Validate(new MemoryStream(answer.Content), f => { if (!AboutSenders(f)) faults.Add(f); });
                Assert.True(faults.Count == 0, entry.Path + ": " + faults.FirstOrDefault() + Encoding.Latin1.GetString(answer.Content));
            }
        }

        Assert.True(answers > 300, $"only {answers} answers");
    }

    /// <summary>What the sender wrote is given back as it came.</summary>
    private static bool AboutSenders(Fault fault) => fault.Place.Segment is "ISA" or "GS" or "TA1" or "AK1" or "AK2" || fault.Rule == "GS-VERSION";

    private static List<string> Answers(string file) =>
        [.. Acknowledger.Answer(SampleFiles.Stream(file), Fields).Select(a => Encoding.Latin1.GetString(a.Content))];
}
