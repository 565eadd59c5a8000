using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Validation;

/// <summary>The rows of the control segments (X12.5, X12.6; the HIPAA guides' appendix on control segments), which no guide repeats.</summary>
internal static class EnvelopeGuide
{
    private const string Rows = """
        guide envelope 00501 txn=- group=- versions=00501
        seg ISA R 1 Interchange header
          1 R ID 2-2 =00,03
          2 R AN 10-10
          3 R ID 2-2 =00,01
          4 R AN 10-10
          5 R ID 2-2 =01,14,20,27,28,29,30,33,ZZ
          6 R AN 15-15
          7 R ID 2-2 =01,14,20,27,28,29,30,33,ZZ
          8 R AN 15-15
          9 R DT 6-6
          10 R TM 4-4
          11 R AN 1-1
          12 R AN 5-5
          13 R N0 9-9
          14 R ID 1-1 =0,1
          15 R ID 1-1 =P,T
          16 R AN 1-1
        seg GS R 1 Group header
          1 R ID 2-2
          2 R AN 2-15
          3 R AN 2-15
          4 R DT 8-8
          5 R TM 4-8
          6 R N0 1-9
          7 R ID 1-2 =X
          8 R AN 1-12
        seg ST R 1 Transaction set header
          1 R ID 3-3
          2 R AN 4-9
          3 S AN 1-35
        seg SE R 1 Transaction set trailer
          1 R N0 1-10
          2 R AN 4-9
        seg GE R 1 Group trailer
          1 R N0 1-6
          2 R N0 1-9
        seg IEA R 1 Interchange trailer
          1 R N0 1-5
          2 R N0 9-9
        """;

    private static readonly Guide Compiled = Guide.Parse("envelope", Rows, _ => null);

    public static readonly SegmentUse Isa = Of("ISA"), Gs = Of("GS"), St = Of("ST"), Se = Of("SE"), Ge = Of("GE"), Iea = Of("IEA");

    /// <summary>The TA1's row, from its own guide.</summary>
    public static SegmentUse? Ta1 { get; } = Guides.Named("TA1")?.Segments[0];

    private static SegmentUse Of(string id) => Compiled.Segments.First(s => s.Id == SegmentId.Of(id));
}
