using System.Globalization;
using System.Text;
using CleanClaim.X12.Partners;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>
/// Levels 5 and 7 in whole generated transactions: a code that its list does not have on the day that counts is told wherever one may stand, and no other; so is what a partner
/// does not take, wherever it stands.
/// </summary>
public sealed class PlantedCodesTests
{
    private static readonly int[] Seeds = [2, 3, 4];

    /// <summary>Lists that have every code but one, and know whether a day was named.</summary>
    private sealed class AllBut(CodeKind kind, string code, bool isDated) : ICodeSets
    {
        public bool Has(CodeKind set) => true;

        public CodeValidity Of(CodeKind set, ReadOnlySpan<byte> asked, DateOnly? on) =>
            set == kind && asked.SequenceEqual(Encoding.ASCII.GetBytes(code)) && on.HasValue == isDated ? CodeValidity.NotValid : CodeValidity.Valid;
    }

    [Theory]
    [InlineData("837P", "2000A PRV 3", "999999999X", CodeKind.Taxonomy, "999999999X", "CODE-TAXONOMY PRV03", false)]
    [InlineData("837P", "2300 CLM 5", "12:B:1", CodeKind.PlaceOfService, "12", "CODE-PLACE CLM05-1", true)]
    [InlineData("837P", "2300 HI(ABK) 1", "ABK:G8929", CodeKind.Icd10Cm, "G8929", "CODE-ICD10CM HI01-2", true)]
    [InlineData("837P", "2400 SV1 1", "HC:99999", CodeKind.Cpt, "99999", "CODE-CPT SV101-2", true)]
    [InlineData("837P", "2400 SV1 1", "HC:Q9999", CodeKind.Hcpcs, "Q9999", "CODE-HCPCS SV101-2", true)]
    [InlineData("837P", "2400 SV1 5", "12", CodeKind.PlaceOfService, "12", "CODE-PLACE SV105", true)]
    [InlineData("837P", "2430 SVD 3", "HC:99999", CodeKind.Cpt, "99999", "CODE-CPT SVD03-2", true)]
    [InlineData("837P", "2320 CAS 2", "999", CodeKind.AdjustmentReason, "999", "CODE-CARC CAS02", false)]
    [InlineData("837I", "2300 CLM 5", "13:A:1", CodeKind.BillType, "131", "CODE-BILL CLM05-1", false)]
    [InlineData("837I", "2300 HI(ABK) 1", "ABK:G8929", CodeKind.Icd10Cm, "G8929", "CODE-ICD10CM HI01-2", true)]
    [InlineData("837I", "2300 HI(BBQ) 1", "BBQ:0BJ08ZZ:D8:20260103", CodeKind.Icd10Pcs, "0BJ08ZZ", "CODE-ICD10PCS HI01-2", true)]
    [InlineData("837I", "2300 HI(BG) 1", "BG:99", CodeKind.Condition, "99", "CODE-CONDITION HI01-2", true)]
    [InlineData("837I", "2300 HI(BH) 1", "BH:99:D8:20260103", CodeKind.Occurrence, "99", "CODE-OCCURRENCE HI01-2", true)]
    [InlineData("837I", "2300 HI(BI) 1", "BI:99:RD8:20260103-20260105", CodeKind.Occurrence, "99", "CODE-OCCURRENCE HI01-2", true)]
    [InlineData("837I", "2300 HI(BE) 1", "BE:99:::5", CodeKind.ValueCode, "99", "CODE-VALUE HI01-2", true)]
    [InlineData("837I", "2300 HI(DR) 1", "DR:999", CodeKind.Drg, "999", "CODE-DRG HI01-2", true)]
    [InlineData("837I", "2300 CL1 1", "8", CodeKind.AdmissionType, "8", "CODE-ADMISSION-TYPE CL101", true)]
    [InlineData("837I", "2300 CL1 2", "8", CodeKind.AdmissionSource, "8", "CODE-ADMISSION-SOURCE CL102", true)]
    [InlineData("837I", "2300 CL1 3", "99", CodeKind.DischargeStatus, "99", "CODE-DISCHARGE-STATUS CL103", true)]
    [InlineData("837I", "2400 SV2 1", "0999", CodeKind.Revenue, "0999", "CODE-REVENUE SV201", true)]
    [InlineData("837I", "2400 SV2 2", "HC:99999", CodeKind.Cpt, "99999", "CODE-CPT SV202-2", true)]
    [InlineData("837D", "2400 SV3 1", "AD:D9999", CodeKind.Cdt, "D9999", "CODE-CDT SV301-2", true)]
    [InlineData("837D", "2400 SV3 3", "12", CodeKind.PlaceOfService, "12", "CODE-PLACE SV303", true)]
    [InlineData("835", "2100 CAS 2", "999", CodeKind.AdjustmentReason, "999", "CODE-CARC CAS02", true)]
    [InlineData("835", "2110 CAS 2", "999", CodeKind.AdjustmentReason, "999", "CODE-CARC CAS02", true)]
    [InlineData("835", "2110 SVC 1", "HC:99999", CodeKind.Cpt, "99999", "CODE-CPT SVC01-2", true)]
    [InlineData("835", "2100 MOA 3", "N999", CodeKind.Remark, "N999", "CODE-RARC MOA03", true)]
    [InlineData("277", "2200D STC 1", "F1:999", CodeKind.Status, "999", "CODE-STATUS STC01-2", true)]
    [InlineData("277CA", "2200D STC 1", "A9:19", CodeKind.StatusCategory, "A9", "CODE-STATUS-CATEGORY STC01-1", true)]
    [InlineData("276", "2210D SVC 1", "HC:99999", CodeKind.Cpt, "99999", "CODE-CPT SVC01-2", true)]
    [InlineData("278", "2000F SV1 1", "HC:99999", CodeKind.Cpt, "99999", "CODE-CPT SV101-2", true)]
    public void A_code_that_its_list_does_not_have_on_the_day_is_told_alone(string name, string place, string value, CodeKind kind, string code, string expected, bool isDated)
    {
        var (at, planted) = (place.Split(' '), 0);
        foreach (var (segments, rows, seed) in Samples(name))
            for (var i = 0; i < rows.Count; i++)
            {
                var values = segments[i + 3].Split('*');
                var (id, element) = (at[1].Split('(')[0], int.Parse(at[2], CultureInfo.InvariantCulture));
                if (rows[i].Loop.Id != at[0] || values[0] != id || values.Length <= element || values[element].Length == 0 || (at[1].Contains('(', StringComparison.Ordinal) && !values[1].StartsWith(at[1].Split('(', ')')[1], StringComparison.Ordinal))) continue;
                planted++;
                var body = segments[3..^4].Select((s, n) => n == i ? string.Join('*', values.Select((v, e) => e == element ? value : v)) : s).ToList();
                Assert.Equal($"seed {seed}: {expected} {i + 2}", $"seed {seed}: {Told(segments, body, new() { CodeSets = new AllBut(kind, code, isDated) })}");
            }

        Assert.True(planted > 0, "no place for it was generated");
    }

