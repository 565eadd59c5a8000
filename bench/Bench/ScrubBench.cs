using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Scrubbing;
using CleanClaim.X12.Transactions;

namespace CleanClaim.Bench;

/// <summary>
/// Scrubs the claims of an 837P on one core with the pairs and unit limits of NCCI held, and reads the same file to typed objects in the same run: what the
/// rules cost beside reading, as a ratio.
/// </summary>
internal static class ScrubBench
{
    private const int Passes = 5;
    private static readonly string[] Diagnoses = ["M5450", "M542", "E119", "I10", "M25561", "J069", "R519", "Z0000"];
    private static readonly string[] Procedures = ["99213", "99214", "97110", "97140", "97530", "97112", "36415", "93000", "81002", "71046", "20610", "96372", "J1885", "97810", "97811", "90471", "80053", "85025", "94010", "12001"];

    public static void Run(TextWriter output, int claims)
    {
        OneCore.Pin();
        var codes = Held(out var pairs, out var limits);
        var bytes = Encoding.ASCII.GetBytes(File(claims));
        List<double> read = [], scrubbed = [];
        var findings = 0;
        for (var pass = 0; pass < Passes; pass++)
        {
            var begin = OneCore.Spent;
            foreach (var _ in Claims837.Read(new MemoryStream(bytes))) { }
            read.Add((OneCore.Spent - begin).TotalSeconds);

            var scrub = new ScrubFile(codes, new(2024, 9, 30));
            begin = OneCore.Spent;
            foreach (var claim in Claims837.Read(new MemoryStream(bytes))) findings += scrub.Claim(claim).Findings.Count;
            scrubbed.Add((OneCore.Spent - begin).TotalSeconds);
        }

        var (r, s) = (Median(read), Median(scrubbed));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{ScrubRules.All.Count} rules, {pairs:N0} pairs, {limits:N0} unit limits; {claims:N0} claims of 3 to 6 lines, {findings / Passes:N0} findings, one core: file to findings {claims / s:N0} claims/s; file to typed objects {claims / r:N0} claims/s; ratio {r / s:F3} (20,000 claims/s {(claims / s >= 20_000 ? "met" : "NOT met")})"));
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static ScrubCodes Held(out int pairs, out int limits)
    {
        var folder = Folder();
        var watch = Stopwatch.StartNew();
        using var text = new StreamReader(new GZipStream(System.IO.File.OpenRead(Path.Combine(folder, "ptp_practitioner_2024q3.csv.gz")), CompressionMode.Decompress));
        var table = new PtpTable(Rows(text).Order(StringComparer.Ordinal));
        Dictionary<string, MueLimit> units = new(StringComparer.Ordinal);
        foreach (var cells in System.IO.File.ReadLines(Path.Combine(folder, "mue_practitioner_2024q3.csv")).Skip(1).Select(l => l.Split(',')))
            if (int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var most)) units[cells[0]] = new(cells[0], most, cells[2].Trim('"')[0]);
        (pairs, limits) = (table.Count, units.Count);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"lists read in {watch.Elapsed.TotalSeconds:F1} s"));
        return new ScrubCodes { PtpPractitioner = table, MuePractitioner = [(new(2024, 7, 1), units)] };
    }

    private static IEnumerable<string> Rows(StreamReader text)
    {
        text.ReadLine();
        while (text.ReadLine() is { } line)
            if (line.Split(',') is [{ Length: 5 } first, { Length: 5 } second, var ended, { Length: 1 } indicator, ..]) yield return $"{first}\t{second}\t19960101\t{(ended.Length == 8 ? ended : "")}\t{indicator}";
    }

    /// <summary>The lists as the corpus beside the checkout holds them; they are not ours to ship.</summary>
    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "corpus", "codes", "ncci") is var folder && Directory.Exists(folder)) return folder;
        throw new DirectoryNotFoundException("The lists of NCCI are needed: ../shared/corpus/codes/ncci beside the checkout.");
    }

    private static string File(int claims)
    {
        var random = new Random(7);
        var text = new StringBuilder("ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240830*1200*^*00501*000000001*0*T*:~GS*HC*SENDER*RECEIVER*20240830*1200*1*X*005010X222A2~ST*837*0001*005010X222A2~BHT*0019*00*1*20240830*1200*CH~")
            .Append("NM1*41*2*CLINIC*****46*S1~PER*IC*ANN*TE*3055551212~NM1*40*2*KEY*****46*R1~HL*1**20*1~PRV*BI*PXC*207Q00000X~NM1*85*2*CLINIC*****XX*1234567893~N3*12 ELM ST~N4*MIAMI*FL*331110123~REF*EI*587654321~");
        for (var i = 0; i < claims; i++)
        {
            var lines = random.Next(3, 7);
            var day = new DateOnly(2024, 7, 1).AddDays(random.Next(0, 50)).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"HL*{i + 2}*1*22*0~SBR*P*18*******CI~NM1*IL*1*LEE{i % 977}*ANN****MI*M{i:0000000}~N3*1 OAK ST~N4*MIAMI*FL*33111~DMG*D8*{1950 + (i % 50)}0315*{(i % 2 == 0 ? 'F' : 'M')}~NM1*PR*2*KEY*****PI*77001~CLM*P{i:0000000}*{lines * 100}***11:B:1*Y*A*Y*Y~HI*ABK:{Pick(random, Diagnoses)}*ABF:{Pick(random, Diagnoses)}~");
            for (var line = 1; line <= lines; line++)
                text.Append(CultureInfo.InvariantCulture, $"LX*{line}~SV1*HC:{Pick(random, Procedures)}{(random.Next(4) == 0 ? ":59" : "")}*100*UN*{random.Next(1, 3)}***1~DTP*472*D8*{day}~REF*6R*P{i}L{line}~");
        }

        return text.Append("SE*1*0001~GE*1*1~IEA*1*000000001~").ToString();
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
