using System.Text;
using CleanClaim.X12.Tool;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Tool;

/// <summary>The x12 tool: the engine's verbs alone, with the exit codes that scripts depend on.</summary>
public sealed class ToolTests
{
    [Fact]
    public void Every_verb_shows_its_example_and_takes_it()
    {
        Assert.True(X12Verb.All.Count >= 6);
        foreach (var verb in X12Verb.All)
        {
            var help = Run(null, verb.Name, "--help");
            Assert.Equal(0, help.Code);
            Assert.Contains("Example:\n  x12 " + verb.Example, help.Out, StringComparison.Ordinal);
            Assert.Contains($"  {verb.Name} ", Run(null, "--help").Out, StringComparison.Ordinal);
            // The files of the example are not here: that is what is told, not the words.
            var words = verb.Example.Split([" < ", " > ", " | "], StringSplitOptions.None)[0].Split(' ');
            var ran = Run(null, words);
            Assert.Equal(2, ran.Code);
            Assert.Contains("Could not find file", ran.Err, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Standard_input_is_read_and_faults_end_with_1()
    {
        var clean = Run(SampleFiles.Claims837(), "validate", "-", "--level", "4");
        Assert.Equal((0, ""), (clean.Code, clean.Err));
        Assert.Contains("; 0 errors", clean.Out, StringComparison.Ordinal);
        var faulty = Run(SampleFiles.Claims837(f => f.Replace("CLM*26463774*100*", "CLM*26463774*101*", StringComparison.Ordinal)), "validate", "-", "--json");
        Assert.Equal(1, faulty.Code);
        Assert.Contains("\"element\":\"CLM02\"", faulty.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_go_to_standard_output_as_they_are()
    {
        var file = SampleFiles.Claims837(f => f.Replace("DOE*TIM", "DOE*TÍM", StringComparison.Ordinal));
        Assert.Equal(file, Run(file, "rewrite", "-").Bytes);
        Assert.Contains("AK9*A*1*1*1~", Run(file.Replace('Í', 'I'), "ack", "-").Bytes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no verb \"check\"", "check", "a.837")]
    [InlineData("--level is a number from 1 to 7.", "validate", "a.837", "--level", "9")]
    [InlineData("--level needs a value", "validate", "a.837", "--level")]
    [InlineData("scan has no option --level", "scan", "a.837", "--level", "1")]
    [InlineData("name one file", "show")]
    [InlineData("name one file", "show", "a", "b")]
    public void What_cannot_run_ends_with_2_and_one_line_that_says_why(string says, params string[] words)
    {
        var ran = Run(null, words);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(says, ran.Err, StringComparison.Ordinal);
        Assert.Single(ran.Err.TrimEnd().Split('\n'));
    }

    internal sealed record Ran(int Code, string Out, string Err, string Bytes);

    internal static Ran Run(string? input, params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        using var bytes = new MemoryStream();
        List<MemoryStream> answers = [];
        Stream Open()
        {
            answers.Add(new());
            return answers[^1];
        }

        var code = ToolCommand.Run(words, new(new MemoryStream(Encoding.UTF8.GetBytes(input ?? "")), output, errors, bytes, Open, TimeProvider.System));
        return new(code, output.ToString(), errors.ToString(), Encoding.UTF8.GetString(bytes.ToArray()) + string.Concat(answers.Select(a => Encoding.UTF8.GetString(a.ToArray()))));
    }
}
