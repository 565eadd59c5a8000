using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CleanClaim.Billing.Submissions.Paper;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Testing;
using CleanClaim.X12.Transactions;

namespace CleanClaim.Billing.Tests.Submissions;

public sealed partial class PaperFormsTests
{
    private static readonly PaperForm Cms1500 = PaperForm.Of("cms1500")!;

    /// <summary>A child's eight services after a fall at school, the mother insured; the second plan paid 20.00 before.</summary>
    private static byte[] Claim837(int services = 8, string subscriber = "SBR*P**G-4471*EVERGREEN GOLD*****CI", string street = "12 Lake St.")
    {
        List<string> claim =
        [
            "BHT*0019*00*77-1*20261119*1200*CH", "NM1*41*2*JUNIPER*****46*JUNIPER", "PER*IC*BILLING*TE*3035550100", "NM1*40*2*CLEARINGHOUSE*****46*CH",
            "HL*1**20*1", "PRV*BI*PXC*171100000X", "NM1*85*2*JUNIPER ACUPUNCTURE*****XX*1999001013", "N3*700 Pine Ave", "N4*DENVER*CO*802021234", "REF*EI*840990011", "PER*IC*DESK*TE*3035550199",
            "HL*2*1*22*1", subscriber, "NM1*IL*1*WHITFIELD*ANNA*R***MI*EGH318820945", $"N3*{street}", "N4*DENVER*CO*80203", "DMG*D8*19850214*F", "NM1*PR*2*EVERGREEN HEALTH PLAN*****PI*77001", "N3*400 CEDAR WAY", "N4*DENVER*CO*80202",
            "HL*3*2*23*0", "PAT*19", "NM1*QC*1*WHITFIELD*THOMAS*J**JR", "N3*12 Lake St.", "N4*DENVER*CO*80203", "DMG*D8*20160403*M",
            $"CLM*K7M2QX9RTB4C*{services * 45}***11:B:7*Y*A*Y*Y*P*OA", "DTP*431*D8*20261101", "DTP*439*D8*20261101", "REF*G1*AUTH-88", "REF*F8*EG1", "NTE*ADD*FELL AT SCHOOL", "HI*ABK:M5450*ABF:M542*ABF:S134XXA*ABF:M25511*ABF:M25512",
            "NM1*DN*1*HALE*ROSA*M**MD*XX*1245319599", "NM1*82*1*STONE*MARA****XX*1588004048", "PRV*PE*PXC*171100000X",
            "SBR*S*18*H-2******CI", "AMT*D*20", "OI***Y*P**Y", "NM1*IL*1*WHITFIELD*PAUL****MI*LK5", "NM1*PR*2*LAKESIDE MUTUAL*****PI*88002",
        ];
        for (var i = 1; i <= services; i++) claim.AddRange([$"LX*{i}", $"SV1*HC:97810:GP{(i == 2 ? ":59" : "")}*45*UN*1***1:{(i % 4) + 2}", $"DTP*472*D8*202611{i:00}", $"REF*6R*L{i}"]);
        string[] all = ["ISA*00*          *00*          *ZZ*JUNIPER        *ZZ*CH             *261119*1200*^*00501*000000077*0*T*:", "GS*HC*JUNIPER*CH*20261119*1200*77*X*005010X222A1", "ST*837*0001*005010X222A1", .. claim, $"SE*{claim.Count + 2}*0001", "GE*1*77", "IEA*1*000000077", ""];
        return Encoding.ASCII.GetBytes(string.Join("~\n", all));
    }

    private static IReadOnlyList<PaperPage> Pages(byte[] file) => Cms1500.Fill(Claims837.Read(new MemoryStream(file)).Single(), PaperGrid.Of("cms1500"));

    [Fact]
    public void Six_services_stand_on_a_page_and_each_page_has_the_total_of_its_own()
    {
        var pages = Pages(Claim837());
        GoldenFile.Check(string.Join("\f\n", pages), "cms1500.txt");
        Assert.Equal(["270 00", "90 00"], pages.Select(p => p.Texts.Single(t => t is { Line: 56, Column: > 50 and < 60 }).Text));
        Assert.Equal(["20 00"], pages.SelectMany(p => p.Texts).Where(t => t is { Line: 56, Column: > 60 }).Select(t => t.Text));
    }

    [Fact]
    public void Medicare_first_prints_NONE_and_names_no_insured_and_no_other_plan()
    {
        var page = Pages(Claim837(1, "SBR*P**G-4471******MB"))[0].ToString().Split('\n');
        Assert.Equal("NONE", page[17][49..].Trim());
        Assert.Equal("X", page[7][..1]);
        Assert.True(page[9].Length < 50 && page[25].Trim().Length == 0, "4, 9d and 11d stay empty");
    }

