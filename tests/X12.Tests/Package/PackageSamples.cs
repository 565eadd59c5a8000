using CleanClaim.X12.Acknowledging;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Writing;

namespace CleanClaim.X12.Tests.Package;

/// <summary>The code of the package's README, compiled and run: a test holds the two together line by line.</summary>
internal static class PackageSamples
{
    public static void ReadRemittance(Stream file, TextWriter output)
    {
        // <read>
        foreach (var payment in Remittance835.Read(file))
        {
            output.WriteLine($"{payment.Payer?.LastName} paid {payment.Amount} by {payment.Method} {payment.TraceNumber}");
            foreach (var claim in payment.Claims)
            {
                output.WriteLine($"  {claim.PatientControlNumber}: charged {claim.Charge}, paid {claim.Paid}, patient owes {claim.PatientResponsibility}");
                foreach (var adjustment in claim.Lines.SelectMany(line => line.Adjustments))
                    output.WriteLine($"    {adjustment.Group}-{adjustment.Reason} {adjustment.Amount}");
            }
        }
        // </read>
    }

    public static WriteOutcome BuildClaim(Stream file)
    {
        // <build>
        var (today, now) = (new DateOnly(2026, 1, 5), new TimeOnly(10, 23));
        var writer = new X12Writer(
            new InterchangeFields { SenderId = "CLINIC", ReceiverId = "PAYER", Date = today, Time = now, ControlNumber = 1 },
            new WritingRules { Guide = Guides.Named("837P") });
        writer.BeginGroup(new GroupFields
        {
            FunctionalId = "HC", SenderCode = "CLINIC", ReceiverCode = "PAYER", Date = today, Time = now, ControlNumber = 1, Version = "005010X222A2",
        });
        writer.BeginTransaction("837", "0001", "005010X222A2");
        writer.Segment("BHT", "0019", "00", "BATCH1", X12Value.Date(today), X12Value.Time(now), "CH");
        writer.Segment("NM1", "41", "2", "MAPLE STREET CLINIC", null, null, null, null, "46", "TGJ23");
        writer.Segment("PER", "IC", "JERRY", "TE", "3055552222");
        writer.Segment("NM1", "40", "2", "KEY INSURANCE", null, null, null, null, "46", "66783JJT");
        writer.Segment("HL", "1", null, "20", "1");
        writer.Segment("NM1", "85", "2", "MAPLE STREET CLINIC", null, null, null, null, "XX", "1234567893");
        writer.Segment("N3", "236 N MAIN ST");
        writer.Segment("N4", "MIAMI", "FL", "331110123");
        writer.Segment("REF", "EI", "587654321");
        writer.Segment("HL", "2", "1", "22", "0");
        writer.Segment("SBR", "P", "18", "2222-SJ", null, null, null, null, null, "CI");
        writer.Segment("NM1", "IL", "1", "SMITH", "JANE", null, null, null, "MI", "JS00111223333");
        writer.Segment("N3", "236 N MAIN ST");
        writer.Segment("N4", "MIAMI", "FL", "33413");
        writer.Segment("DMG", "D8", "19430501", "F");
        writer.Segment("NM1", "PR", "2", "KEY INSURANCE", null, null, null, null, "PI", "999996666");
        writer.Segment("CLM", "26463774", X12Value.Cents(6000), null, null, X12Value.Composite("11", "B", "1"), "Y", "A", "Y", "I");
        writer.Segment("HI", X12Value.Composite("ABK", "M5450"));
        writer.Segment("LX", "1");
        writer.Segment("SV1", X12Value.Composite("HC", "97810"), X12Value.Cents(6000), "UN", "1", null, null, "1");
        writer.Segment("DTP", "472", "D8", X12Value.Date(new DateOnly(2026, 1, 3)));
        return writer.WriteTo(file);
        // </build>
    }

    public static IReadOnlyList<Answer> ValidateAndAnswer(Stream file, TextWriter output)
    {
        // <answer>
        var summary = X12Validator.Validate(file, fault =>
            output.WriteLine($"line {fault.Place.Line}, {fault.Place.Segment} {fault.ElementName}: {fault.Rule} {fault.Message} {fault.Fix}"));
        output.WriteLine($"{summary.Transactions} transactions, {summary.Errors} errors");

        file.Position = 0;
        return Acknowledger.Answer(file, new AnswerFields { Date = new DateOnly(2026, 1, 6), Time = new TimeOnly(8, 30) });
        // </answer>
    }
}
