using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

public sealed class SharedValidationTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Several_workers_tell_the_faults_of_one_in_its_order(int workers)
    {
        foreach (var file in Damaged())
        {
            var alone = new List<string>();
            var shared = new List<string>();
            var one = X12Validator.Validate(new MemoryStream(file), f => alone.Add(f.ToString()));
            var all = SharedValidation.Validate(() => new MemoryStream(file), f => shared.Add(f.ToString()), new(), workers);
            Assert.Equal(alone, shared);
            Assert.Equal(one, all);
        }
    }

    [Fact]
    public void What_a_listener_throws_reaches_the_caller()
    {
        var file = File();
        file[^40] = (byte)'~';
        Assert.Throws<InvalidOperationException>(() => SharedValidation.Validate(() => new MemoryStream(file), _ => throw new InvalidOperationException("full"), new(), workers: 2));
    }

    /// <summary>Interchanges of several transaction sets, whole and with one segment taken out, cut or doubled, the envelope's among them.</summary>
    private static IEnumerable<byte[]> Damaged()
    {
        var file = File();
        yield return file;
        var segments = System.Text.Encoding.Latin1.GetString(file).Split('~');
        for (var i = 1; i < segments.Length; i += 3)
        {
            yield return Joined([.. segments[..i], .. segments[(i + 1)..]]);
            yield return Joined([.. segments[..i], segments[i], segments[i], .. segments[(i + 1)..]]);
            yield return Joined([.. segments[..i], segments[i][..(segments[i].Length / 2)], .. segments[(i + 1)..]]);
        }
    }

    private static byte[] Joined(IEnumerable<string> segments) => System.Text.Encoding.Latin1.GetBytes(string.Join('~', segments));

    private static byte[] File()
    {
        var body = SampleFiles.Claims.ReplaceLineEndings("~") + "~";
        var set = (int n) => $"ST*837*{n:0000}*005010X222A2~{body}SE*{body.Split('~').Length + 1}*{n:0000}~";
        var interchange = (int n) => $"ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260105*1200*^*00501*{n:000000000}*0*P*:~GS*HC*S*R*20260105*1200*{n}*X*005010X222A2~{set(1)}{set(2)}{set(3)}GE*3*{n}~IEA*1*{n:000000000}~";
        return System.Text.Encoding.Latin1.GetBytes(interchange(1) + interchange(2));
    }
}
