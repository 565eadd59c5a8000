using CleanClaim.X12.Tests.Tool;
using CleanClaim.X12.Validation;

namespace CleanClaim.X12.Tests.Validation;

/// <summary>Lists of codes as their keepers publish them, and as a plain table; codes and days are invented.</summary>
public sealed class CodeListFileTests
{
    // Columns as CMS has them: code 7-13, whether it may be billed 15.
    private const string Order = "00001 M54     0 Back pain                      Back pain\n00002 M5450   1 Low back pain                  Low back pain\n";

    /// <summary>A record of CMS's contractor file: code 1-5, kind 11, added 269-276, ended 285-292.</summary>
    private static string Anweb(string code, char kind, string added, string ended) => $"{code}00100{kind}".PadRight(268) + added.PadRight(16) + ended.PadRight(8) + "N".PadRight(28) + "\n";

    [Theory]
    [InlineData("M5450", "2025-10-01", CodeValidity.Valid)]
    [InlineData("M5450", "2026-10-01", CodeValidity.NotLoaded)]
    [InlineData("M54", "2026-01-06", CodeValidity.NotValid)]
    public void The_order_file_holds_its_fiscal_year(string code, string on, CodeValidity validity) =>
        Assert.Equal(validity, Of(CodeKind.Icd10Cm, "icd10cm_order_2026.txt", Order, code, on));

    [Theory]
    [InlineData("A0429", "2026-01-06", CodeValidity.Valid)]
    [InlineData("A0429", "2019-01-06", CodeValidity.Valid)]
    [InlineData("G9001", "2026-06-30", CodeValidity.Valid)]
    [InlineData("G9001", "2026-07-01", CodeValidity.NotValid)]
    [InlineData("G9002", "2026-01-06", CodeValidity.NotValid)]
    [InlineData("G9002", "2025-01-06", CodeValidity.NotLoaded)]
    public void The_contractor_file_has_codes_with_their_days(string code, string on, CodeValidity validity) =>
        Assert.Equal(validity, Of(CodeKind.Hcpcs, "HCPC2026_JAN_ANWEB.txt", Anweb("A0429", '3', "19940101", "") + Anweb("A0429", '4', "19940101", "") + Anweb("G9001", '3', "20200101", "20260630"), code, on));

    [Theory]
    [InlineData("45", "2026-01-06", CodeValidity.Valid)]
    [InlineData("17", "2009-06-01", CodeValidity.Valid)]
    [InlineData("17", "2026-01-06", CodeValidity.NotValid)]
    public void A_table_names_its_columns(string code, string on, CodeValidity validity)
    {
        Assert.Equal(validity, Of(CodeKind.AdjustmentReason, "carc.csv", "Code,Description,Start Date,Last Modified,Stop Date\n45,\"Over the fee,\nsays the payer\",1/1/1995,7/1/2017,\n17,Gone,1995-01-01,,20090701\n", code, on));
        Assert.Equal(validity, Of(CodeKind.AdjustmentReason, "CARC.tsv", "# mine\n45\t1995-01-01\n17\t1995-01-01\t2009-07-01\n", code, on));
    }

    [Theory]
    [InlineData("codes.txt", "45", "is named as no list is")]
    [InlineData("carc.csv", "45,yesterday", "\"yesterday\" is no day")]
    [InlineData("carc.csv", "", "The file has no code.")]
    [InlineData("icd10cm_order.txt", Order, "does not say its year")]
    [InlineData("HCPC2026_ANWEB.txt", "PK zip", "Unpack the zip")]
    public void What_is_no_list_is_refused_with_what_to_do(string name, string text, string says) =>
        Assert.Contains(says, Assert.IsType<CodeListReading.Refused>(CodeListFile.Read(name, new StringReader(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_verb_takes_a_folder_of_lists()
    {
        var folder = Directory.CreateTempSubdirectory("lists");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "cpt.tsv"), "97810\n97811\n");
            File.WriteAllText(Path.Combine(folder.FullName, "icd10cm_order_2026.txt"), Order);
            var ran = ToolTests.Run(SampleFiles.Claims837(), "validate", "-", "--codes", folder.FullName);
            Assert.Equal(1, ran.Code);
            Assert.Contains("SV101-2 is \"99213\"", ran.Out, StringComparison.Ordinal);
            Assert.Contains("CODE-ICD10CM", ran.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("not evaluated: ICD-10-CM", ran.Out, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder.FullName, "carc.csv"), "45,yesterday\n");
            var refused = ToolTests.Run(SampleFiles.Claims837(), "validate", "-", "--codes", folder.FullName);
            Assert.Equal((2, ""), (refused.Code, refused.Out));
            Assert.Contains("carc.csv:1: ", refused.Err, StringComparison.Ordinal);
            Assert.Equal(2, ToolTests.Run(null, "validate", "-", "--codes", Path.Combine(folder.FullName, "missing")).Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static CodeValidity Of(CodeKind kind, string name, string text, string code, string on)
    {
        var read = Assert.IsType<CodeListReading.Read>(CodeListFile.Read(name, new StringReader(text)));
        Assert.Equal(kind, read.Kind);
        return read.Table.Of(System.Text.Encoding.ASCII.GetBytes(code), DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture));
    }
}
