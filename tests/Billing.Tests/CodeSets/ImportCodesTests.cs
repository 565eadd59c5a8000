using System.Text;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Testing;

namespace CleanClaim.Billing.Tests.CodeSets;

public sealed class ImportCodesTests
{
    private static readonly string[] Pairs = ["0001A 0591T  20220101 20231231 1", "0001A 36591  20220101 20231231 0", "0001A 90473  20220101 20220101 9", "0001U 0030U  20180701 * 1"];

    private static Task<CodesImported> Import(House house, string kind, string name, byte[] bytes, DateOnly? effective = null, bool takeFewer = false) =>
        ImportCodes.Run(house.Work, "operator", new(CodeFileKind.Of(kind)!, name, bytes, effective, takeFewer));

    private static async Task<(string Place, string Message)> Refused(House house, string kind, string name, byte[] bytes, DateOnly? effective = null)
    {
        var before = (await CodeLibrary.Open(house.Work)).Releases.Count;
        var refused = await Assert.ThrowsAsync<BadInputException>(() => Import(house, kind, name, bytes, effective));
        Assert.Equal(before, (await CodeLibrary.Open(house.Work)).Releases.Count);
        return (refused.Faults[0].Place, refused.Faults[0].Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pairs_are_found_in_either_order_on_the_days_they_are_for(string kind)
    {
        await using var house = await House.Open(kind);
        var imported = await Import(house, "ncci-ptp", "ccipra-v322r0-f1.txt", PublishedFiles.Ptp(Pairs));
        Assert.Equal(("v32.2", "practitioner/f1", new DateOnly(2026, 7, 1), 4), (imported.Release.Name, imported.Release.Part, imported.Release.From, imported.Release.Rows));

        var table = await (await CodeLibrary.Open(house.Work)).Ptp(PtpTable.Practitioner);
        Assert.Equal('1', table!.Between("0591T", "0001A", new(2023, 12, 31))!.Value.Indicator);
        Assert.Equal("0001A", table.Between("0591T", "0001A", new(2023, 12, 31))!.Value.Column1);
        Assert.Null(table.Between("0001A", "0591T", new(2024, 1, 1)));
        Assert.Equal('0', table.Between("0001A", "36591", new(2022, 6, 1))!.Value.Indicator);
        Assert.Null(table.Between("0001A", "90473", new(2022, 1, 1)));
        Assert.Null(table.Between("0001U", "0030U", new(2018, 6, 30)));
        Assert.Null(table.Between("0001U", "0030U", new(2018, 6, 30)));
        Assert.Equal((DateOnly?)null, table.Between("0001U", "0030U", new(2026, 11, 1))!.Value.To);
        Assert.Null(table.Between("97810", "?", new(2026, 1, 1)));
        Assert.Null(await (await CodeLibrary.Open(house.Work)).Ptp(PtpTable.Hospital));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_file_again_changes_nothing_and_under_another_quarters_name_it_is_refused(string kind)
    {
        await using var house = await House.Open(kind);
        var bytes = PublishedFiles.Ptp(Pairs);
        Assert.False((await Import(house, "ncci-ptp", "ccipra-v321r0-f1.txt", bytes)).WasHeld);
        Assert.True((await Import(house, "ncci-ptp", "ccipra-v321r0-f1.txt", bytes)).WasHeld);
        Assert.Contains("held already as v32.1", (await Refused(house, "ncci-ptp", "ccipra-v322r0-f1.txt", bytes)).Message);
    }

    [Fact]
    public async Task A_file_that_is_cut_off_or_has_another_heading_is_refused_with_its_line_and_nothing_of_it_is_held()
    {
        await using var house = await House.Open("sqlite");
        var whole = PublishedFiles.Ptp(Pairs);
        Assert.Equal("ccipra-v322r0-f1.txt line 10", (await Refused(house, "ncci-ptp", "ccipra-v322r0-f1.txt", whole[..^53])).Place);
        var heading = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(whole).Replace("Column 1\tColumn 2", "Column 2\tColumn 1"));
        Assert.Equal("ccipra-v322r0-f1.txt line 7", (await Refused(house, "ncci-ptp", "ccipra-v322r0-f1.txt", heading)).Place);
        // Under a name of one's own the edits could never be asked: it alone says whose they are, whatever day is said.
        Assert.Contains("practitioners or for hospitals", (await Refused(house, "ncci-ptp", "pairs.txt", whole, new(2026, 1, 1))).Message);
        Assert.Contains("practitioners or for hospitals", (await Refused(house, "ncci-mue", "units.csv", PublishedFiles.Mue("97811,2,3 Date of Service Edit: Clinical"), new(2026, 1, 1))).Message);
        Assert.Contains("--effective", (await Assert.ThrowsAsync<BadInputException>(() => Import(house, "leie", "UPDATED.csv", whole))).Faults[0].Fix);
        Assert.Contains("cut off", (await Refused(house, "icd10cm-order", "icd10cm_order_2026.txt", PublishedFiles.Icd10CmOrder(500))).Message);
        Assert.Equal("icd10cm_order_2026.txt line 2", (await Refused(house, "icd10cm-order", "icd10cm_order_2026.txt", PublishedFiles.Icd10CmOrder(2)[..150])).Place);
        Assert.Contains("its title says 2025", (await Refused(house, "mpfs-rvu", "PPRRVU2026_Jan.csv", PublishedFiles.Rvu(2025, 10_001, false))).Message);
        Assert.Contains("no column \"WORK RVU\"", (await Refused(house, "mpfs-rvu", "PPRRVU2025_Jan.csv", Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(PublishedFiles.Rvu(2025, 3, false)).Replace("WORK", "LABOR")))).Message);
        Assert.Equal("PPRRVU2025_Jan.csv line 13", (await Refused(house, "mpfs-rvu", "PPRRVU2025_Jan.csv", PublishedFiles.Rvu(2025, 3, false)[..^40])).Place);
    }

    [Fact]
    public async Task A_release_with_far_fewer_rows_than_the_one_before_is_refused_unless_it_is_meant()
    {
        await using var house = await House.Open("sqlite");
        await Import(house, "ncci-ptp", "ccipra-v321r0-f1.txt", PublishedFiles.Ptp(Pairs));
        var fewer = PublishedFiles.Ptp(Pairs[..2]);
        Assert.Contains("2 rows, and v32.1 had 4", (await Refused(house, "ncci-ptp", "ccipra-v322r0-f1.txt", fewer)).Message);
        var taken = await Import(house, "ncci-ptp", "ccipra-v322r0-f1.txt", fewer, takeFewer: true);
        Assert.Equal((0, 2, 0), (taken.Since!.Added.Count, taken.Since.Removed.Count, taken.Since.Changed.Count));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Units_are_those_of_the_quarter_of_the_day_of_service(string kind)
    {
        await using var house = await House.Open(kind);
        await Import(house, "ncci-mue", "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", PublishedFiles.Mue("97811,2,3 Date of Service Edit: Clinical", "97810,1,2 Date of Service Edit: Policy"));
        var next = await Import(house, "ncci-mue", "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv", PublishedFiles.Mue("97811,3,3 Date of Service Edit: Clinical", "97810,1,2 Date of Service Edit: Policy"));
        Assert.Equal(["97811"], next.Since!.Changed);
        var library = await CodeLibrary.Open(house.Work);
        Assert.Equal(2, (await library.Mue(PtpTable.Practitioner, new(2026, 6, 30)))!["97811"].Units);
        Assert.Equal(new MueLimit("97811", 3, '3'), (await library.Mue(PtpTable.Practitioner, new(2026, 7, 1)))!["97811"]);
        Assert.Null(await library.Mue(PtpTable.Practitioner, new(2026, 3, 31)));
    }

    [Fact]
    public async Task A_HCPCS_record_goes_on_over_lines_and_modifiers_stand_beside_codes()
    {
        await using var house = await House.Open("sqlite");
        string[] lines = [PublishedFiles.Hcpcs("J1885", '3', "Injection, ketorolac tromethamine, per", "Ketorolac inj", "19980101"), PublishedFiles.Hcpcs("J1885", '4', "15 mg"), PublishedFiles.Hcpcs("A0888", '3', "Noncovered ambulance mileage", "Mileage", "19950101", "20231231", 'M'), PublishedFiles.Hcpcs("KX", '7', "Requirements met", "Met", "20020701"), .. PublishedFiles.HcpcsFiller(5_000)];
        var bytes = PublishedFiles.Zip(("readme.txt", "x"u8.ToArray()), ("HCPC2026_OCT_ANWEB.txt", Encoding.ASCII.GetBytes(string.Join("\r\n", lines))));
        var imported = await Import(house, "hcpcs-anweb", "october-2026-alpha-numeric.zip", bytes);
        Assert.Equal((new DateOnly(2026, 10, 1), 5_003), (imported.Release.From, imported.Release.Rows));
        var library = await CodeLibrary.Open(house.Work);
        var kind = CodeFileKind.Of("hcpcs-anweb")!;
        var found = Assert.Single(await CodeShown.Of(library, kind, "j1885", new(2026, 11, 1)));
        Assert.Contains(("title", "Injection, ketorolac tromethamine, per 15 mg"), found.Facts);
        Assert.Single(await CodeShown.Of(library, kind, "A0888", new(2023, 12, 31)));
        Assert.Empty(await CodeShown.Of(library, kind, "A0888", new(2024, 1, 1)));
        Assert.Contains(("record", "M"), Assert.Single(await CodeShown.Of(library, kind, "KX", new(2026, 1, 1))).Facts);
    }

    [Fact]
    public async Task The_fee_schedule_is_read_by_the_names_of_its_columns_which_move_between_years()
    {
        await using var house = await House.Open("sqlite");
        await Import(house, "mpfs-rvu", "PPRRVU2025_Jan.csv", PublishedFiles.Rvu(2025, 10_000, hasPricingIndicator: false, "97810,,A title of the AMA,R,,0.60", "G0283,,Electrical stimulation,A,,0.18"));
        var next = await Import(house, "mpfs-rvu", "PPRRVU2026_Jan.csv", PublishedFiles.Rvu(2026, 10_000, hasPricingIndicator: true, "97810,,A title of the AMA,R,,0.61", "G0283,,Electrical stimulation,A,,0.18"));
        Assert.Equal(["97810\t"], next.Since!.Changed);
        var library = await CodeLibrary.Open(house.Work);
        var kind = CodeFileKind.Of("mpfs-rvu")!;
        var old = Assert.Single(await CodeShown.Of(library, kind, "97810", new(2025, 12, 31)));
        Assert.Contains(("workRvu", "0.60"), old.Facts);
        Assert.Contains(("conversionFactor", "32.3465"), old.Facts);
        Assert.DoesNotContain(old.Facts, f => f.Name == "title");
        Assert.Contains(("workRvu", "0.61"), Assert.Single(await CodeShown.Of(library, kind, "97810", new(2026, 1, 1))).Facts);
        Assert.Contains(("title", "Electrical stimulation"), Assert.Single(await CodeShown.Of(library, kind, "G0283", new(2026, 1, 1))).Facts);
    }

    [Fact]
    public async Task Windows_letters_quoted_commas_and_a_zip_without_the_file_are_understood()
    {
        await using var house = await House.Open("sqlite");
        var rows = Enumerable.Range(0, 500).Select(i => $"{i:000000000}X,G,C,S,D,,Caf\u00e9 {i},Individual").Prepend("171100000X,\"Other, Service\",Acupuncturist,,\"He said \"\"hi\"\"\",,\"Acupuncturist, licensed\",Individual");
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(1252).GetBytes("Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section\r\n" + string.Join("\r\n", rows));
        var imported = await Import(house, "taxonomy", "nucc_taxonomy_251.csv", bytes);
        Assert.Equal(("v25.1", new DateOnly(2025, 7, 1)), (imported.Release.Name, imported.Release.From));
        var library = await CodeLibrary.Open(house.Work);
        Assert.Contains(("name", "Acupuncturist, licensed"), Assert.Single(await CodeShown.Of(library, CodeFileKind.Of("taxonomy")!, "171100000X", new(2026, 1, 1))).Facts);
        Assert.Contains(("name", "Café 7"), Assert.Single(await CodeShown.Of(library, CodeFileKind.Of("taxonomy")!, "000000007X", new(2026, 1, 1))).Facts);
        Assert.Contains("readme.txt", (await Refused(house, "mpfs-rvu", "rvu26a.zip", PublishedFiles.Zip(("readme.txt", "x"u8.ToArray())))).Message);
        var year = PublishedFiles.Rvu(2026, 10_001, hasPricingIndicator: true);
        Assert.Contains("several files", (await Refused(house, "mpfs-rvu", "rvu26a.zip", PublishedFiles.Zip(("PPRRVU2026_Jan_QPP.csv", year), ("PPRRVU2026_Jan_nonQPP.csv", year)))).Message);
        Assert.Equal("nonQPP", (await Import(house, "mpfs-rvu", "PPRRVU2026_Jan_nonQPP.csv", year)).Release.Part);
        Assert.Contains("cannot be unpacked", (await Refused(house, "mpfs-rvu", "rvu26a.zip", PublishedFiles.Zip(("PPRRVU2026_Jan.csv", new byte[1000]))[..80])).Message);
    }

    [SharedFact]
    public async Task All_pairs_of_a_quarter_are_held_and_say_what_the_published_acupuncture_pairs_say()
    {
        await using var house = await House.Open("sqlite");
        // The corpus has lost the first days: 1 January 1996 stands for them.
        using var packed = new System.IO.Compression.GZipStream(File.OpenRead(SharedFolder.PathTo("corpus", "codes", "ncci", "ptp_practitioner_2024q3.csv.gz")), System.IO.Compression.CompressionMode.Decompress);
        using var text = new StreamReader(packed);
        var file = new StringBuilder(PublishedFiles.PtpHeading);
        var count = 0;
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            file.Append(cells[0]).Append('\t').Append(cells[1]).Append("\t\t19960101\t").Append(cells[2] is "" or "NA" ? "*" : cells[2]).Append('\t').Append(cells[3]).Append("\tx\r\n");
            count++;
        }

        var imported = await Import(house, "ncci-ptp", "ccipra-v302r0-f1.txt", Encoding.ASCII.GetBytes(file.ToString()));
        Assert.Equal((2_546_016, count), (imported.Release.Rows, count));
        var table = (await (await CodeLibrary.Open(house.Work)).Ptp(PtpTable.Practitioner))!;
        Assert.Equal(count, table.Count);
        var acupuncture = File.ReadLines(SharedFolder.PathTo("corpus", "codes", "ncci", "acupuncture_ptp_subset.csv")).Skip(1).Select(l => l.Split(',')).ToList();
        Assert.Equal(1_984, acupuncture.Count);
        Assert.All(acupuncture, pair => Assert.Equal(pair[3], table.Find(pair[0], pair[1], new(2024, 8, 1))?.Indicator.ToString()));
    }
}
