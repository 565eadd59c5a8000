using System.Text;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Writing;
using FsCheck;
using FsCheck.Fluent;

namespace CleanClaim.X12.Tests.Writing;

public sealed class X12WriterTests
{
    [Fact]
    public void Counts_and_control_numbers_are_computed()
    {
        var writer = Begin();
        writer.Segment("BHT", "0019", "00", "1", X12Value.Date(new(2026, 1, 5)), "1200", "CH", null, null);
        writer.BeginTransaction("837", "0002", "005010X222A2");
        Assert.Equal(
            "ISA*00*          *00*          *ZZ*CLINIC         *30*PAYER          *260105*1200*^*00501*000000007*0*T*:~"
            + "GS*HC*CLINIC*PAYER*20260105*1200*7*X*005010X222A2~ST*837*0001*005010X222A2~BHT*0019*00*1*20260105*1200*CH~SE*3*0001~"
            + "ST*837*0002*005010X222A2~SE*2*0002~GE*2*7~IEA*1*000000007~", Text(writer, out var outcome));
        Assert.Equal((9, 2), (outcome.Segments, outcome.Transactions));
    }

    [Fact]
    public void Composites_and_repeats_are_written_without_empty_ends()
    {
        var writer = Begin();
        writer.Segment("HI", X12Value.Composite("ABK", "M5450", null), X12Value.Repeat(X12Value.Composite("ABF", "G8929"), X12Value.Composite("ABF", "R519")));
        writer.Segment("SV1", X12Value.Composite("HC", "97810", "GP"), X12Value.Cents(12550), "UN", X12Value.Number(new(10, 1)), null, null, X12Value.Composite("1", "2"));
        Assert.Contains("~HI*ABK:M5450*ABF:G8929^ABF:R519~SV1*HC:97810:GP*125.5*UN*1***1:2~", Text(writer, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_a_separator_makes_the_writer_choose_others()
    {
        var writer = Begin();
        writer.Segment("NM1", "IL", "1", "O*BRIEN~NM1", "A:B^C");
        Assert.Contains("'NM1|IL|1|O*BRIEN~NM1|A:B^C'", Text(writer, out var outcome), StringComparison.Ordinal);
        Assert.Equal(new Delimiters((byte)'|', (byte)'>', (byte)'!', (byte)'\''), outcome.Delimiters);
    }

    [Theory]
    [InlineData("O*BRIEN", "NM103 holds \"*\", which separates fields in this receiver's files. Take it out.")]
    [InlineData("王小明", "NM103 holds \"王\", which X12 does not allow. Write it in plain Latin letters.")]
    [InlineData("A\u001DB", "NM103 holds a control character (U+001D), which X12 does not allow. Retype the value.")]
    [InlineData("LINE\nBREAK", "NM103 holds a control character (U+000A), which X12 does not allow. Retype the value.")]
    [InlineData("MÜLLER", "NM103 holds \"Ü\", which X12 does not allow. Write it in plain Latin letters.")]
    public void What_would_change_the_file_is_refused_with_its_place(string name, string message)
    {
        var writer = Begin(new() { Delimiters = Delimiters.Usual });
        writer.Segment("NM1", "IL", "1", name);
        using var stream = new MemoryStream();
        var finding = Assert.Single(Assert.IsType<WriteOutcome.Refused>(writer.WriteTo(stream)).Findings);
        Assert.Equal(("0001", 2, "NM103", message), (finding.TransactionControlNumber, finding.StOrdinal, finding.Element, finding.Message));
        Assert.Equal(0, stream.Length);
    }

    [Theory]
    [InlineData("O*BRIEN~", "O BRIEN")]
    [InlineData("Müller-Łuksza", "Muller-Luksza")]
    [InlineData("D\u2019Angelo\t", "D'Angelo")]
    public void The_caller_may_ask_for_cleaning(string name, string written)
    {
        var writer = Begin(new() { Clean = true });
        writer.Segment("NM1", "IL", "1", name);
        Assert.Contains($"~NM1*IL*1*{written}~", Text(writer, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_Latin_form_is_refused_even_when_cleaning()
    {
        var writer = Begin(new() { Clean = true });
        writer.Segment("NM1", "IL", "1", "王");
        Assert.IsType<WriteOutcome.Refused>(writer.WriteTo(new MemoryStream()));
    }

    [Fact]
    public void An_id_too_long_for_the_header_is_refused()
    {
        var writer = new X12Writer(Interchange with { SenderId = "SIXTEENCHARACTER" });
        Assert.Equal("ISA06", Assert.Single(Assert.IsType<WriteOutcome.Refused>(writer.WriteTo(new MemoryStream())).Findings).Element);
    }

    [Fact]
    public void Whatever_the_values_reading_gives_them_back_or_nothing_was_written()
    {
        var value = Gen.Elements("A", "*", "~", ":", "^", "|", ">", "!", "'", "<", "{", "\u001f", "\u001e", "\u001d", "\u001c", "é", "王", " ", "\n", "\0").ListOf().Select(string.Concat);
        Prop.ForAll(value.ListOf().ToArbitrary(), values =>
        {
            var given = values.ToArray();
            var writer = Begin();
            var parts = new X12Value[given.Length];
            for (var i = 0; i < given.Length; i++) parts[i] = i % 2 == 0 ? given[i] : X12Value.Composite("Q", given[i]);
            writer.Segment("REF", parts);
            using var stream = new MemoryStream();
            if (writer.WriteTo(stream) is WriteOutcome.Refused) return stream.Length == 0;
            using var reader = new X12Reader(stream.ToArray());
            var count = 0;
            while (reader.Read())
            {
                count++;
                if (reader.Segment.Id != SegmentId.Of("REF")) continue;
                for (var i = 0; i < given.Length; i++)
                    if ((i % 2 == 0 ? reader.Segment.Text(i + 1) : reader.Segment.Composite(i + 1).Text(2)) != (given[i].Length == 0 ? null : given[i])) return false;
            }

            return count == 7;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_guide_lets_its_own_order_pass()
    {
        var writer = Begin(new() { Guide = Guides.Named("837P") });
        foreach (var segment in SampleFiles.Claims.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var elements = segment.Split('*');
            var values = new X12Value[elements.Length - 1];
            for (var i = 1; i < elements.Length; i++) values[i - 1] = elements[i].Contains(':', StringComparison.Ordinal) ? X12Value.Composite(elements[i].Split(':')) : elements[i];
            writer.Segment(elements[0], values);
        }

        Assert.Contains("~SVD*777776666*130*HC:97810**1~CAS*CO*45*50~", Text(writer, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_out_of_the_guide_s_order_throws_and_names_the_row()
    {
        var writer = Begin(new() { Guide = Guides.Named("837P") });
        writer.Segment("BHT", "0019", "00", "1", "20260105", "1200", "CH");
        var left = Assert.Throws<InvalidOperationException>(() => writer.Segment("HL", "1", null, "20", "1"));
        Assert.Contains("Segment 3 breaks the guide 837P 005010X222A1: before HL, NM1 (Submitter) is missing in loop 1000A (Submitter).", left.Message, StringComparison.Ordinal);
        var unknown = Assert.Throws<InvalidOperationException>(() => writer.Segment("SVC", "1"));
        Assert.Contains("segment SVC may not follow", unknown.Message, StringComparison.Ordinal);
    }

    private static readonly InterchangeFields Interchange = new()
    {
        SenderId = "CLINIC", ReceiverQualifier = "30", ReceiverId = "PAYER", Date = new(2026, 1, 5), Time = new(12, 0), ControlNumber = 7, IsTest = true,
    };

    private static X12Writer Begin(WritingRules? rules = null)
    {
        var writer = new X12Writer(Interchange, rules);
        writer.BeginGroup(new()
        {
            FunctionalId = "HC", SenderCode = "CLINIC", ReceiverCode = "PAYER", Date = new(2026, 1, 5), Time = new(12, 0), ControlNumber = 7, Version = "005010X222A2",
        });
        writer.BeginTransaction("837", "0001", "005010X222A2");
        return writer;
    }

    private static string Text(X12Writer writer, out WriteOutcome.Written outcome)
    {
        using var stream = new MemoryStream();
        outcome = Assert.IsType<WriteOutcome.Written>(writer.WriteTo(stream));
        Assert.Equal(outcome.Bytes, stream.Length);
        return Encoding.Latin1.GetString(stream.ToArray());
    }
}
