using System.Text;
using System.Text.Json;
using CleanClaim.X12.Tests.Transactions;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Verbs;

public class ToJsonTests
{
    private static List<JsonElement> Lines(Stream file, int exitCode = 0)
    {
        var output = new MemoryStream();
        Assert.Equal(exitCode, X12Verbs.ToJson(file, output, new StringWriter()));
        return [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    private static string? Text(JsonElement of, params string[] path) => path.Aggregate(of, (e, name) => e.GetProperty(name)).GetString();

    [Fact]
    public void A_payment_stands_before_its_claims_and_says_whether_it_balances()
    {
        var lines = Lines(Sample.File("835", "005010X221A1", Sample.Remittance));
        Assert.Equal(["payment", "claimPayment"], lines.Select(l => Text(l, "type")));
        var payment = lines[0];
        Assert.Equal(("ACH", "92.50", "2026-03-10", "EFT0001"), (Text(payment, "method"), Text(payment, "amount"), Text(payment, "date"), Text(payment, "traceNumber")));
        Assert.Equal((1, "112.50"), (payment.GetProperty("claims").GetInt32(), Text(payment, "claimsPaid")));
        Assert.Equal(("WO", "ICN12", "20.00"), (Text(payment.GetProperty("providerAdjustments")[0], "reason"),
            Text(payment.GetProperty("providerAdjustments")[0], "reference"), Text(payment.GetProperty("providerAdjustments")[0], "amount")));
        Assert.True(payment.GetProperty("balanced").GetBoolean());
        Assert.Equal("0.00", Text(payment, "difference"));
    }

    /// <summary>Few lines are moved behind the payment's, more go out behind it, and of very many the sums are read beforehand: the reader sees no difference.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    [InlineData(12_000)]
    public void A_payment_stands_before_its_claims_however_many_they_are(int claims)
    {
        var many = string.Concat(Enumerable.Range(1, claims).Select(n => $"CLP*P{n}*1*12.34*0.5**12*X{n}\nNM1*QC*1*DOE*ANN\n"));
        var lines = Lines(Sample.File("835", "005010X221A1", many));
        Assert.Equal(["payment", .. Enumerable.Repeat("claimPayment", claims)], lines.Select(l => Text(l, "type")));
        Assert.Equal((claims, $"{claims / 2}.{claims % 2 * 50:00}"), (lines[0].GetProperty("claims").GetInt32(), Text(lines[0], "claimsPaid")));
        Assert.Equal(Enumerable.Range(1, claims).Select(n => $"P{n}"), lines.Skip(1).Select(l => Text(l, "patientControlNumber")));
        Assert.All(lines.Skip(1), claim => Assert.Equal(("12.34", "0.50"), (Text(claim, "charge"), Text(claim, "paid"))));
    }

    [Fact]
    public void A_check_a_cent_too_high_shows_the_cent_as_difference()
    {
        var payment = Lines(Sample.File("835", "005010X221A1", Sample.Remittance.Replace("BPR*I*92.5*", "BPR*I*92.51*", StringComparison.Ordinal)))[0];
        Assert.False(payment.GetProperty("balanced").GetBoolean());
        Assert.Equal("0.01", Text(payment, "difference"));
    }

    [Fact]
    public void A_claim_payment_has_the_documented_fields()
    {
        var claim = Lines(Sample.File("835", "005010X221A1", Sample.Remittance))[1];
        Assert.Equal(("PCN-1", "1", "170.00", "112.50", "20.00"), (Text(claim, "patientControlNumber"), Text(claim, "status"), Text(claim, "charge"),
            Text(claim, "paid"), Text(claim, "patientResponsibility")));
        Assert.Equal(("11", "1", "GOLD", "2026-03-01", "2026-03-03"), (Text(claim, "placeOfService"), Text(claim, "frequency"), Text(claim, "contractClass"),
            Text(claim, "from"), Text(claim, "received")));
        Assert.Equal(("1234567893", "351234567"), (Text(claim, "payee", "npi"), Text(claim, "payee", "taxId")));
        Assert.Equal(("ANNA", "M124"), (Text(claim, "correctedPatient", "firstName"), Text(claim, "correctedPatient", "memberId")));
        Assert.Equal(["MA01", "N130"], claim.GetProperty("remarks").EnumerateArray().Select(r => r.GetString()));
        var line = claim.GetProperty("lines")[0];
        Assert.Equal(("97810", "97811", "150.00", "92.50", "1", "112.50", "L1"), (Text(line, "code"), Text(line, "submittedCode"), Text(line, "charge"),
            Text(line, "paid"), Text(line, "units"), Text(line, "allowed"), Text(line, "controlNumber")));
        Assert.Equal([("CO", "45", "27.50"), ("CO", "253", "10.00"), ("PR", "2", "20.00")],
            line.GetProperty("adjustments").EnumerateArray().Select(a => (Text(a, "group")!, Text(a, "reason")!, Text(a, "amount")!)));
        Assert.Equal("QQQ", Text(claim.GetProperty("lines")[1].GetProperty("segments")[0], "id"));
    }

    [Fact]
    public void Remark_codes_of_a_claim_are_told_once_however_many_and_long()
    {
        string[] codes = [.. Enumerable.Range(1, 20).Select(i => $"N{i}"), "ALONGERCODE"];
        var remarks = string.Join('\n', codes.Concat(codes).Select(c => "LQ*HE*" + c));
        var claim = Lines(Sample.File("835", "005010X221A1", Sample.Remittance.Replace("LQ*HE*N130", remarks, StringComparison.Ordinal)))[1];
        Assert.Equal(["MA01", .. codes], claim.GetProperty("remarks").EnumerateArray().Select(r => r.GetString()));
    }

    [Theory]
    [InlineData("112.505", "CLP04", "112.505")]
    [InlineData("1l2.50", "CLP04", "1l2.50")]
    public void An_amount_that_is_not_whole_cents_is_null_with_a_fault_that_has_its_text(string raw, string element, string value)
    {
        var claim = Lines(Sample.File("835", "005010X221A1", Sample.Remittance.Replace("*112.5*20*", $"*{raw}*20*", StringComparison.Ordinal)), exitCode: 1)[1];
        Assert.Equal(JsonValueKind.Null, claim.GetProperty("paid").ValueKind);
        Assert.Equal((element, value), (Text(claim.GetProperty("faults")[0], "element"), Text(claim.GetProperty("faults")[0], "value")));
    }

    [Fact]
    public void Absent_data_is_absent_and_not_zero()
    {
        var claim = Lines(Sample.File("835", "005010X221A1", "CLP*P1*4*10*0**12*X"))[1];
        Assert.False(claim.TryGetProperty("patientResponsibility", out _));
        Assert.False(claim.TryGetProperty("patient", out _));
        Assert.Equal("0.00", Text(claim, "paid"));
        Assert.Empty(claim.GetProperty("lines").EnumerateArray());
    }

    [Fact]
    public void What_is_not_X12_has_no_line_and_exit_code_1()
    {
        var errors = new StringWriter();
        Assert.Equal(1, X12Verbs.ToJson(new MemoryStream("no"u8.ToArray()), Stream.Null, errors));
        Assert.Contains("not an X12 file", errors.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The payment and its claim are told as far as they go, and what is lost is said.</summary>
    [Theory]
    [InlineData("SE*", "no SE segment")]
    [InlineData("GE*", "no GE segment")]
    [InlineData("IEA*", "no IEA segment")]
    [InlineData("CLP*", "SE01 says")]
    public void A_file_that_lost_a_segment_is_told_as_far_as_it_goes_with_exit_code_1(string lost, string says)
    {
        var whole = System.Text.Encoding.Latin1.GetString(Sample.File("835", "005010X221A1", Sample.Remittance).ToArray());
        var at = whole.IndexOf(lost, StringComparison.Ordinal);
        var damaged = whole.Remove(at, whole.IndexOf('~', at) + 1 - at);
        var (output, errors) = (new MemoryStream(), new StringWriter());
        Assert.Equal(0, X12Verbs.ToJson(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(whole)), Stream.Null, TextWriter.Null));
        Assert.Equal(1, X12Verbs.ToJson(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(damaged)), output, errors));
        Assert.Contains("\"type\":\"payment\"", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
        Assert.Contains(says, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_transactions_are_named_not_dropped()
    {
        var line = Assert.Single(Lines(Sample.File("850", "005010", "BEG*00*SA*1**20260101")));
        Assert.Equal(("transaction", "850"), (Text(line, "type"), Text(line, "transaction")));
        Assert.Equal(3, line.GetProperty("segments").GetInt32());
    }

    [Fact]
    public void Separators_line_breaks_and_indents_make_no_difference()
    {
        var usual = Encoding.UTF8.GetString(Sample.File("835", "005010X221A1", Sample.Remittance).ToArray());
        var other = usual.Replace('*', '|').Replace(':', '>').Replace('~', '!').Replace("!", "!\r\n   ", StringComparison.Ordinal).TrimEnd() + "\r\n";
        Assert.Equal(Lines(new MemoryStream(Encoding.UTF8.GetBytes(usual))).Select(WithoutPlace), Lines(new MemoryStream(Encoding.UTF8.GetBytes(other))).Select(WithoutPlace));

        static string WithoutPlace(JsonElement line) =>
            string.Join(';', line.EnumerateObject().Where(p => p.Name is not "where").Select(p => p.Name + "=" + p.Value.GetRawText()));
    }

    [CorpusFact]
    public void A_secondary_claim_of_the_published_examples_shows_the_first_payers_decision()
    {
        var file = Directory.GetFiles(Path.Combine(Corpus.Folder!, "837P"), "*billing-provider-to-payer-b.edi").Single();
        using var stream = File.OpenRead(file);
        var claim = Assert.Single(Lines(stream));
        Assert.Equal(("837P", "CH", "26407789", "79.04", "S"), (Text(claim, "transaction"), Text(claim, "usage"), Text(claim, "patientControlNumber"),
            Text(claim, "totalCharge"), Text(claim, "responsibility")));
        Assert.Equal(["4779", "2724", "2780", "53081"], claim.GetProperty("diagnoses").EnumerateArray().Select(d => d.GetString()));
        var payer = claim.GetProperty("otherPayers")[0];
        Assert.Equal(("P", "999996666", "39.15"), (Text(payer, "responsibility"), Text(payer, "payerId"), Text(payer, "paid")));
        Assert.Equal([("PR", "1", "21.89"), ("PR", "2", "15.00")],
            payer.GetProperty("adjustments").EnumerateArray().Select(a => (Text(a, "group")!, Text(a, "reason")!, Text(a, "amount")!)));
        Assert.Equal(["40.00", "15.00", "21.04"], payer.GetProperty("lines").EnumerateArray().Select(l => Text(l, "paid")));
    }

    [CorpusFact]
    public void Every_line_of_every_published_file_is_one_JSON_object_and_a_stream_that_cannot_seek_gives_the_same()
    {
        var count = 0;
        foreach (var file in new[] { "835", "837P", "999", "TA1", "277CA" }.SelectMany(f => Directory.GetFiles(Path.Combine(Corpus.Folder!, f))))
        {
            var bytes = File.ReadAllBytes(file);
            MemoryStream once = new(), twice = new();
            X12Verbs.ToJson(new MemoryStream(bytes), once, new StringWriter());
            X12Verbs.ToJson(new Pipe(bytes), twice, new StringWriter());
            Assert.Equal(once.ToArray(), twice.ToArray());
            foreach (var line in Encoding.UTF8.GetString(once.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var parsed = JsonDocument.Parse(line);
                Assert.True(parsed.RootElement.TryGetProperty("type", out _));
                count++;
            }
        }

        // 19 payments and 412 claim payments, 1,523 claims, 10 acknowledgments, 3 batches, 2 providers and 4 claims with a status.
        Assert.Equal(19 + 412 + 1_523 + 10 + 3 + 2 + 4, count);
    }

    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