    /// <summary>Of every segment that a generated transaction has: forbidden, it is told wherever it stands; an element of it that is demanded, wherever it is not.</summary>
    [Theory]
    [InlineData("837P")]
    [InlineData("837I")]
    [InlineData("837D")]
    [InlineData("835")]
    [InlineData("270")]
    [InlineData("276")]
    [InlineData("278")]
    [InlineData("834")]
    public void What_a_partner_does_not_take_is_told_wherever_it_stands(string name)
    {
        var demands = 0;
        foreach (var (segments, rows, seed) in Samples(name))
            foreach (var row in rows.DistinctBy(r => (r.Loop.Id, r.Id)).Where((_, n) => n % 3 == seed % 3))
            {
                demands++;
                var place = $"{(row.Loop.Id.Length > 0 ? row.Loop.Id : "-")} {row.Id}";
                var there = Enumerable.Range(0, rows.Count).Where(i => rows[i].Loop.Id == row.Loop.Id && rows[i].Id == row.Id).ToList();
                Assert.Equal(string.Join(", ", there.Select(i => $"PARTNER-R  {i + 2}")), Told(segments, segments[3..^4], Profile($"R {name} forbid {place}")));
                if (row.Elements.FirstOrDefault(e => e.Usage == Usage.Situational && e.Type != ElementType.Composite) is not { } element) continue;
                var lacks = there.Where(i => segments[i + 3].Split('*') is var v && (v.Length <= element.Position || v[element.Position].Length == 0)).Select(i => $"PARTNER-R {row.Id}{element.Position:00} {i + 2}");
                Assert.Equal(string.Join(", ", lacks), Told(segments, segments[3..^4], Profile(string.Create(CultureInfo.InvariantCulture, $"R {name} require {place}{element.Position:00}"))));
            }

        Assert.True(demands >= 10, $"{demands} demands");
    }

    private static ValidationOptions Profile(string row) =>
        new() { Partner = Assert.IsType<PartnerReading.Read>(PartnerProfile.Read(new StringReader("partner ACME\nsource ACME companion guide 1.0\n" + row))).Profile };

    private static IEnumerable<(string[] Segments, IReadOnlyList<SegmentUse> Rows, int Seed)> Samples(string name) => Seeds.Select(seed =>
    {
        var (file, rows) = GuidePropertyTests.Sample(Guides.Named(name)!, seed).Make();
        return (Encoding.Latin1.GetString(file).ReplaceLineEndings("").Split('~'), rows, seed);
    });

    private static string Told(string[] envelope, IReadOnlyList<string> body, ValidationOptions options)
    {
        List<Fault> faults = [];
        var file = string.Join('~', [.. envelope[..3], .. body, $"SE*{body.Count + 2}*0001", .. envelope[^3..]]);
        X12Validator.Validate(new MemoryStream(Encoding.Latin1.GetBytes(file)), faults.Add, options);
        return string.Join(", ", faults.OrderBy(f => f.Place.Position).Select(f => $"{f.Rule} {f.ElementName} {f.Place.Position}"));
    }
}
