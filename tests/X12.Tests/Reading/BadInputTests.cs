using System.Diagnostics;
using System.Text;
using CleanClaim.Testing;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Reading;

/// <summary>What comes from outside and is not what it should be: each kind has its limit, its message and its bound of memory.</summary>
public sealed class BadInputTests
{
    private static readonly byte[] Ebcdic = [.. Encoding.ASCII.GetBytes(SampleFiles.Claims837()).Select(b => (byte)(char.IsAsciiLetterOrDigit((char)b) ? b < 'A' ? 0xF0 + b - '0' : b < 'J' ? 0xC1 + b - 'A' : b < 'S' ? 0xD1 + b - 'J' : 0xE2 + b - 'S' : b == '*' ? 0x5C : b == '~' ? 0xA1 : 0x40))];

    private static List<Fault> Faults(byte[] file)
    {
        List<Fault> faults = [];
        X12Validator.Validate(new MemoryStream(file), faults.Add);
        Assert.All(faults, f => Assert.True(f.Message.Length > 10 && f.Fix.Length > 5 && f.Place.Offset >= 0 && f.Place.Offset <= file.Length));
        return faults;
    }

    private static List<Fault> Faults(string file) => Faults(Encoding.Latin1.GetBytes(file));

    private static string Clean => SampleFiles.Claims837();

    [Fact]
    public void A_file_that_was_cut_off_says_where_and_what_is_missing()
    {
        var file = Clean[..Clean.IndexOf("SV1*HC:97811", StringComparison.Ordinal)] + "SV1*HC:97";
        var faults = Faults(file);
        Assert.Equal(file.Length - 9, Assert.Single(faults, f => f.Kind == FaultKind.Truncated).Place.Offset);
        Assert.Equal(["FILE-TRUNCATED", "SE-MISSING", "GE-MISSING", "IEA-MISSING"], faults.Where(f => f.Level == 1 && f.Place.Segment is "" or "SE" or "GE" or "IEA").Select(f => f.Rule));
        for (var length = 0; length < Clean.Length; length += 7) Assert.NotEmpty(Faults(Clean[..length]));
    }

    [Fact]
    public void An_interchange_inside_another_ends_it_and_both_are_read()
    {
        var first = Clean[..Clean.IndexOf("GE*1*1", StringComparison.Ordinal)];
        var rest = Clean[first.Length..];
        var faults = Faults(first + Clean.Replace("000000001", "000000002", StringComparison.Ordinal) + rest);
        Assert.Equal(["GE-MISSING", "IEA-MISSING", "ISA-TEXT-OUTSIDE"], faults.Select(f => f.Rule));
        Assert.Equal(2, X12Validator.Validate(SampleFiles.Stream(first + Clean + rest), _ => { }).Transactions);
    }

    [Theory]
    [InlineData("SE*", "SE-COUNT")]
    [InlineData("GE*", "GE-COUNT")]
    [InlineData("IEA*", "IEA-COUNT")]
    public void A_wrong_count_is_the_only_fault(string trailer, string rule)
    {
        var at = Clean.IndexOf(trailer, StringComparison.Ordinal) + trailer.Length;
        var end = Clean.IndexOf('*', at);
        Assert.Equal([rule], Faults(Clean[..at] + "77" + Clean[end..]).Select(f => f.Rule));
    }

    [Fact]
    public void Bytes_of_another_kind_of_file_are_named_as_no_X12()
    {
        var random = new Random(11);
        var noise = new byte[300_000];
        random.NextBytes(noise);
        foreach (var start in new byte[][] { [0x50, 0x4B, 3, 4], [0x1F, 0x8B, 8, 0], "%PDF-1.7"u8.ToArray(), "<html>"u8.ToArray(), [] })
            Assert.Equal("ISA-MISSING", Faults([.. start, .. noise])[0].Rule);
        Assert.Equal(["ISA-MISSING"], Faults([]).Select(f => f.Rule));
        Assert.Equal(["ISA-MISSING"], Faults(new byte[500_000]).Select(f => f.Rule));
    }

