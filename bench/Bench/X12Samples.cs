using System.Globalization;
using CleanClaim.X12.Writing;

namespace CleanClaim.Bench;

/// <summary>Clean files of invented people of any size: interchanges of a thousand claims, one claim in eight with an earlier payer.</summary>
internal static class X12Samples
{
    private const int ClaimsPerInterchange = 1_000, CoordinatedEvery = 8;

    public static byte[] Claims(int sizeMb) => Fill(sizeMb, (number, stream) =>
    {
        var writer = Begin(number, "HC", "005010X222A2");
        writer.BeginTransaction("837", "0001", "005010X222A2");
        writer.Segment("BHT", "0019", "00", Text(number), "20260105", "1023", "CH");
        writer.Segment("NM1", "41", "2", "MAPLE STREET CLINIC", null, null, null, null, "46", "TGJ23");
        writer.Segment("PER", "IC", "JERRY", "TE", "3055552222");
        writer.Segment("NM1", "40", "2", "KEY INSURANCE", null, null, null, null, "46", "66783JJT");
        writer.Segment("HL", "1", null, "20", "1");
        writer.Segment("NM1", "85", "2", "MAPLE STREET CLINIC", null, null, null, null, "XX", "1234567893");
        writer.Segment("N3", "236 N MAIN ST");
        writer.Segment("N4", "MIAMI", "FL", "331110123");
        writer.Segment("REF", "EI", "587654321");
        for (var i = 0; i < ClaimsPerInterchange; i++) Claim(writer, number * ClaimsPerInterchange + i, i + 2, i % CoordinatedEvery == 0);
        Write(writer, stream);
    });

    public static byte[] Remittances(int sizeMb) => Fill(sizeMb, (number, stream) =>
    {
        var writer = Begin(number, "HP", "005010X221A1");
        writer.BeginTransaction("835", "0001", null);
        writer.Segment("BPR", "I", X12Value.Cents(ClaimsPerInterchange * 11_500L), "C", "CHK", null, null, null, null, null, null, null, null, null, null, null, "20260116");
        writer.Segment("TRN", "1", Text(number), "1935665544");
        writer.Segment("DTM", "405", "20260116");
        writer.Segment("N1", "PR", "RUSHMORE LIFE");
        writer.Segment("N3", "10 SOUTH AVENUE");
        writer.Segment("N4", "RAPID CITY", "SD", "55111");
        writer.Segment("PER", "BL", "JOHN WAYNE", "TE", "8005551212");
        writer.Segment("N1", "PE", "MAPLE STREET CLINIC", "XX", "1234567893");
        writer.Segment("LX", "1");
        for (var i = 0; i < ClaimsPerInterchange; i++) Payment(writer, number * ClaimsPerInterchange + i);
        Write(writer, stream);
    });

    private static void Claim(X12Writer writer, int number, int level, bool isCoordinated)
    {
        writer.Segment("HL", Text(level), "1", "22", "0");
        writer.Segment("SBR", isCoordinated ? "S" : "P", "18", null, null, null, null, null, null, "CI");
        writer.Segment("NM1", "IL", "1", "SMITH", "JANE", null, null, null, "MI", "JS" + Text(number));
        writer.Segment("N3", "236 N MAIN ST");
        writer.Segment("N4", "MIAMI", "FL", "33413");
        writer.Segment("DMG", "D8", "19430501", "F");
        writer.Segment("NM1", "PR", "2", "KEY INSURANCE", null, null, null, null, "PI", "999996666");
        writer.Segment("CLM", "PCN" + Text(number), "150", null, null, X12Value.Composite("11", "B", "1"), "Y", "A", "Y", "I");
        writer.Segment("HI", X12Value.Composite("ABK", "M5450"), X12Value.Composite("ABF", "G8929"));
        if (isCoordinated) OtherPayer(writer);
        Line(writer, "1", "97810", "60", isCoordinated);
        Line(writer, "2", "97811", "90", isCoordinated);
    }

    private static void OtherPayer(X12Writer writer)
    {
        writer.Segment("SBR", "P", "18", null, null, null, null, null, null, "MB");
        writer.Segment("AMT", "D", "110");
        writer.Segment("OI", null, null, "Y", null, null, "Y");
        writer.Segment("NM1", "IL", "1", "SMITH", "JANE", null, null, null, "MI", "JS1");
        writer.Segment("NM1", "PR", "2", "FIRST INSURANCE", null, null, null, null, "PI", "777776666");
    }

    private static void Line(X12Writer writer, string number, string code, string charge, bool isCoordinated)
    {
        writer.Segment("LX", number);
        writer.Segment("SV1", X12Value.Composite("HC", code), charge, "UN", "1", null, null, X12Value.Composite("1", "2"));
        writer.Segment("DTP", "472", "D8", "20260103");
        writer.Segment("REF", "6R", "LINE" + number);
        if (!isCoordinated) return;
        writer.Segment("SVD", "777776666", number == "1" ? "40" : "70", X12Value.Composite("HC", code), null, "1");
        writer.Segment("CAS", "CO", "45", "20");
        writer.Segment("DTP", "573", "D8", "20260110");
    }

    private static void Payment(X12Writer writer, int number)
    {
        writer.Segment("CLP", "PCN" + Text(number), "1", "150", "115", "20", "12", "5554" + Text(number));
        writer.Segment("NM1", "QC", "1", "SMITH", "JANE", null, null, null, "MI", "JS" + Text(number));
        writer.Segment("SVC", X12Value.Composite("HC", "97810"), "100", "70");
        writer.Segment("DTM", "472", "20260103");
        writer.Segment("CAS", "PR", "2", "20");
        writer.Segment("CAS", "CO", "45", "10");
        writer.Segment("REF", "6R", "LINE1");
        writer.Segment("SVC", X12Value.Composite("HC", "97811"), "50", "45");
        writer.Segment("DTM", "472", "20260103");
        writer.Segment("CAS", "CO", "45", "5");
        writer.Segment("REF", "6R", "LINE2");
    }

    private static byte[] Fill(int sizeMb, Action<int, MemoryStream> interchange)
    {
        using var stream = new MemoryStream();
        for (var number = 1; stream.Length < sizeMb * 1_000_000L; number++) interchange(number, stream);
        return stream.ToArray();
    }

    private static X12Writer Begin(int number, string group, string version)
    {
        var (date, time) = (new DateOnly(2026, 1, 5), new TimeOnly(12, 0));
        var writer = new X12Writer(new() { SenderId = "SENDER", ReceiverId = "RECEIVER", Date = date, Time = time, ControlNumber = number });
        writer.BeginGroup(new() { FunctionalId = group, SenderCode = "SENDER", ReceiverCode = "RECEIVER", Date = date, Time = time, ControlNumber = number, Version = version });
        return writer;
    }

    private static void Write(X12Writer writer, MemoryStream stream)
    {
        if (writer.WriteTo(stream) is WriteOutcome.Refused refused) throw new InvalidOperationException(refused.Findings[0].Message);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
