using System.Text;
using System.Text.RegularExpressions;
using CleanClaim.Testing;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Verbs;

/// <summary>`x12 obfuscate`: the same file about people who do not exist.</summary>
public sealed partial class ObfuscateTests
{
    private static byte[] Obfuscated(byte[] file, int? seed = 1)
    {
        using var output = new MemoryStream();
        X12Verbs.Obfuscate(new("f", new MemoryStream(file)), seed, output, TextWriter.Null);
        return output.ToArray();
    }

    private static string Obfuscated(string file, int? seed = 1) => Encoding.UTF8.GetString(Obfuscated(Encoding.UTF8.GetBytes(file), seed));

    [Fact]
    public void People_are_invented_and_the_rest_stays_as_it_was()
    {
        var original = SampleFiles.Claims837();
        var invented = Obfuscated(original);
        Assert.Equal(original.Length, invented.Length);
        foreach (var gone in new[] { "SMITH", "JANE", "MAPLE", "JERRY", "236 N MAIN", "MIAMI", "33413", "JS00111223333", "19430501", "26463774", "587654321", "3055552222", "000000001", "1234567893" })
            Assert.DoesNotContain(gone, invented, StringComparison.Ordinal);
        foreach (var kept in new[] { "*HC:97810*60*UN*1", "HI*ABK:M5450*ABF:G8929", "DTP*472*D8*20260103", "*FL*", "CAS*CO*45*50", "PRV*BI*PXC*171100000X", "HL*4*3*23*0", "*100***11:B:1*Y*A*Y*I" })
            Assert.Contains(kept, invented, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_person_is_the_same_everywhere_and_two_are_never_one()
    {
        var invented = Obfuscated(SampleFiles.Claims837());
        string Of(string pattern) => Regex.Match(invented, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        Assert.Equal(Of(@"NM1\*41\*2\*([A-Z ]+)\*"), Of(@"NM1\*85\*2\*([A-Z ]+)\*"));
        Assert.Equal("", Of(@"NM1\*IL\*1\*([A-Z]+)\*[A-Z]+~"));
        Assert.Equal(Of(@"CLM\*(\d+)\*100\*") + "L", Of(@"REF\*6R\*(\d+[A-Z])"), Prefix());
        // The payer whose answer is inside is the payer that is named.
        Assert.Equal(Of(@"SVD\*(\d+)\*"), Of(@"NM1\*PR\*2\*[A-Z ]+\*\*\*\*\*PI\*(\d+)~\nLX"));
        var numbers = Enumerable.Range(1, 500).Select(i => Obfuscated(SampleFiles.Claims837(f => f.Replace("26463774*", $"{i:000}*", StringComparison.Ordinal)))).Select(f => Regex.Match(f, @"CLM\*(\d+)\*100").Groups[1].Value).ToList();
        Assert.Equal(500, numbers.Distinct(StringComparer.Ordinal).Count());
        Assert.All(numbers.Select((n, i) => (n, i)), pair => Assert.NotEqual($"{pair.i + 1:000}", pair.n));
    }

    /// <summary>A line's number is a word of its own: letters in it make it another word than the claim's.</summary>
    private static IEqualityComparer<string> Prefix() => EqualityComparer<string>.Create((a, b) => a!.Length == b!.Length);

    [Fact]
    public void An_npi_keeps_its_check_digit_right_and_a_wrong_one_wrong()
    {
        var right = Regex.Match(Obfuscated(SampleFiles.Claims837()), @"\*XX\*(\d{10})~").Groups[1].Value;
        Assert.NotEqual("1234567893", right);
        Assert.True(NpiRule.IsNpi(Encoding.ASCII.GetBytes(right)));
        var wrong = Regex.Match(Obfuscated(SampleFiles.Claims837(f => f.Replace("1234567893", "1234567890", StringComparison.Ordinal))), @"\*XX\*(\d{10})~").Groups[1].Value;
        Assert.False(NpiRule.IsNpi(Encoding.ASCII.GetBytes(wrong)));
    }

    [Fact]
    public void The_seed_decides_who_is_invented_and_without_one_it_is_never_the_same()
    {
        var file = SampleFiles.Remittance835();
        Assert.Equal(Obfuscated(file, 7), Obfuscated(file, 7));
        Assert.NotEqual(Obfuscated(file, 7), Obfuscated(file, 8));
        Assert.NotEqual(Obfuscated(file, null), Obfuscated(file, null));
    }

    [Fact]
    public void Of_a_transaction_without_a_guide_everything_that_is_no_code_is_replaced()
    {
        var invented = Obfuscated(SampleFiles.File("ZZ", "199", "009990X999", "ZZ1*AB*SMITH JANE*19430501*12.50*123456789\nNM1*IL*1*SMITH*JANE****MI*JS00111223333\nN3*236 N MAIN ST"));
        foreach (var gone in new[] { "SMITH", "JANE", "19430501", "123456789", "JS00111223333", "MAIN" }) Assert.DoesNotContain(gone, invented, StringComparison.Ordinal);
        Assert.Contains("ZZ1*AB*", invented, StringComparison.Ordinal);
        Assert.Contains("*12.50*", invented, StringComparison.Ordinal);
        Assert.Contains("NM1*IL*1*", invented, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_X12_is_left_out_and_told()
    {
        using var output = new MemoryStream();
        var errors = new StringWriter();
        Assert.Equal(1, X12Verbs.Obfuscate(new("f", SampleFiles.Stream("Jane Smith, born 1943\n" + SampleFiles.Claims837())), 1, output, errors));
        Assert.DoesNotContain("Jane", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
        Assert.Contains("It was left out.", errors.ToString(), StringComparison.Ordinal);
    }

    [CorpusFact]
    public void Every_corpus_file_keeps_its_shape_its_faults_and_its_sums_and_nothing_of_its_people()
    {
        var (files, values, summed) = (0, 0, 0);
        List<string> left = [];
        foreach (var entry in Corpus.Index)
        {
            var original = File.ReadAllBytes(entry.Path);
            var invented = Obfuscated(original);
            var before = Shape(original);
            if (before.Count == 0) continue;
            files++;
            if (GoldenFile.Difference(string.Join('\n', before), string.Join('\n', Shape(invented))) is { } difference) left.Add($"{entry.Path}: another shape. {difference}");
            // Of a transaction without a guide no element is known to be an amount; nor in a file whose ISA16 is not its component separator.
            var isTold = !Faults(original).Exists(f => f.StartsWith("ST-NO-GUIDE", StringComparison.Ordinal) || f.StartsWith("ELEM-LONG", StringComparison.Ordinal));
            summed += isTold ? 1 : 0;
            var (asked, given) = isTold ? (Amounts(original), Amounts(invented)) : ([], []);
            if (!asked.SequenceEqual(given, StringComparer.Ordinal)) left.Add($"{entry.Path}: amounts {string.Join(", ", asked.Except(given).Concat(given.Except(asked)).Take(4))}");
            // What stood before the ISA belongs to no interchange, and is not written again.
            var (was, now) = (Faults(original).FindAll(f => !f.StartsWith("FILE-LEADING", StringComparison.Ordinal)), Faults(invented));
            if (!was.SequenceEqual(now, StringComparer.Ordinal)) left.Add($"{entry.Path}: faults {string.Join(", ", was.Except(now).Concat(now.Except(was)).Take(4))}");
            var identifying = Identifying(original);
            values += identifying.Count;
            var after = AllValues(invented);
            left.AddRange(identifying.Where(after.Contains).Select(v => $"{entry.Path}: {v} is left"));
        }

        Assert.True(left.Count == 0, string.Join('\n', left.Take(40)));
        Assert.True(files > 340 && summed > 100 && values > 5_000, $"{files} files, {summed} with sums, {values} values");
        TestNotes.Add($"obfuscate: {files} corpus files, {values} identifying values, none left, shape, sums and faults as before");
    }

    /// <summary>For each segment: its id, and for each element its length with everything that is no letter or digit.</summary>
    private static List<string> Shape(byte[] file)
    {
        List<string> shape = [];
        using var reader = new X12Reader(file);
        while (reader.Read())
        {
            var segment = reader.Segment;
            var text = new StringBuilder(Encoding.Latin1.GetString(segment[0]));
            for (var i = 1; i <= segment.Count; i++) text.Append('*').Append(LetterOrDigit().Replace(Encoding.Latin1.GetString(segment[i]), "x"));
            shape.Add(text.ToString());
        }

        return shape;
    }

    private static List<string> Faults(byte[] file)
    {
        List<string> faults = [];
        // What is no segment is left out, and with it the fault.
        X12Validator.Validate(new MemoryStream(file), f =>
        {
            if (f.Kind is not (FaultKind.Truncated or FaultKind.TextOutsideInterchange or FaultKind.NotX12)) faults.Add($"{f.Rule} {f.Place.Segment} {f.Place.Position} {f.ElementName}");
        });
        return faults;
    }

    private static List<string> Amounts(byte[] file)
    {
        var json = new MemoryStream();
        X12Verbs.ToJson(new MemoryStream(file), json, TextWriter.Null);
        return [.. Amount().Matches(System.Text.Encoding.UTF8.GetString(json.ToArray())).Select(m => m.Value)];
    }

    // Written down apart from the engine's own data: what names a person, a place, an account.
    private static readonly Dictionary<string, int[]> Places = new(StringComparer.Ordinal)
    {
        ["NM1"] = [3, 4, 9], ["N1"] = [2, 4], ["N3"] = [1, 2], ["N4"] = [1, 3], ["PER"] = [2, 4, 6, 8], ["DMG"] = [2], ["REF"] = [2], ["CLM"] = [1], ["CLP"] = [1, 7], ["TRN"] = [2, 3],
        ["NTE"] = [2], ["SBR"] = [3, 4], ["BPR"] = [9, 15], ["MSG"] = [1], ["BHT"] = [3], ["ISA"] = [6, 8, 13],
    };

    private static HashSet<string> Identifying(byte[] file)
    {
        HashSet<string> values = new(StringComparer.Ordinal), days = Days(file);
        using var reader = new X12Reader(file);
        while (reader.Read())
        {
            var segment = reader.Segment;
            if (!Places.TryGetValue(segment.Id.ToString(), out var places)) continue;
            foreach (var place in places)
                if (Encoding.Latin1.GetString(segment[place]).Trim() is { Length: >= 6 } value && value.TrimStart('0').Length >= 6 && !IsPlaceholder(value) && !days.Contains(value)) values.Add(value);
        }

        return values;
    }

    /// <summary>Files that somebody made anonymous before us: 999999X999.</summary>
    private static bool IsPlaceholder(string value) => value.All(c => c is '0' or '9' or 'x' or 'X' or ' ');

    /// <summary>Days of service and of files, and the version, which stay: a reference or a birthday may happen to be one.</summary>
    private static HashSet<string> Days(byte[] file)
    {
        HashSet<string> days = new(StringComparer.Ordinal);
        using var reader = new X12Reader(file);
        while (reader.Read())
            if (reader.Segment is var s && s.Id == SegmentId.Gs) days.Add(s.Text(8) ?? "");
            else if (s.Id.ToString() is "DTP" or "DTM" or "BPR" or "ISA" or "BHT" or "BIG" or "BGN")
                for (var i = 1; i <= s.Count; i++)
                    if (s.Date(i).HasValue || s[i].Length == 17) days.UnionWith(Encoding.Latin1.GetString(s[i]).Split('-'));
        return days;
    }

    private static HashSet<string> AllValues(byte[] file)
    {
        HashSet<string> values = new(StringComparer.Ordinal);
        using var reader = new X12Reader(file);
        while (reader.Read())
            for (var i = 1; i <= reader.Segment.Count; i++)
                foreach (var repeat in reader.Segment.Repeats(i))
                {
                    values.Add(Encoding.Latin1.GetString(repeat.Bytes).Trim());
                    for (var c = 1; c <= repeat.Count; c++) values.Add(Encoding.Latin1.GetString(repeat[c]).Trim());
                }

        return values;
    }

    [GeneratedRegex("[A-Za-z0-9\\x80-\\xBF]", RegexOptions.None, 5000)]
    private static partial Regex LetterOrDigit();

    [GeneratedRegex(@"""-?\d+\.\d\d""", RegexOptions.None, 5000)]
    private static partial Regex Amount();
}