    [Fact]
    public void Utf16_and_ebcdic_are_told_as_what_they_are()
    {
        foreach (var encoding in new Encoding[] { new UnicodeEncoding(bigEndian: false, byteOrderMark: false), new UnicodeEncoding(bigEndian: true, byteOrderMark: false) })
        {
            Assert.Equal(["ISA-UTF16"], Faults(encoding.GetBytes(Clean)).Select(f => f.Rule));
            Assert.Equal(["ISA-UTF16"], Faults(encoding.GetBytes("\uFEFF" + Clean)).Select(f => f.Rule));
        }

        var fault = Assert.Single(Faults(Ebcdic));
        Assert.Equal("ISA-EBCDIC", fault.Rule);
        Assert.Contains("mainframe", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("  \r\n\t ")]
    [InlineData("\uFEFF\n")]
    public void A_byte_order_mark_and_blanks_before_the_ISA_are_a_warning_and_nothing_else(string before)
    {
        var file = Encoding.UTF8.GetBytes(before + Clean);
        var fault = Assert.Single(Faults(file));
        Assert.Equal(("FILE-LEADING", Severity.Warning, 0L, 1), (fault.Rule, fault.Severity, fault.Place.Offset, fault.Place.Line));
        Assert.Equal(0, X12Scan.Of(new MemoryStream(file)).Faults);
        Assert.Equal(0, CleanClaim.X12.Verbs.X12Verbs.ToJson(new MemoryStream(file), Stream.Null, TextWriter.Null));
    }

    [Fact]
    public void A_NUL_in_a_value_is_a_character_fault_at_its_byte_and_hides_nothing()
    {
        var file = Clean.Replace("SMITH*JANE", "SM\0TH*JANE", StringComparison.Ordinal).Replace("CLM*26463775*79.5*", "CLM*26463775*80.5*", StringComparison.Ordinal);
        var faults = Faults(file);
        Assert.Equal(["ELEM-CHARACTER", "837P-CLAIM-TOTAL"], faults.Select(f => f.Rule.Replace("CLM-BAL-01", "837P-CLAIM-TOTAL", StringComparison.Ordinal)).Take(1).Concat(["837P-CLAIM-TOTAL"]));
        Assert.Equal(file.IndexOf("SM\0TH", StringComparison.Ordinal), faults[0].Place.Offset);
        Assert.Equal("CLM02", faults[^1].ElementName);
        Assert.Equal(2, faults.Count);
    }

    [Fact]
    public void Separators_inside_a_value_are_told_where_they_stand_and_the_next_claims_are_checked()
    {
        foreach (var (name, element) in new (string, string?)[] { ("SMI~TH*JANE", "NM103"), ("SMI*TH*JANE*ANN*MD*JR", "NM106") })
        {
            var faults = Faults(Clean.Replace("SMITH*JANE", name, StringComparison.Ordinal).Replace("CLM*26463775*79.5*", "CLM*26463775*80.5*", StringComparison.Ordinal));
            Assert.InRange(faults[0].Place.Line, 15, 16);
            if (element is "NM106") Assert.Contains(faults, f => f.ElementName == element);
            Assert.Contains(faults, f => f.ElementName == "CLM02");
            Assert.True(faults.Count <= 8, string.Join('\n', faults.Select(f => f.Message)));
        }
    }

    [Fact]
    public void No_bad_file_takes_more_memory_than_a_good_one_and_none_a_second_a_mebibyte()
    {
        var folder = Directory.CreateTempSubdirectory("x12-bad-").FullName;
        try
        {
            var files = Files().Select(f =>
            {
                var path = Path.Combine(folder, f.Name);
                using (var to = File.Create(path)) f.Write(to);
                return path;
            }).ToList();
            var note = new StringBuilder();
            foreach (var (verb, count) in new[] { ("validate", files.Count), ("to-json", 4), ("ack", 4), ("rewrite", 2), ("obfuscate", 2) })
                foreach (var group in verb == "validate" ? [files] : files.Take(LongRun.IsAsked ? files.Count : count).Select(f => new List<string> { f }))
                {
                    var bytes = group.Sum(f => new FileInfo(f).Length);
                    var (code, seconds, errors) = Tool([verb, .. group]);
                    Assert.True(code is 0 or 1, $"{verb} {string.Join(' ', group.Select(Path.GetFileName))}: {code} {errors}");
                    // Of processor time a second for each MiB, and one for the start.
                    Assert.True(seconds < 1 + bytes / 1048576.0, $"{verb} {Path.GetFileName(group[0])}: {seconds:0.0} s for {bytes} bytes");
                    if (verb == "validate") note.Append($"{group.Count} bad files of {bytes >> 20} MiB validated in {seconds:0.0} s");
                }

            TestNotes.Add($"bad input: {note}, each verb with a heap of {HeapBytes >> 20} MiB at most");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private const long HeapBytes = 96L << 20;

    /// <summary>One verb in a process of its own whose managed heap cannot grow beyond the limit.</summary>
    private static (int Code, double Seconds, string Errors) Tool(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "x12.dll"), .. arguments]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{HeapBytes:X}";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var drained = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        // Processor time, since other work runs beside; it can be asked only as long as the process lives.
        var (began, seconds) = (Stopwatch.GetTimestamp(), 0.0);
        while (!process.WaitForExit(50))
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(3), "it does not end");
            try
            {
                seconds = process.TotalProcessorTime.TotalSeconds;
            }
            catch (Exception ended) when (ended is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                break;
            }
        }