    [Fact]
    public void What_does_not_fit_is_cut_and_told_and_an_amount_is_never_cut()
    {
        var cut = Pages(Claim837(1, street: "1200 Southwest Meadowbrook Heights Boulevard"))[0].Cut;
        Assert.Contains(cut, c => c is { Field: "7.street", Whole: "1200 SOUTHWEST MEADOWBROOK HEIGHTS BOULEVARD", Printed: "1200 SOUTHWEST MEADOWBROOK H", PatientControlNumber: "K7M2QX9RTB4C" });
        var page = new PaperPage(PaperGrid.Of("cms1500"), "K7", 1);
        page.Put("28", "123456 78");
        Assert.Empty(page.Texts);
        Assert.Equal("", Assert.Single(page.Cut).Printed);
    }

    [ProgramFact("pdftotext", "poppler-utils")]
    public async Task Each_letter_stands_at_its_place_of_the_form_in_the_PDF()
    {
        var grid = PaperGrid.Of("cms1500");
        var file = Path.Combine(Directory.CreateTempSubdirectory("cleanclaim-test-").FullName, "f.pdf");
        foreach (var isOverlay in new[] { true, false })
        {
            var printed = PrintClaims.Run("a.837", new MemoryStream(Claim837()), Cms1500, grid, isOverlay);
            Assert.Equal((1, 2), (printed.Claims, printed.Pages));
            await File.WriteAllBytesAsync(file, printed.Pdf!);
            Assert.Equal(0, (await SystemProgram.RunAsync("qpdf", "--check", file)).ExitCode);
            var words = Word().Matches((await SystemProgram.RunAsync("pdftotext", "-bbox", "-l", "1", file, "-")).Output)
                .Select(m => (X: Number(m, 1), Y: Number(m, 2), Text: m.Groups[3].Value)).ToList();
            // Ten characters an inch from a quarter of an inch on, six lines an inch: the upper edge of a letter lies within its line.
            foreach (var (line, column, text) in Pages(Claim837())[0].Texts)
                Assert.Contains(words, w => w.Text == text.Split(' ')[0] && Math.Abs(w.X - (18 + ((column - 1) * 7.2))) < 0.6 && w.Y > ((line - 1) * 12) - 3 && w.Y < line * 12);
            Assert.Equal(isOverlay, !words.Any(w => w.Text == "Relation"));
        }

        static double Number(Match m, int group) => double.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_grid_of_ones_own_is_refused_with_its_line_where_a_field_is_off_the_page_or_missing()
    {
        var own = PaperGrid.Of("ub04");
        var text = File.ReadAllText(Checkout.PathTo("data", "ub04.grid"));
        Assert.Equal(2, PaperGrid.Parse("mine.grid", text.Replace("field 3a 1 53 24", "field 3a 2 53 24"), own)["3a"].Line);
        Assert.Equal("mine.grid line 13", Refused("field 3a 1 53 24", "field 3a 1 70 24"));
        Assert.Equal("mine.grid line 13", Refused("field 3a 1 53 24", "field 3a 1 fifty 24"));
        Assert.Equal("mine.grid", Refused("field 3a 1 53 24\n", ""));

        string Refused(string was, string now) => Assert.Throws<BadInputException>(() => PaperGrid.Parse("mine.grid", text.Replace(was, now), own)).Faults[0].Place;
    }

    [SharedFact]
    public void Fields_stand_where_the_published_places_are()
    {
        var grid = PaperGrid.Of("cms1500");
        var ours = grid.Fields.SelectMany(f => Enumerable.Range(0, 6).Select(row => (Line: f.Line + (row * f.Every), f.Column))).ToHashSet();
        var rows = File.ReadLines(SharedFolder.PathTo("corpus", "codes", "forms", "cms1500_grid.csv")).Skip(1).Select(r => r.Split(',')).ToList();
        Assert.Equal(122, rows.Count);
        // A date of ten characters is one field of ours; the published list gives its month, day and year.
        Assert.Empty(rows.Select(r => (Box: r[0], Name: r[1], Line: int.Parse(r[2], CultureInfo.InvariantCulture), Column: int.Parse(r[3], CultureInfo.InvariantCulture)))
            .Where(r => !ours.Contains((r.Line, r.Column)) && !(r.Box is "14" or "15" && r.Name.StartsWith("Date", StringComparison.Ordinal))));
    }

    [SharedFact]
    public void Every_claim_of_the_corpus_is_printed_on_its_form()
    {
        var printed = 0;
        foreach (var file in new[] { "837P", "837I" }.SelectMany(kind => Directory.GetFiles(SharedFolder.PathTo("corpus", "x12", kind))))
            foreach (var form in PaperForm.All)
                try
                {
                    printed += PrintClaims.Run(Path.GetFileName(file), new MemoryStream(File.ReadAllBytes(file)), form, PaperGrid.Of(form.Name), isOverlay: true).Claims;
                }
                catch (BadInputException e)
                {
                    // A file that is broken as a file is refused with its line, and printed in no part.
                    Assert.Contains("cannot be read as X12", e.Faults[0].Message);
                }

        TestNotes.Add($"paper forms: {printed} claims of the corpus printed");
        Assert.True(printed > 100, $"{printed} claims were printed");
    }

    [GeneratedRegex("""<word xMin="([0-9.]+)" yMin="([0-9.]+)"[^>]*>([^<]*)</word>""")]
    private static partial Regex Word();
}