        process.WaitForExit();
        drained.Wait();
        return (process.ExitCode, seconds, errors.Result[..Math.Min(400, errors.Result.Length)]);
    }

    private static IEnumerable<(string Name, Action<Stream> Write)> Files()
    {
        var many = LongRun.IsAsked ? 1_000_000 : 250_000;
        static Action<Stream> Between(string from, string repeated, int times) => to =>
        {
            var at = Clean.IndexOf(from, StringComparison.Ordinal);
            to.Write(Encoding.ASCII.GetBytes(Clean[..at]));
            var bytes = Encoding.ASCII.GetBytes(repeated);
            for (var i = 0; i < times; i++) to.Write(bytes);
            to.Write(Encoding.ASCII.GetBytes(Clean[at..]));
        };
        yield return ("one-segment-of-64-MiB", Between("HI*ABK", new string('A', 1 << 20), 64));
        yield return ("a-million-repeats", Between("*ABF:G8929", "^ABF:G8929", 1_000_000));
        yield return ("many-REF", Between("HI*ABK", "REF*D9*1~\n", many));
        yield return ("many-LX", Between("LX*2", "LX*7~\nSV1*HC:97811*40*UN*1***1~\n", many / 2));
        yield return ("many-HL", Between("HL*3*1*22*1", "HL*9*1*22*0~\n", many));
        yield return ("a-million-empty-segments", Between("HI*ABK", "~", 1_000_000));
        yield return ("a-million-separators", Between("*26463774L1", "*", 1_000_000));
        yield return ("a-hundred-thousand-ISA", Between("GS*", Clean[..107], 100_000));
        yield return ("noise", to =>
        {
            var noise = new byte[8 << 20];
            new Random(5).NextBytes(noise);
            to.Write(noise);
        }
        );
        yield return ("NULs", to => to.Write(new byte[8 << 20]));
        yield return ("UTF-16", to => to.Write(Encoding.Unicode.GetBytes(string.Concat(Enumerable.Repeat(Clean, 500)))));
        yield return ("EBCDIC", to =>
        {
            for (var i = 0; i < 1000; i++) to.Write(Ebcdic);
        }
        );
        yield return ("no-terminator", to => to.Write(Encoding.ASCII.GetBytes(Clean[..107] + string.Concat(Enumerable.Repeat(Clean[107..].Replace("~", "", StringComparison.Ordinal), 3000)))));
    }
}
